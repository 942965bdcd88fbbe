#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Checks that clang-format-16 would change no C++ file. Usage: format.py [FOLDER] [--fix] [FILE…]; --fix writes.
What was found well-formed is remembered by its hash in build/stamps/well-formed, so that a second look is quick."""

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from lint import CODE, EXEMPT, list_files  # noqa: E402 (the path comes first)

PROGRAM = "clang-format-16"
KNOWN_MAX = 20_000  # hashes remembered; old ones are forgotten together


def read_known(root):
    try:
        return set((root / "build/stamps/well-formed").read_text(encoding="ascii").split())
    except OSError:
        return set()


def write_known(root, known):
    try:
        (root / "build/stamps").mkdir(parents=True, exist_ok=True)
        (root / "build/stamps/well-formed").write_text("\n".join(sorted(known)), encoding="ascii")
    except OSError:
        pass  # the account of the tests may not write here, and need not


def wrong_files(root, files, fix):
    """Names those of the files whose form is wrong; with fix, after putting them right."""
    root = Path(root)
    style = (root / ".clang-format").read_bytes()
    known = read_known(root)
    kept = set()

    def digest(content):
        return hashlib.sha256(style + content).hexdigest()

    def one(file):
        content = (root / file).read_bytes()
        if digest(content) in known:
            kept.add(digest(content))
            return None
        formed = subprocess.run([PROGRAM, str(root / file)], capture_output=True, check=True).stdout
        if formed == content:
            kept.add(digest(content))
            return None
        if fix:
            (root / file).write_bytes(formed)
            kept.add(digest(formed))
        return file

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        wrong = [file for file in pool.map(one, files) if file]
    if not kept <= known:
        write_known(root, kept | known if len(known) < KNOWN_MAX else kept)
    return wrong


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--fix"]
    fix = "--fix" in sys.argv
    root = arguments[0] if arguments else Path(__file__).resolve().parents[2]
    files = arguments[1:] or list_files(Path(root))
    files = [file for file in files if Path(file).suffix in CODE and not EXEMPT.search(file)]
    try:
        wrong = wrong_files(root, files, fix)
    except FileNotFoundError:
        print(f"{PROGRAM} is missing: ./test installs it")
        return 1
    for file in wrong:
        print(f"{file}: {'put right' if fix else 'not in the form of .clang-format; tools/format puts it right'}")
    print(f"{len(files)} files, {len(wrong)} {'changed' if fix else 'in the wrong form'}")
    return 1 if wrong and not fix else 0


if __name__ == "__main__":
    sys.exit(main())
