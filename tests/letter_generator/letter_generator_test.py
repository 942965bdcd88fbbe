# SPDX-License-Identifier: EUPL-1.2
"""Generated letters: the same for a seed, marked, in the catalogue's words, and with no field that the text does not hold."""

import datetime
import json
import pathlib
import subprocess
import sys
import tomllib
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
GENERATOR = ROOT / "tools/letter_generator/generate.py"
MONTHS = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"]


def run(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-B", GENERATOR, *arguments], capture_output=True, text=True, encoding="utf-8", check=False)


def generated(count: int, seed: int) -> list[dict]:
    return [json.loads(line) for line in run("--letters", str(count), "--seed", str(seed)).stdout.splitlines()]


def keys(file: str, table: str) -> set[str]:
    entries = tomllib.loads((ROOT / "catalogue/de" / file).read_text(encoding="utf-8"))[table]
    return {entry["key"] for entry in entries}


def ways_to_write(field: dict) -> list[str]:
    value = field["value"]
    if field["key"] == "iban":
        return [value, " ".join(value[i : i + 4] for i in range(0, len(value), 4))]
    if field["key"] == "amount":
        return [value.replace(".", ",")]
    if field["key"].endswith("_date"):
        day = datetime.date.fromisoformat(value)
        months = [MONTHS[day.month - 1], MONTHS[day.month - 1].replace("ä", "ae"), MONTHS[day.month - 1].lower()]
        return [day.strftime("%d.%m.%Y"), f"{day.day}.{day.month}.{day.year}", *(f"{day.day}. {month} {day.year}" for month in months)]
    return [value]


class LetterGenerator(unittest.TestCase):
    def test_the_same_seed_gives_the_same_bytes(self):
        self.assertEqual(run("--letters", "50", "--seed", "7").stdout, run("--letters", "50", "--seed", "7").stdout)
        self.assertNotEqual(run("--letters", "50", "--seed", "7").stdout, run("--letters", "50", "--seed", "8").stdout)

    def test_letters_are_marked(self):
        letters = generated(60, 1)
        self.assertEqual(len(letters), 60)
        self.assertTrue(all(letter["generated"] is True for letter in letters))

    def test_every_key_is_in_the_catalogue_and_every_act_and_theme_occurs(self):
        known = {
            "services": keys("services.toml", "service"),
            "acts": keys("acts.toml", "act"),
            "themes": keys("themes.toml", "theme"),
            "documents": keys("document_types.toml", "document_type"),
        }
        fields = keys("fields.toml", "field")
        seen = {kind: set() for kind in known}
        for letter in generated(800, 2):
            for kind, allowed in known.items():
                self.assertLessEqual(set(letter["gold"][kind]), allowed, letter["id"])
                seen[kind] |= set(letter["gold"][kind])
            self.assertLessEqual({field["key"] for field in letter["gold"]["fields"]}, fields)
        self.assertEqual(seen["acts"], known["acts"])
        self.assertEqual(seen["themes"], known["themes"])
        self.assertEqual(seen["services"], known["services"] - {"andere"})

    def test_every_value_stands_in_its_text(self):
        values = 0
        for letter in generated(400, 3):
            for field in letter["gold"]["fields"]:
                self.assertTrue(any(written in letter["text"] for written in ways_to_write(field)), (letter["id"], field))
                values += 1
        self.assertGreater(values, 400)

    def test_identifiers_have_right_check_digits(self):
        numbers = [field["value"] for letter in generated(400, 4) for field in letter["gold"]["fields"] if field["key"] == "iban"]
        self.assertGreater(len(numbers), 20)
        for number in numbers:
            self.assertEqual(int(number[4:] + "1314" + number[2:4]) % 97, 1)

    def test_a_wrong_count_is_refused(self):
        wrong = run("--letters", "0")
        self.assertEqual(wrong.returncode, 2)
        self.assertEqual(wrong.stdout, "")
        self.assertIn("--letters must be 1 to", wrong.stderr)


if __name__ == "__main__":
    unittest.main()
