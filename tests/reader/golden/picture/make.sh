#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Makes the pictures of this folder from brief.txt with ImageMagick 6.9, libtiff's tiffcp and libheif's heif-enc (Debian:
# imagemagick, libtiff-tools, libheif-examples). They are kept here, so that the tests need none of these programs.
set -eu
cd "$(dirname "$0")"
page() { # NAME DPI SIZE: a sheet of A5 in gray
    convert -size "$(($2 * 583 / 100))x$(($2 * 827 / 100))" xc:white -colorspace Gray -font Liberation-Serif -pointsize "$3" -units PixelsPerInch \
        -density "$2" -fill black -annotate "+$(($2 / 2))+$(($2 * 7 / 10))" "$(cat brief.txt)" -depth 8 "$1"
}
page sheet.png 200 11
convert sheet.png -colors 4 -depth 2 upright.png
convert sheet.png -quality 60 upright.jpg
convert sheet.png -rotate 90 -quality 60 turned.jpg
convert sheet.png -rotate 180 -colors 4 -depth 2 upside_down.png
convert sheet.png -rotate 270 -colors 4 -depth 2 sideways.png
convert sheet.png -flop -colors 4 -depth 2 mirrored.png
convert sheet.png -threshold 60% -compress Group4 one.tif
convert sheet.png -threshold 60% -compress Fax three.tif
tiffcp one.tif three.tif pages.tif
tiffcp -t -w 256 -l 256 -c lzw one.tif tiled.tif
convert sheet.png -resize 50% -colorspace sRGB -depth 8 -compress JPEG -quality 60 rgb.tif
convert sheet.png -define webp:lossless=true upright.webp
convert sheet.png -resize 40% -threshold 70% -monochrome BMP3:small.bmp
convert sheet.png -colors 8 upright.gif
heif-enc -q 40 -o upright.heic sheet.png
convert -size 1166x1654 xc:white -units PixelsPerInch -density 200 -colorspace Gray blank.png
convert -size 1166x1654 xc:black -units PixelsPerInch -density 200 -colorspace Gray black.png
convert sheet.png \( -size 1166x1654 xc:none -fill white -draw "polygon 0,0 700,0 0,600" \) -composite -colors 4 -depth 2 torn.png
rm -f sheet.png one.tif three.tif
