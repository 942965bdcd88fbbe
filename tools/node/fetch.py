#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Fetches the pinned Node.js and npm where the system has no npm: the packages that package-lock.json names, each checked
against the hash that stands there before anything of it is unpacked.
Usage: fetch.py LOCK_FILE FOLDER PACKAGE…; the registry is npm_config_registry, or npm's public one."""

import base64
import hashlib
import io
import json
import os
import sys
import tarfile
import urllib.error
import urllib.request
from pathlib import Path

SIZE_MAX = 200 << 20  # bytes of one package, packed
TIMEOUT_S = 60


class Refused(Exception):
    pass


def download(url):
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer:
            content = answer.read(SIZE_MAX + 1)
    except (urllib.error.URLError, OSError) as error:
        raise Refused(f"{url} cannot be fetched: {error}") from error
    if len(content) > SIZE_MAX:
        raise Refused(f"{url} is larger than {SIZE_MAX} bytes")
    return content


def check(content, integrity, url):
    kind, _, expected = integrity.partition("-")
    if kind != "sha512" or base64.b64encode(hashlib.sha512(content).digest()).decode() != expected:
        raise Refused(f"{url} is not the pinned package: its hash differs from package-lock.json")


def unpack(content, folder):
    """Unpacks regular files only, each below the folder."""
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
        for member in archive:
            parts = Path(member.name).parts[1:]  # without npm's leading "package/"
            if not member.isreg() or not parts or ".." in parts:
                continue
            target = folder.joinpath(*parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.extractfile(member).read())
            target.chmod(0o755 if member.mode & 0o100 else 0o644)


def fetch(lock, folder, name, registry):
    entry = lock["packages"][f"node_modules/{name}"]
    url = f"{registry.rstrip('/')}/{name}/-/{name}-{entry['version']}.tgz"
    content = download(url)
    check(content, entry["integrity"], url)
    unpack(content, folder / "node_modules" / name)
    links = folder / "node_modules" / ".bin"
    links.mkdir(parents=True, exist_ok=True)
    for program, target in entry.get("bin", {}).items():
        link = links / program
        link.unlink(missing_ok=True)
        link.symlink_to(f"../{name}/{target}")
        link.resolve().chmod(0o755)


def main():
    if len(sys.argv) < 4:
        print(__doc__, file=sys.stderr)
        return 2
    registry = os.environ.get("npm_config_registry") or "https://registry.npmjs.org"
    lock = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    for name in sys.argv[3:]:
        try:
            fetch(lock, Path(sys.argv[2]), name, registry)
        except Refused as refused:
            print(refused, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
