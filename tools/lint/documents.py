#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Checks that documents keep up with the sources: NOTICE names every direct dependency (each -dev and font package of
tools/packages.txt, each package of web/package.json), docs/limits.md every limit, and every link between the documents
leads somewhere. Usage: documents.py [FOLDER]."""

import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from lint import list_files  # noqa: E402 (the path comes first)

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


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


def unnamed_dependencies(root):
    named = set((root / "NOTICE").read_text(encoding="utf-8").replace(",", " ").replace("|", " ").split())
    return [f"NOTICE: {name} is not named with its licence" for name in dependencies(root) if name not in named]


def constants(root):
    """Names of the constants in the code: an area keeps its limits in its own folder."""
    for file in (root / "src").rglob("*.[hc]pp"):
        yield from re.findall(r"\bconstexpr [\w:]+ (k\w+)", file.read_text(encoding="utf-8"))


def unnamed_limits(root):
    """Names of limits that docs/limits.md lacks, and names there that are no limits."""
    code = (root / "src/base/limits.hpp").read_text(encoding="utf-8")
    limits = set(re.findall(r"^ +[\w:]+ (\w+)(?: =|\{)", code.split("struct Limits {")[1], re.MULTILINE))
    page = set(re.findall(r"^\| `(\w+)` \|", (root / "docs/limits.md").read_text(encoding="utf-8"), re.MULTILINE))
    return [f"docs/limits.md: the limit {name} is missing" for name in sorted(limits - page)] + \
        [f"docs/limits.md: there is no limit {name}" for name in sorted(page - limits - set(constants(root)))]


def dead_links(root, files):
    faults = []
    for file in files:
        if not file.endswith(".md"):
            continue
        for target in LINK.findall((root / file).read_text(encoding="utf-8")):
            if "://" in target or target.startswith("mailto:"):
                continue
            if not ((root / file).parent / target).exists():
                faults.append(f"{file}: the link to {target} leads nowhere")
    return faults


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    faults = unnamed_dependencies(root) + unnamed_limits(root) + dead_links(root, list_files(root))
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
