#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Starting inputs for the fuzz targets of the reader. Use: seeds.sh FOLDER; takes what LEITSTAND_DATA and the tests hold.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
data=${LEITSTAND_DATA:-$here/../shared/data}
for target in answer document recognise charset html mail mbox pdf; do mkdir -p "$1/$target"; done
cp "$here"/tests/reader/golden/*.pdf "$1/pdf/"
[ -d "$data/read" ] || { echo "no public test data in $data: few seeds" >&2; exit 0; }
find "$data/read/mail" -name '*.eml' -size -64k -exec cp {} "$1/mail/" \;
find "$data/read/mail" -name '*mbox*' -size -64k -exec cp {} "$1/mbox/" \;
find "$data/read/pdf" -name '*.pdf' -size -20k -exec cp {} "$1/pdf/" \;
find "$data/read/image" -type f -size -8k -exec cp {} "$1/recognise/" \;
grep -rlI '<html' "$data/read/mail" | head -20 | while read -r file; do cp "$file" "$1/html/"; done
cp "$data"/read/text/naughty_strings/* "$1/charset/"
