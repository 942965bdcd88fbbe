#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Counts what ./test ran: reads the JUnit files and plain.tsv of a results folder, names each failure and each reason
for skipping, and prints `N passed, N failed, N skipped` as its last line. Exit code 1 where anything failed or nothing
passed."""

import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path


class Tally:
    def __init__(self):
        self.passed = 0
        self.failed = []
        self.skipped = []

    def take_case(self, stage, case):
        name = f"{stage}: {case.get('classname') or ''} {case.get('name') or ''}".strip()
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            self.failed.append(name)
            return False
        if skipped is not None or case.get("result") == "skipped" or case.get("status") in ("notrun", "disabled"):
            reason = (skipped.get("message") if skipped is not None else None) or "no reason given"
            self.skipped.append((name, reason.strip().splitlines()[-1] if reason.strip() else "no reason given"))
        else:
            self.passed += 1
        return True


def cases_of(path):
    try:
        return list(ElementTree.parse(path).getroot().iter("testcase"))
    except ElementTree.ParseError as error:
        return error


def take_file(tally, stage, path):
    """Takes one JUnit file; says whether it holds a failure."""
    cases = cases_of(path)
    if isinstance(cases, ElementTree.ParseError):
        tally.failed.append(f"{stage}: {path.name} is not readable ({cases})")
        return True
    results = [tally.take_case(stage, case) for case in cases]
    return not all(results)


def take_ctest(tally, folder, path):
    """A test program that wrote its own cases counts by them, any other as one case. A program that failed although
    its cases did not (a crash, a leak found at its end, a time-out) is one failure more."""
    stage = path.name.removesuffix(".ctest.xml")
    own = {}
    for file in sorted((folder / stage).glob("*.xml")):
        program = file.stem.split("_test")[0]
        own[program] = take_file(tally, stage, file) or own.get(program, False)
    cases = cases_of(path)
    if isinstance(cases, ElementTree.ParseError):
        tally.failed.append(f"{stage}: {path.name} is not readable ({cases})")
        return
    for case in cases:
        name = case.get("name") or ""
        skipped = case.find("skipped")
        if skipped is not None and not (skipped.get("message") or "").startswith(("SKIP_", "Disabled")):
            tally.failed.append(f"{stage}: {name} did not run: {skipped.get('message')}")
            continue
        program = max((known for known in own if name == known or name.startswith(f"{known}_")), key=len, default=None)
        if program is None:
            tally.take_case(stage, case)
        elif case.find("failure") is not None and not own[program]:
            tally.failed.append(f"{stage}: {name} ended with an error outside its cases")


def take_plain(tally, path):
    for line in path.read_text(encoding="utf-8").splitlines():
        outcome, name = line.split("\t", 1)
        if outcome == "passed":
            tally.passed += 1
        elif outcome == "skipped":
            tally.skipped.append((name, "no reason given"))
        else:
            tally.failed.append(name)


def summarise(folder):
    tally = Tally()
    for code in sorted(folder.glob("*.ctest.code")):
        known = len(tally.failed)
        path = code.with_suffix(".xml")
        if path.exists():
            take_ctest(tally, folder, path)
        ended = code.read_text(encoding="utf-8").strip()
        if ended != "0" and len(tally.failed) == known:
            tally.failed.append(f"{code.name.removesuffix('.ctest.code')}: ctest ended with code {ended}")
    for stage in ("web", "browser"):
        for path in sorted((folder / stage).glob("*.xml")):
            take_file(tally, stage, path)
    if (folder / "plain.tsv").exists():
        take_plain(tally, folder / "plain.tsv")
    return tally


def main():
    tally = summarise(Path(sys.argv[1]))
    print()
    for reason, count in Counter(reason for _, reason in tally.skipped).most_common():
        print(f"skipped {count}: {reason}")
    for name in tally.failed:
        print(f"FAILED  {name}")
    print(f"{tally.passed} passed, {len(tally.failed)} failed, {len(tally.skipped)} skipped")
    return 0 if tally.passed and not tally.failed else 1


if __name__ == "__main__":
    sys.exit(main())
