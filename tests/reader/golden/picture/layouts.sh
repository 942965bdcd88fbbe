#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Makes the pictures of pages that are no plain letter: two columns, a table, a form, writing by hand, codes, a photo, a fax. With ImageMagick
# 6.9, qrencode and zint (Debian packages of these names; fonts: fonts-liberation2, fonts-urw-base35). Kept here like those of make.sh.
set -eu
cd "$(dirname "$0")"
sheet() { # NAME, then what is drawn on a sheet of A5 at 200 dpi
    name=$1
    shift
    convert -size 1166x1654 xc:white -colorspace Gray -font Liberation-Serif -pointsize 11 -units PixelsPerInch -density 200 -fill black \
        -stroke none "$@" -posterize 4 -depth 2 -define png:color-type=0 "$name"
}
left="Die Gemeinde lädt
alle Einwohner zur
Versammlung in den
Ratssaal ein. Beginn
ist um neunzehn Uhr.
Der Bürgermeister
berichtet über den
Haushalt und über die
Sanierung der Schule.
Danach werden Fragen
beantwortet, die bis
Freitag schriftlich
eingereicht wurden."
right="Parkplätze stehen am
Marktplatz zur
Verfügung. Menschen
mit Behinderung
erreichen den Saal
über den Aufzug im
Innenhof. Eine
Anmeldung ist nicht
erforderlich. Getränke
werden vom Frauenchor
verkauft. Der Erlös
kommt der Feuerwehr
zugute."
sheet two_columns.png -pointsize 10 -annotate +100+300 "$left" -annotate +640+300 "$right" \
    -pointsize 16 -annotate +100+180 "Bekanntmachung"

row() { # Y, four cells
    printf -- ' -annotate +120+%s %s -annotate +420+%s %s -annotate +620+%s %s -annotate +850+%s %s' "$1" "$2" "$1" "$3" "$1" "$4" "$1" "$5"
}
# shellcheck disable=SC2046
sheet table.png $(row 260 Monat Miete Heizung Summe) $(row 340 Januar 512,30 84,00 596,30) $(row 420 Februar 512,30 91,50 603,80) \
    $(row 500 April 528,00 77,25 605,25) $(row 580 Oktober 528,00 102,40 630,40) -pointsize 14 -annotate +100+150 "Nebenkosten" \
    -fill none -stroke black -strokewidth 2 -draw "rectangle 100,200 1060,610 line 100,280 1060,280 line 100,360 1060,360 \
line 100,440 1060,440 line 100,520 1060,520 line 400,200 400,610 line 600,200 600,610 line 830,200 830,610"

boxes=""
for i in 0 1 2 3 4 5 6 7; do boxes="$boxes rectangle $((420 + i * 50)),560 $((466 + i * 50)),620"; done
sheet form.png -pointsize 14 -annotate +100+150 "Antrag auf Wohngeld" -pointsize 10 -annotate +100+260 "Familienname" \
    -annotate +430+260 "Beispiel" -annotate +100+360 "Vorname" -annotate +430+360 "Erika" -annotate +100+460 "Wohnort" \
    -annotate +430+460 "Stuttgart" -annotate +100+605 "Geburtsdatum" -annotate +180+760 "Ich wohne zur Miete" \
    -annotate +180+840 "Ich wohne im Eigentum" -fill none -stroke black -strokewidth 2 \
    -draw "rectangle 420,215 1040,280 rectangle 420,315 1040,380 rectangle 420,415 1040,480 $boxes \
rectangle 110,730 145,765 rectangle 110,810 145,845 line 110,730 145,765 line 145,730 110,765"

# Writing by hand: joined strokes that are no letters of any type.
strokes=""
line=0
while [ "$line" -lt 11 ]; do
    y=$((260 + line * 110))
    x=130
    n=$((line * 7 + 3))
    while [ "$x" -lt 980 ]; do
        strokes="$strokes M $x,$y"
        end=$((x + 90 + n % 80))
        while [ "$x" -lt "$end" ]; do
            n=$(((n * 53 + 29) % 211))
            strokes="$strokes C $((x + n % 9)),$((y - 20 - n % 38)) $((x + 9 + n % 14)),$((y - 8 - n % 30)) $((x + 17 + n % 7)),$((y + n % 9 - 4))"
            x=$((x + 17 + n % 7))
        done
        x=$((x + 42))
    done
    line=$((line + 1))
done
sheet handwritten.png -fill none -stroke black -strokewidth 4 -draw "path '$strokes'"

qrencode -o qr.png -s 6 -m 2 "LS-2026-000123-7;SEITE=1"
zint -o bar.png -b CODE128 --notext --height 40 -d "LS-2026-000123-7" --scale 1.5 >/dev/null
sheet codes.png -annotate +100+200 "$(sed -n '1,12p' brief.txt)" qr.png -geometry +760+150 -composite bar.png -geometry +100+1200 -composite
rm -f qr.png bar.png

# Nothing to read: light, shadow and round things, as a picture taken by mistake.
convert -size 720x960 -seed 5 plasma:gray30-gray90 -blur 0x6 -fill gray25 -draw "circle 250,420 250,560" -fill gray80 \
    -draw "circle 480,640 480,720 rectangle 90,90 300,200" -blur 0x3 -seed 7 -attenuate 0.4 +noise Gaussian -colorspace Gray -quality 55 photo.jpg

# A fax in coarse resolution: 204 by 98 dots to the inch, black and white.
convert -size 1166x1654 xc:white -colorspace Gray -font Liberation-Sans -pointsize 12 -units PixelsPerInch -density 200 -fill black \
    -annotate +90+140 "$(cat brief.txt)" -resize '1190x810!' -threshold 55% -units PixelsPerInch -density 204x98 -compress Group4 fax.tif
