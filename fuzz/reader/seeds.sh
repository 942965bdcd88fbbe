#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Starting inputs for the fuzz targets of the reader. Use: seeds.sh FOLDER; takes what LEITSTAND_DATA and the tests hold.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
data=${LEITSTAND_DATA:-$here/../shared/data}
for target in answer document recognise charset html mail mbox pdf zip rtf office; do mkdir -p "$1/$target"; done
cp "$here"/tests/reader/golden/*.pdf "$1/pdf/"
for file in "$here"/tests/reader/golden/office/*.docx "$here"/tests/reader/golden/office/*.odt "$here"/tests/reader/golden/office/*.zip; do
  tail -c +5 "$file" > "$1/zip/$(basename "$file")" # the target writes the first four bytes itself
done
for file in "$here"/tests/reader/golden/office/*.rtf; do tail -c +7 "$file" > "$1/rtf/$(basename "$file")"; done
python3 - "$here/tests/reader/golden/office" "$1/office" <<'END'
import pathlib, sys, zipfile
members = ["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "word/header1.xml",
           "word/_rels/document.xml.rels", "word/settings.xml", "[Content_Types].xml",
           "content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"]  # as in fuzz_office.cpp
for package in pathlib.Path(sys.argv[1]).glob("*.[do][od][ct]*"):
    if package.suffix not in (".docx", ".odt"):
        continue
    with zipfile.ZipFile(package) as file:
        for number, member in enumerate(members):
            if member in file.namelist():
                seed = pathlib.Path(sys.argv[2]) / f"{package.name}.{number}"
                seed.write_bytes(bytes([number]) + file.read(member))
END
[ -d "$data/read" ] || { echo "no public test data in $data: few seeds" >&2; exit 0; }
find "$data/read/mail" -name '*.eml' -size -64k -exec cp {} "$1/mail/" \;
find "$data/read/mail" -type f -name '*mbox*' -size -64k -exec cp {} "$1/mbox/" \;
find "$data/read/pdf" -name '*.pdf' -size -20k -exec cp {} "$1/pdf/" \;
find "$data/read/image" -type f -size -8k -exec cp {} "$1/recognise/" \;
grep -rlI '<html' "$data/read/mail" | head -20 | while read -r file; do cp "$file" "$1/html/"; done
cp "$data"/read/text/naughty_strings/* "$1/charset/"
