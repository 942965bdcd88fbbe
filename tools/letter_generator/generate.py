#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Writes annotated post from building blocks (blocks.toml), one JSON line a letter, in the form of the written letters.

    generate.py --letters 500 --seed 1 > generated.jsonl

The same seed gives the same bytes. Each letter says `"generated": true`: it may be trained on where somebody asks for it, and no
program that prints a figure judges it (docs/data.md). A field is named only if its words still stand in the text after noise.
"""

import argparse
import datetime
import json
import pathlib
import random
import sys
import tomllib

BLOCKS = pathlib.Path(__file__).with_name("blocks.toml")
LETTERS_MAX = 100_000
MONTHS = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"]
MISREAD = {"m": "rn", "l": "1", "ü": "u", "ä": "a", "O": "0", "e": "c", "I": "l"}
PLAIN = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}


def iban(draw: random.Random) -> str:
    """A German IBAN with right check digits (ISO 7064, MOD 97-10)."""
    account = "".join(str(draw.randrange(10)) for _ in range(18))
    check = 98 - int(account + "131400") % 97
    return f"DE{check:02}{account}"


class Letter:
    """One letter as it comes about: sentences, and what they mean."""

    def __init__(self, blocks: dict, voice: str, draw: random.Random):
        self.blocks, self.draw = blocks, draw
        self.voice = blocks["voices"][voice]
        self.services: list[str] = []
        self.acts: list[str] = []
        self.requests: list[dict] = []
        self.themes: list[str] = []
        self.documents: list[str] = []
        self.fields: list[dict] = []  # with `written`: how the value stands in the text
        self.sentences: list[str] = []
        self.represented: str | None = None
        self.name = self.person()

    def person(self) -> str:
        people = self.blocks["people"]
        return f"{self.draw.choice(people['given'])} {self.draw.choice(people['family'])}"

    def date(self) -> tuple[str, str]:
        day = datetime.date(2026, 1, 1) + datetime.timedelta(days=self.draw.randrange(330))
        forms = [day.strftime("%d.%m.%Y"), f"{day.day}.{day.month}.{day.year}", f"{day.day}. {MONTHS[day.month - 1]} {day.year}"]
        return day.isoformat(), self.draw.choice(forms)

    def field(self, key: str, value: str, written: str, role: str | None = None) -> None:
        self.fields.append({"key": key, "value": value, "written": written} | ({"role": role} if role else {}))

    def request(self) -> None:
        act = self.draw.choice(sorted(self.blocks["acts"]))
        entry = self.blocks["acts"][act]
        if entry.get("whole_letter"):
            self.act_for(act, entry)
            return
        service = self.draw.choice(entry.get("services", sorted(self.blocks["services"])))
        sentence = self.draw.choice(entry["sentences"])
        iso, written = self.date()
        if "{date}" in sentence:
            key = {"widerspruch": "notice_date", "antrag": "start_date"}.get(act, "event_date")
            self.field(key, iso, written)
        self.say(sentence.format(service=self.draw.choice(self.blocks["services"][service]), date=written))
        for known, new in ((self.services, service), (self.acts, act)):
            if new not in known:
                known.append(new)
        pair = {"service": service, "act": act, "person": None}
        if pair not in self.requests:
            self.requests.append(pair)

    def act_for(self, act: str, entry: dict) -> None:
        """Somebody writes for another person, of whom the letter speaks."""
        if self.represented is None:
            self.represented = self.person()
            self.acts.append(act)
            self.requests.append({"service": None, "act": act, "person": None})
            self.say(self.draw.choice(entry["sentences"]).format(other=self.represented))

    def say(self, sentence: str) -> None:
        self.sentences.append(sentence[0].upper() + sentence[1:])

    def write(self) -> str:
        draw = self.draw
        if draw.random() < 0.03:
            self.acts.append("werbung")
            self.sentences += draw.sample(self.blocks["advertising"]["sentences"], 2)
            return self.layout()
        for _ in range(draw.choices([1, 2, 3], [6, 3, 1])[0]):
            self.request()
        if draw.random() < 0.3:
            other = draw.choice([key for key in sorted(self.blocks["services"]) if key not in self.services])
            self.say(draw.choice(self.blocks["mentions"]["sentences"]).format(service=draw.choice(self.blocks["services"][other])))
        if draw.random() < 0.25:
            theme = draw.choice(sorted(self.blocks["themes"]))
            self.themes.append(theme)
            self.say(draw.choice(self.blocks["themes"][theme]))
        elif draw.random() < 0.2:
            self.say(draw.choice(self.blocks["no_themes"]["sentences"]))
        if draw.random() < 0.4:
            chosen = draw.sample(sorted(self.blocks["documents"]), draw.choice([1, 1, 2]))
            self.documents += chosen
            self.say("Ich lege bei: " + " und ".join(draw.choice(self.blocks["documents"][key]) for key in chosen) + ".")
        if draw.random() < 0.25:
            number = iban(draw)
            written = " ".join(number[i : i + 4] for i in range(0, 22, 4)) if draw.random() < 0.6 else number
            self.field("iban", number, written)
            self.say(f"Mein Konto: {written}.")
        if draw.random() < 0.25:
            euros, cents = draw.randrange(180, 1900), draw.choice([0, 0, 50, 37])
            written = f"{euros},{cents:02} Euro"
            self.field("amount", f"{euros}.{cents:02}", written, "miete")
            self.say(f"Die Miete beträgt {written}.")
        if "kindergeld" in self.services or "kinderzuschlag" in self.services:
            child = draw.choice(self.blocks["people"]["children"])
            self.field("child_name", child, child)
            self.say(f"Es geht um mein Kind {child}.")
        draw.shuffle(self.sentences)
        self.say(draw.choice(self.voice["fillers"]))
        self.field("sender_name", self.name, self.name)
        return self.noise(self.layout())

    def layout(self) -> str:
        between = "\n" if self.voice.get("lines") else " "
        body = between.join(self.sentences)
        text = "\n\n".join(part for part in (self.draw.choice(self.voice["openings"]), body) if part)
        text += f"\n\n{self.draw.choice(self.voice['closings'])}\n{self.name}\n"
        if self.voice.get("quotes"):
            _, written = self.date()
            other = self.draw.choice(sorted(self.blocks["services"]))
            line = self.draw.choice(self.blocks["quoted"]["lines"])
            line = line.format(service=self.draw.choice(self.blocks["services"][other]), date=written)
            text += f"\nAm {written} schrieb das Amt:\n> {line}\n> Mit freundlichen Grüßen\n"
        return text

    def noise(self, text: str) -> str:
        if self.voice.get("small_letters"):
            body, name, rest = text.rpartition(self.name)
            text = body.lower() + name + rest
        if self.voice.get("plain_umlauts"):
            text = "".join(PLAIN.get(letter, letter) for letter in text)
        out = []
        for letter in text:
            if letter in MISREAD and self.draw.random() < self.voice.get("recognition_errors", 0):
                letter = MISREAD[letter]
            elif letter.isalpha() and self.draw.random() < self.voice.get("typing_errors", 0):
                letter = self.draw.choice(["", letter + letter])
            out.append(letter)
        return "".join(out)

    def gold(self, text: str) -> dict:
        standing = []
        for field in self.fields:
            written = field.pop("written")
            named = field["key"] in ("sender_name", "child_name")
            if written in text:
                standing.append(field | ({"value": written} if named else {}))
        gold = {"services": self.services, "acts": self.acts, "themes": self.themes, "documents": self.documents}
        gold |= {"fields": standing, "language": "de", "represented_by": self.name if self.represented else None}
        if len(self.services) > 1:
            gold["requests"] = [request | {"person": self.represented} for request in self.requests]
        return gold


def letters(count: int, seed: int):
    blocks = tomllib.loads(BLOCKS.read_text(encoding="utf-8"))
    voices = sorted(blocks["voices"])
    for number in range(count):
        draw = random.Random(f"{seed}/{number}")
        voice = voices[number % len(voices)]
        letter = Letter(blocks, voice, draw)
        text = letter.write()
        yield {
            "id": f"generated-{voice}-{number + 1:05}",
            "generated": True,
            "channel": letter.voice["channel"],
            "subject": None,
            "text": text,
            "gold": letter.gold(text),
            "style": voice,
            "trap": "",
        }


def main() -> int:
    parser = argparse.ArgumentParser(description="Writes generated letters as JSON lines to standard output.")
    parser.add_argument("--letters", type=int, default=500, help=f"how many, 1 to {LETTERS_MAX} (500)")
    parser.add_argument("--seed", type=int, default=1, help="the same number gives the same letters (1)")
    arguments = parser.parse_args()
    if not 1 <= arguments.letters <= LETTERS_MAX:
        parser.error(f"--letters must be 1 to {LETTERS_MAX}")
    for letter in letters(arguments.letters, arguments.seed):
        sys.stdout.write(json.dumps(letter, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
