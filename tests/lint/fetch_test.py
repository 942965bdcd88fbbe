# SPDX-License-Identifier: EUPL-1.2
"""The fetcher of the pinned Node.js takes a package with the right hash and nothing of one with a wrong hash."""

import base64
import hashlib
import io
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools" / "node"))
import fetch  # noqa: E402


def packed(files):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
        link = tarfile.TarInfo("package/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return target.getvalue()


class FetchTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.content = packed({"package/bin/tool": "#!/bin/sh\n", "package/../../outside": "x", "package/a.txt": "a"})
        place = self.folder / "registry/tool/-"
        place.mkdir(parents=True)
        (place / "tool-1.0.0.tgz").write_bytes(self.content)
        self.registry = (self.folder / "registry").as_uri()

    def lock(self, content):
        hashed = base64.b64encode(hashlib.sha512(content).digest()).decode()
        return {"packages": {"node_modules/tool": {"version": "1.0.0", "integrity": f"sha512-{hashed}", "bin": {"tool": "bin/tool"}}}}

    def test_the_right_package(self):
        target = self.folder / "build"
        fetch.fetch(self.lock(self.content), target, "tool", self.registry)
        self.assertEqual("#!/bin/sh\n", (target / "node_modules/.bin/tool").read_text())
        self.assertTrue((target / "node_modules/tool/bin/tool").stat().st_mode & 0o100)
        found = sorted(path.name for path in self.folder.rglob("*") if path.is_file() and "registry" not in path.parts)
        self.assertEqual(["a.txt", "tool", "tool"], found, "files outside and links are left out")

    def test_a_changed_package(self):
        target = self.folder / "build"
        with self.assertRaisesRegex(fetch.Refused, "not the pinned package"):
            fetch.fetch(self.lock(self.content + b"x"), target, "tool", self.registry)
        self.assertFalse(target.exists())

    def test_a_missing_package(self):
        lock = self.lock(self.content)
        lock["packages"]["node_modules/tool"]["version"] = "2.0.0"
        with self.assertRaisesRegex(fetch.Refused, "cannot be fetched"):
            fetch.fetch(lock, self.folder / "build", "tool", self.registry)


if __name__ == "__main__":
    unittest.main()
