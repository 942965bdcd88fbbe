#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Checks that the example post shares no run of six words with the catalogue's phrases: post that repeats the phrases
would show nothing about how the sorting works. Usage: example_texts.py [FOLDER]."""

import re
import sys
import tomllib
from pathlib import Path

RUN = 6


def words_of(text):
    return re.findall(r"[\wäöüß]+", text.lower())


def runs(text):
    words = words_of(text)
    return {tuple(words[at:at + RUN]) for at in range(len(words) - RUN + 1)}


def strings_in(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_in(inner)


def texts_of(folder):
    """(file, text) of each string in the TOML files of a folder."""
    for path in sorted(Path(folder).rglob("*.toml")):
        for text in strings_in(tomllib.loads(path.read_text(encoding="utf-8"))):
            yield path.name, text


def shared_runs(example, catalogue):
    known = {}
    for name, text in texts_of(catalogue):
        for run in runs(text):
            known.setdefault(run, name)
    return [f"{name}: \"{' '.join(run)}\" stands in the catalogue, too ({known[run]})"
            for name, text in texts_of(example) for run in sorted(runs(text)) if run in known]


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    shared = shared_runs(root / "example" / "texts", root / "catalogue")
    for line in shared:
        print(line)
    count = len(list((root / "example" / "texts").glob("*.toml")))
    print(f"{count} example texts, {len(shared)} shared with the catalogue")
    return 1 if shared or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
