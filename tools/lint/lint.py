#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Checks the rules of the house that a tool can check: include directions, homes of libraries, sizes, SPDX lines,
READMEs, words. Usage: lint.py [FOLDER]. Prints `file:line: what to do`; exit code 1 where a rule is broken, warnings
(`note:`) alone are 0. Rules: docs/architecture.md and CONTRIBUTING.md; data: homes.toml beside this file."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

LINES_WARN, LINES_MAX, FUNCTION_LINES_WARN, README_LINES_MAX = 500, 800, 70, 30

CODE = {".cpp", ".hpp", ".c", ".h"}
COMMENTED = CODE | {".ts", ".mjs", ".js", ".svelte", ".css", ".html", ".py", ".sh", ".cmake", ".toml", ".yaml", ".yml", ".sql"}
SIZED = CODE | {".ts", ".mjs", ".js", ".svelte", ".py", ".sh", ".css"}
NAMED_SCRIPTS = {"run", "test", ".ci/run", "tools/check", "tools/format", "tools/hooks/pre-commit", "CMakeLists.txt"}
# Data that only looks like code: test input, generated types, lock files.
EXEMPT = re.compile(r"(^|/)(fixtures|golden|corpus|vendor)/|package-lock\.json$|\.d\.ts$|^LICENSE$|^web/public/")
NEED_README = ("reader", "apps/leitstand", "web", "tools", "example", "catalogue/de", "bench", "fuzz", "tests")
# Put together so that this file does not hold the words it looks for.
UNFINISHED = re.compile(r"\b(TO" r"DO|X" r"XX|HA" r"CK)\b")
LATER = re.compile(r"\bfor" r" now\b", re.IGNORECASE)
MENDING = re.compile(r"\bFIX" r"ME\b(?!\s*\(?#\d+)")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
KEY = re.compile(r'^\s*(?:\[\[?([^\]",]+)\]\]?|key\s*=\s*"([^"]*)"|([A-Za-zÄÖÜäöüß0-9_.-]+)\s*=)')


class Lint:
    def __init__(self, root, files=None):
        self.root = Path(root)
        self.homes = tomllib.loads((Path(__file__).parent / "homes.toml").read_text(encoding="utf-8"))
        self.files = files if files is not None else list_files(self.root)
        self.carried = self.headers_with_libraries()
        self.faults = []
        self.notes = []

    def fault(self, file, line, text):
        self.faults.append(f"{file}:{line}: {text}")

    def note(self, file, line, text):
        self.notes.append(f"note: {file}:{line}: {text}")

    def run(self):
        for file in self.files:
            if EXEMPT.search(file):
                continue
            try:
                text = (self.root / file).read_text(encoding="utf-8")
            except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
                continue  # not a text: test data and pictures
            self.check_file(file, text)
        self.check_readmes()
        return self

    def check_file(self, file, text):
        suffix = Path(file).suffix
        lines = text.splitlines()
        script = file in NAMED_SCRIPTS or Path(file).name == "CMakeLists.txt"
        if (suffix in COMMENTED or script) and not any("SPDX-License-Identifier: EUPL-1.2" in line for line in lines[:3]):
            self.fault(file, 1, "the SPDX line is missing: SPDX-License-Identifier: EUPL-1.2")
        if suffix in SIZED or script:
            self.check_size(file, lines)
        self.check_words(file, lines)
        if suffix in CODE:
            self.check_includes(file, lines)
            self.check_code(file, text, suffix)
        if file.startswith("catalogue/") and suffix == ".toml":
            self.check_catalogue_keys(file, lines)

    def check_size(self, file, lines):
        if len(lines) > LINES_MAX:
            self.fault(file, len(lines), f"{len(lines)} lines; at most {LINES_MAX}: it has become two rooms")
        elif len(lines) > LINES_WARN:
            self.note(file, len(lines), f"{len(lines)} lines; better under {LINES_WARN}")

    def check_words(self, file, lines):
        if file.endswith(".SNAPSHOT.schema.json"):  # the work of others, unchanged (NOTICE)
            return
        for number, line in enumerate(lines, 1):
            if UNFINISHED.search(line):
                self.fault(file, number, "unfinished work does not stand in the sources: finish it, or file an issue")
            if LATER.search(line):
                self.fault(file, number, "says that this is not the last word: write what holds, and file an issue for the rest")
            if MENDING.search(line):
                self.fault(file, number, "a fault that is left carries its issue number: (#12)")

    # ---- C++ ---------------------------------------------------------------------------------------------------------

    def check_includes(self, file, lines):
        for number, line in enumerate(lines, 1):
            found = INCLUDE.match(line)
            if not found:
                continue
            kind, target = found.groups()
            if kind == '"':
                self.check_own_include(file, number, target)
            self.check_home(file, number, target)

    def check_own_include(self, file, number, target):
        order = self.homes["order"]
        folder = target.split("/")[0]
        here = house_folder(file)
        for name, allowed in self.homes["programs"].items():
            if file.startswith(f"{name}/") and folder in order and not any(target.startswith(a) for a in allowed):
                self.fault(file, number, f"{name}/ is a program of its own and may not see \"{target}\"")
        if folder not in order:
            return
        if file.startswith("src/"):
            if here in order and order.index(folder) > order.index(here):
                self.fault(file, number, f"{here}/ lies below {folder}/ and may not include \"{target}\"")
        # The tests of the reader drive it over both ends of the protocol.
        if "/detail/" in target and folder != here and not (file.startswith("tests/reader/") and folder == "read"):
            self.fault(file, number, f"\"{target}\" belongs to {folder}/ alone; use its public headers")
        for library in self.carried.get(target, ()):
            if not in_home(file, library):
                self.fault(file, number, f"\"{target}\" brings {library['name']}, whose home is {', '.join(library['places'])}")

    def check_home(self, file, number, target):
        library = self.library_of(target)
        if library is None:
            return
        if not in_home(file, library):
            self.fault(file, number, f"{library['name']} has its home in {', '.join(library['places'])}, not here")
        elif library.get("header") == "never" and re.match(r"src/(?!.*/detail/).*\.hpp$", file):
            self.fault(file, number, f"a type of {library['name']} may not reach other folders; include it in the .cpp")

    def library_of(self, target):
        matches = [(len(start), library) for library in self.homes["library"] for start in library["includes"]
                   if target.startswith(start)]
        return max(matches, key=lambda match: match[0])[1] if matches else None

    def headers_with_libraries(self):
        """For each header of the house, as it is included, the libraries that come with it, directly or by others."""
        own, direct = {}, {}
        for file in self.files:
            if not file.startswith("src/") or not file.endswith(".hpp"):
                continue
            found = [INCLUDE.match(line) for line in self.lines_of(file)]
            targets = [match.group(2) for match in found if match]
            name = file.removeprefix("src/")
            own[name] = [target for target in targets if self.library_of(target) is None]
            libraries = [self.library_of(target) for target in targets]
            direct[name] = [library for library in libraries if library and "header" not in library]
        carried = {name: list(libraries) for name, libraries in direct.items()}
        changed = True
        while changed:
            changed = False
            for name, targets in own.items():
                for library in (library for target in targets for library in carried.get(target, ())):
                    if library not in carried[name]:
                        carried[name].append(library)
                        changed = True
        return carried

    def lines_of(self, file):
        try:
            return (self.root / file).read_text(encoding="utf-8").splitlines()
        except (UnicodeDecodeError, FileNotFoundError):
            return []

    def check_code(self, file, text, suffix):
        code = without_comments_and_strings(text)
        if suffix in {".hpp", ".h"}:
            if "#pragma once" not in text:
                self.fault(file, 1, "a header begins with #pragma once")
            for number, line in enumerate(code.splitlines(), 1):
                if re.search(r"\busing\s+namespace\b", line):
                    self.fault(file, number, "no `using namespace` in a header")
        for start, length in long_functions(code):
            self.note(file, start, f"a function of {length} lines; up to {FUNCTION_LINES_WARN}")
        words = self.homes["words"]
        for number, line in enumerate(code.splitlines(), 1):
            for part in identifier_parts(line):
                if part in words:
                    self.fault(file, number, f"\"{part}\" is \"{words[part]}\" in the code (docs/glossary.md)")

    # ---- data and folders --------------------------------------------------------------------------------------------

    def check_catalogue_keys(self, file, lines):
        """A published form keeps the names of its publisher: with them it is compared."""
        form = {"{phase}", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"} if file in self.homes["published_forms"] else set()
        for number, line in enumerate(lines, 1):
            found = KEY.match(line)
            if not found:
                continue
            for name in filter(None, found.groups()):
                plain = name.strip()
                for part in form:
                    plain = plain.replace(part, "")
                if not re.fullmatch(r"[a-z0-9_. -]+", plain):
                    self.fault(file, number, f"the key \"{name}\" is not lower-case ASCII")

    def check_readmes(self):
        folders = {folder for folder in NEED_README if any(file.startswith(folder + "/") for file in self.files)}
        folders |= {"/".join(file.split("/")[:2]) for file in self.files if file.startswith("src/") and file.count("/") > 1}
        for folder in sorted(folders):
            inside = [file for file in self.files if file.startswith(folder + "/") and not file.endswith("CMakeLists.txt")]
            readme = f"{folder}/README.md"
            if readme not in self.files:
                if inside:
                    self.fault(readme, 1, "a README is missing: purpose, what comes in, what goes out, what it may use")
                continue
            count = len((self.root / readme).read_text(encoding="utf-8").splitlines())
            if count > README_LINES_MAX:
                self.fault(readme, count, f"{count} lines; a folder's README has at most {README_LINES_MAX}")


def house_folder(file):
    """The folder of the house that a file belongs to: src/read/x.cpp, tests/read/x.cpp -> read."""
    parts = file.split("/")
    return parts[1] if parts[0] in {"src", "tests"} and len(parts) > 1 else parts[0]


def as_source(file):
    """tests/read/x.cpp may use what src/read/x.cpp may, tests/reader/x.cpp and fuzz/ what reader/ may."""
    if file.startswith(("tests/reader/", "fuzz/")):
        return "reader/" + Path(file).name
    return "src/" + file.removeprefix("tests/") if file.startswith("tests/") else file


def in_places(file, places):
    return any(file.endswith(place) if place.startswith("_") else file.startswith(place) for place in places)


def in_home(file, library):
    return in_places(file, library["places"]) or in_places(as_source(file), library["places"])


def without_comments_and_strings(text):
    """The same lines with comments, strings and characters blanked."""
    pattern = re.compile(r'//[^\n]*|/\*.*?\*/|R"([^(\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.DOTALL)
    def blank(found):
        # 1'000'000 is a number, not two characters.
        if found.group().startswith("'") and re.search(r"[0-9a-fA-F]$", text[:found.start()][-1:]):
            return found.group()
        return re.sub(r"[^\n]", " ", found.group())
    return pattern.sub(blank, text)


def long_functions(code):
    """(first line, lines) of each function body longer than allowed: a brace after a parameter list, outside a body."""
    found, stack, header, line, header_line = [], [], "", 1, 1
    for character in code:
        if character == "\n":
            line += 1
        if character == "{":
            inside = any(kind == "function" for kind, _ in stack)
            scope = re.search(r"\b(namespace|class|struct|union|enum|extern)\b", header) and not re.search(r"\)\s*\w*\s*$", header)
            function = ")" in header and not scope and not re.search(r"=\s*$", header)
            stack.append(("function" if function and not inside else "other", header_line))
            header = ""
        elif character == "}":
            if stack:
                kind, start = stack.pop()
                if kind == "function" and line - start + 1 > FUNCTION_LINES_WARN:
                    found.append((start, line - start + 1))
            header = ""
        elif character == ";":
            header = ""
        elif header.strip() or not character.isspace():
            if not header.strip():
                header_line = line
            header += character
    return found


def identifier_parts(line):
    for name in re.findall(r"[A-Za-z_]\w*", line):
        for part in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name):
            yield part.lower()


def list_files(root):
    command = ["git", "-c", "safe.directory=*", "-C", str(root), "ls-files", "-coz", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "surrogateescape")
        return sorted(file for file in listed.split("\0") if file and (Path(root) / file).is_file())
    except (OSError, subprocess.CalledProcessError):
        found = (path.relative_to(root) for path in Path(root).rglob("*") if path.is_file())
        return sorted(str(path) for path in found if path.parts[0] not in {"build", "data", ".git"}
                      and not {"node_modules", "dist"} & set(path.parts))


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    lint = Lint(root).run()
    for text in lint.notes + lint.faults:
        print(text)
    print(f"{len(lint.files)} files, {len(lint.faults)} faults, {len(lint.notes)} notes")
    return 1 if lint.faults else 0


if __name__ == "__main__":
    sys.exit(main())
