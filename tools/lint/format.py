#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Checks that clang-format-16 would change no C++ file. Usage: format.py [FOLDER] [--fix] [FILE…]; --fix writes."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from lint import CODE, EXEMPT, list_files  # noqa: E402 (the path comes first)

PROGRAM = "clang-format-16"


def wrong_files(root, files, fix):
    """Names those of the files whose form is wrong; with fix, after putting them right."""
    def one(file):
        path = Path(root) / file
        formed = subprocess.run([PROGRAM, str(path)], capture_output=True, check=True).stdout
        if formed == path.read_bytes():
            return None
        if fix:
            path.write_bytes(formed)
        return file

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [file for file in pool.map(one, files) if file]


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
