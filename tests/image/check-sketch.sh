#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Build the sketch with the Arduino tools and check that the image is the same as ours. Needs arduino-builder (make deps-dev).
# usage: check-sketch.sh BUILD_FOLDER
set -euo pipefail
images=$1/firmware
sketch=$(cd "$(dirname "$0")" && pwd)/../../firmware/firmware.ino
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Define DECIMAL_DIG: WString.cpp in the Arduino core of Debian 12 needs it, but float.h of its gcc-avr hides it from C++.
for board in uno:uno nano:nano:cpu=atmega328 mega:mega:cpu=atmega2560; do
    name=${board%%:*}
    mkdir "$scratch/$name"
    arduino-builder -compile -fqbn "arduino:avr:${board#*:}" -build-path "$scratch/$name" \
        -hardware /usr/share/arduino/hardware -hardware /usr/share/arduino-builder -tools /usr/bin \
        -prefs compiler.path=/usr/bin/ -prefs compiler.cpp.extra_flags=-DDECIMAL_DIG=__DECIMAL_DIG__ \
        -prefs 'tools.ctags.pattern="/usr/bin/arduino-ctags" -u --language-force=c++ -f - --c++-kinds=svpf --fields=KSTtzns --line-directives "{source_file}"' \
        "$sketch" >"$scratch/log" 2>&1 || { cat "$scratch/log"; echo "The Arduino tools cannot build the sketch for $name." >&2; exit 1; }
    cmp "$scratch/$name/firmware.ino.hex" "$images/$name.hex"
    echo "$name: the Arduino tools build the same image, byte for byte"
done
