#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Checks that NOTICE names every direct dependency: each -dev package of tools/packages.txt and each package of
web/package.json. Usage: licences.py [FOLDER]."""

import json
import sys
from pathlib import Path


def dependencies(root):
    for line in (root / "tools/packages.txt").read_text(encoding="utf-8").splitlines():
        name = line.split("#")[0].strip()
        if name.endswith("-dev") or name.startswith("fonts-"):
            yield name
    web = root / "web/package.json"
    if web.exists():
        listed = json.loads(web.read_text(encoding="utf-8"))
        yield from listed.get("dependencies", {})
        yield from listed.get("devDependencies", {})


def unnamed(root):
    named = set((root / "NOTICE").read_text(encoding="utf-8").replace(",", " ").replace("|", " ").split())
    return [name for name in dependencies(root) if name not in named]


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    missing = unnamed(root)
    for name in missing:
        print(f"NOTICE: {name} is not named with its licence")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
