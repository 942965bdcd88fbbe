# SPDX-License-Identifier: EUPL-1.2
"""The checkers are fed bad files: each rule must find its fault, and leave a good file alone."""

import json
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools" / "lint"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
import documents  # noqa: E402
import example_texts  # noqa: E402
import format as form  # noqa: E402
import scripts  # noqa: E402
import test_summary  # noqa: E402
from lint import Lint, list_files  # noqa: E402

SPDX = "// SPDX-License-Identifier: EUPL-1.2\n"
README = {"src/read/README.md": "# read\n", "src/store/README.md": "# store\n", "src/serve/README.md": "# serve\n",
          "src/base/README.md": "# base\n"}


class Tree:
    """A small source folder that lives as long as its test."""

    def __init__(self, test, files):
        folder = tempfile.TemporaryDirectory()
        test.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


class LintTest(unittest.TestCase):
    def lint(self, files):
        tree = Tree(self, {**README, **files})
        return Lint(tree.root, list_files(tree.root)).run()

    def assert_fault(self, files, part):
        lint = self.lint(files)
        self.assertTrue(any(part in fault for fault in lint.faults), f"no fault with \"{part}\" in {lint.faults}")
        self.assertEqual(1, len(lint.faults), lint.faults)

    def test_a_good_file_has_no_fault(self):
        good = SPDX + '#include "read/document.hpp"\n\n#include "base/result.hpp"\n\nint pages() { return 1\'000; }\n'
        self.assertEqual([], self.lint({"src/read/document.cpp": good}).faults)

    def test_an_include_upwards(self):
        self.assert_fault({"src/read/a.cpp": SPDX + '#include "work/job_loop.hpp"\n'}, "lies below work/")

    def test_the_reader_sees_the_protocol_only(self):
        self.assert_fault({"reader/README.md": "# reader\n", "reader/a.cpp": SPDX + '#include "store/database.hpp"\n'},
                          "program of its own")
        allowed = SPDX + '#include "read/protocol.hpp"\n#include "base/result.hpp"\n'
        self.assertEqual([], self.lint({"reader/README.md": "# reader\n", "reader/a.cpp": allowed}).faults)

    def test_a_detail_header_of_another_folder(self):
        self.assert_fault({"src/serve/a.cpp": SPDX + '#include "store/detail/pool.hpp"\n'}, "belongs to store/ alone")

    def test_a_library_away_from_home(self):
        self.assert_fault({"src/read/a.cpp": SPDX + "#include <boost/asio.hpp>\n"}, "Boost has its home")
        self.assert_fault({"src/serve/a.cpp": SPDX + "#include <poppler/cpp/poppler-document.h>\n"}, "poppler")
        self.assertEqual([], self.lint({"src/read/inbox_table.cpp": SPDX + "#include <soci/soci.h>\n"}).faults)

    def test_a_library_that_comes_through_a_header(self):
        header = {"src/store/sql.hpp": SPDX + "#pragma once\n#include <soci/soci.h>\n",
                  "src/store/more.hpp": SPDX + '#pragma once\n#include "store/sql.hpp"\n'}
        self.assert_fault({**header, "src/serve/a.cpp": SPDX + '#include "store/more.hpp"\n'}, "brings SOCI")
        self.assertEqual([], self.lint({**header, "src/serve/a_table.cpp": SPDX + '#include "store/more.hpp"\n'}).faults)

    def test_json_in_a_public_header(self):
        self.assert_fault({"src/read/a.hpp": SPDX + "#pragma once\n#include <nlohmann/json.hpp>\n"}, "may not reach")

    def test_the_spdx_line(self):
        self.assert_fault({"src/read/a.cpp": "int a;\n"}, "SPDX line is missing")
        self.assert_fault({"web/README.md": "", "web/a.ts": "export {};\n"}, "SPDX line is missing")

    def test_the_size_of_a_file(self):
        self.assert_fault({"src/read/a.cpp": SPDX + "int a;\n" * 800}, "two rooms")
        noted = self.lint({"src/read/a.cpp": SPDX + "int a;\n" * 600})
        self.assertEqual(([], 1), (noted.faults, len(noted.notes)))

    def test_a_long_function(self):
        body = "int f(int a) {\n" + "    ++a;\n" * 75 + "    return a;\n}\n"
        long = self.lint({"src/read/a.cpp": SPDX + "namespace x {\n" + body + "}\n"})
        self.assertEqual(1, len(long.notes), long.notes)
        self.assertIn("src/read/a.cpp:3: a function of 78 lines", long.notes[0])
        many = self.lint({"src/read/a.cpp": SPDX + "class A {\n" + "    int f() { return 1; }\n" * 90 + "};\n"})
        self.assertEqual([], many.notes)

    def test_headers(self):
        self.assert_fault({"src/read/a.hpp": SPDX + "int a;\n"}, "#pragma once")
        self.assert_fault({"src/read/a.hpp": SPDX + "#pragma once\nusing namespace std;\n"}, "using namespace")
        self.assertEqual([], self.lint({"src/read/a.hpp": SPDX + "#pragma once\n// no using namespace here\n"}).faults)

    def test_unfinished_work(self):
        self.assert_fault({"src/read/a.cpp": SPDX + "// TO" + "DO: more\n"}, "unfinished")
        self.assert_fault({"src/read/a.cpp": SPDX + "// enough for" + " now\n"}, "last word")
        self.assert_fault({"src/read/a.cpp": SPDX + "// FIX" + "ME: wrong\n"}, "issue number")
        self.assertEqual([], self.lint({"src/read/a.cpp": SPDX + "// FIX" + "ME (#12): wrong in leap years\n"}).faults)

    def test_german_terms_in_code(self):
        self.assert_fault({"src/read/a.cpp": SPDX + "int frist_days;\n"}, '"frist" is "clock"')
        self.assert_fault({"src/read/a.cpp": SPDX + "struct BescheidDate;\n"}, '"bescheid" is "notice"')
        self.assertEqual([], self.lint({"src/read/a.cpp": SPDX + 'auto key = "frist"; // the Frist\n'}).faults)

    def test_catalogue_keys(self):
        readme = {"catalogue/de/README.md": "# de\n"}
        spdx = "# SPDX-License-Identifier: EUPL-1.2\n"
        self.assert_fault({**readme, "catalogue/de/a.toml": spdx + 'Schlüssel = "x"\n'}, "lower-case ASCII")
        self.assert_fault({**readme, "catalogue/de/a.toml": spdx + 'key = "Wohngeld"\n'}, "lower-case ASCII")
        self.assertEqual([], self.lint({**readme, "catalogue/de/a.toml": spdx + "rows = [\n  [0, 1],\n]\n"}).faults)
        published = spdx + 'key = "dataQuality{phase}2A"\n'
        govern = {**readme, "catalogue/de/govern/README.md": "# govern\n"}
        self.assertEqual([], self.lint({**govern, "catalogue/de/govern/aia.toml": published}).faults)
        self.assert_fault({**govern, "catalogue/de/govern/tasks.toml": published}, "lower-case ASCII")

    def test_readmes(self):
        self.assert_fault({"src/text/a.cpp": SPDX}, "README is missing")
        self.assert_fault({"src/text/a.cpp": SPDX, "src/text/README.md": "x\n" * 31}, "at most 30")


class OtherCheckersTest(unittest.TestCase):
    def test_form(self):
        tree = Tree(self, {"a.cpp": "int  a( ) ;\n", "b.cpp": "int b();\n", ".clang-format": "BasedOnStyle: LLVM\n"})
        self.assertEqual(["a.cpp"], form.wrong_files(tree.root, ["a.cpp", "b.cpp"], False))
        form.wrong_files(tree.root, ["a.cpp"], True)
        self.assertEqual([], form.wrong_files(tree.root, ["a.cpp", "b.cpp"], False))

    def test_scripts(self):
        tree = Tree(self, {"a.sh": "#!/usr/bin/env bash\nif true; then\n", "b": "#!/usr/bin/env bash\nrm $1\n",
                           "c": "#!/usr/bin/env bash\ntrue\n"})
        (tree.root / "c").chmod(0o755)
        self.assertEqual([True, True, True], [scripts.is_script(tree.root, file) for file in "a.sh b c".split()])
        self.assertTrue(scripts.faults_of(tree.root, "a.sh"))
        self.assertIn("not executable", scripts.faults_of(tree.root, "b")[0])
        self.assertIn("SC2086", scripts.faults_of(tree.root, "b")[1])
        self.assertEqual([], scripts.faults_of(tree.root, "c"))

    def test_example_texts(self):
        same = "ich möchte bitte einen antrag auf hilfe stellen"
        tree = Tree(self, {"example/texts/a.toml": f'body = "Guten Tag, {same}."\n',
                           "catalogue/de/acts.toml": f'[[act]]\nphrases = ["{same}"]\n'})
        found = example_texts.shared_runs(tree.root / "example/texts", tree.root / "catalogue")
        self.assertEqual(3, len(found), found)
        other = Tree(self, {"example/texts/a.toml": 'body = "Ich möchte bitte einen Antrag"\n',
                            "catalogue/de/acts.toml": f'phrases = ["{same}"]\n'})
        self.assertEqual([], example_texts.shared_runs(other.root / "example/texts", other.root / "catalogue"))

    def test_licences(self):
        tree = Tree(self, {"tools/packages.txt": "libfmt-dev\nlibnew-dev # a remark\ncmake\n", "NOTICE": "libfmt-dev MIT\n",
                           "web/package.json": json.dumps({"dependencies": {"svelte": "5.0.0"}})})
        found = documents.unnamed_dependencies(tree.root)
        self.assertEqual(2, len(found), found)
        self.assertIn("libnew-dev", found[0])
        self.assertIn("svelte", found[1])

    def test_limits(self):
        code = "struct Limits {\n    std::size_t pages_max = 5;\n    std::chrono::seconds lease_s{60};\n};\n"
        page = "| `pages_max` | 5 |\n| `gone_max` | 1 |\n| `kFeedMax` | 200 |\n"
        own = "inline constexpr std::size_t kFeedMax = 200;\n"
        tree = Tree(self, {"src/base/limits.hpp": code, "src/govern/feed.hpp": own, "docs/limits.md": page})
        self.assertEqual(["docs/limits.md: the limit lease_s is missing", "docs/limits.md: there is no limit gone_max"],
                         documents.unnamed_limits(tree.root))

    def test_links(self):
        tree = Tree(self, {"a.md": "[b](b.md) [c](c.md#top) [d](https://d.example/x)\n", "b.md": "x\n"})
        self.assertEqual(["a.md: the link to c.md leads nowhere"], documents.dead_links(tree.root, ["a.md", "b.md"]))


class SummaryTest(unittest.TestCase):
    def summarise(self, files):
        codes = {name.replace(".xml", ".code"): "0\n" for name in files if name.endswith(".ctest.xml")}
        files = {**codes, **files}
        return test_summary.summarise(Tree(self, files).root)

    def ctest(self, *cases):
        return "<testsuite>" + "".join(f'<testcase name="{name}" status="run">{inner}</testcase>' for name, inner in cases) + \
            "</testsuite>"

    def test_cases_of_a_program_count_each(self):
        tally = self.summarise({
            "release.ctest.xml": self.ctest(("base", ""), ("lint_lint", "")),
            "release/base_test.xml": '<testsuites><testsuite><testcase name="a" classname="A"/>'
            '<testcase name="b" classname="A"><skipped message="no data"/></testcase></testsuite></testsuites>'})
        self.assertEqual((2, 0, 1), (tally.passed, len(tally.failed), len(tally.skipped)))

    def test_a_failure_a_crash_and_a_crash_at_the_end(self):
        failure = "<failure message='no'/>"
        tally = self.summarise({
            "release.ctest.xml": self.ctest(("base", failure), ("text", failure), ("read", failure)),
            "release/base_test.xml": f'<testsuite><testcase name="a" classname="A">{failure}</testcase></testsuite>',
            "release/read_test.xml": '<testsuite><testcase name="a" classname="A"/></testsuite>'})
        self.assertEqual((1, 3), (tally.passed, len(tally.failed)), tally.failed)

    def test_what_did_not_run_failed(self):
        tally = self.summarise({"quick.ctest.code": "8\n"})
        self.assertEqual((0, 1), (tally.passed, len(tally.failed)), tally.failed)
        missing = '<skipped message="Unable to find executable"/>'
        tally = self.summarise({"quick.ctest.xml": self.ctest(("a", missing), ("b", '<skipped message="SKIP_RETURN_CODE=77"/>'))})
        self.assertEqual((0, 1, 1), (tally.passed, len(tally.failed), len(tally.skipped)), tally.failed)

    def test_plain_results_and_broken_files(self):
        tally = self.summarise({"plain.tsv": "passed\tx\nfailed\ty\n", "web/vitest.xml": "<testsuite>"})
        self.assertEqual((1, 2), (tally.passed, len(tally.failed)), tally.failed)


if __name__ == "__main__":
    unittest.main()
