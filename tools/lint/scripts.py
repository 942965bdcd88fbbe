#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Checks every shell script with `bash -n` and shellcheck, and that what a person starts is executable.
Usage: scripts.py [FOLDER]."""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from lint import EXEMPT, list_files  # noqa: E402 (the path comes first)


def is_script(root, file):
    if EXEMPT.search(file):
        return False
    if file.endswith(".sh"):
        return True
    path = Path(root) / file
    if path.suffix or path.stat().st_size > 100_000:
        return False
    with path.open("rb") as opened:
        first = opened.readline()
    return first.startswith(b"#!") and first.rstrip().endswith((b"bash", b"sh"))


def faults_of(root, file):
    path = Path(root) / file
    faults = []
    if not file.endswith(".sh") and not os.access(path, os.X_OK):
        faults.append(f"{file}: not executable (chmod +x)")
    for command in (["bash", "-n", str(path)], ["shellcheck", "-x", "--exclude=SC2012", "--source-path", str(root), str(path)]):
        done = subprocess.run(command, capture_output=True, text=True, cwd=root)
        if done.returncode != 0:
            faults.append(done.stdout + done.stderr)
    return faults


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    files = [file for file in list_files(root) if is_script(root, file)]
    faults = [fault for file in files for fault in faults_of(root, file)]
    print("\n".join(faults))
    print(f"{len(files)} scripts, {len(faults)} faults")
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main())
