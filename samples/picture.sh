#!/bin/sh
# SPDX-License-Identifier: MIT
# The README's picture: the top of a sample's report in headless Chromium.
# usage: picture.sh BUILD_FOLDER
set -eu
here=$(dirname "$(realpath "$0")")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$1/roller-analyzer" report "$here/three-spots.csv" -o "$scratch/report.html" >"$scratch/report.txt"
chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --user-data-dir="$scratch/profile" --hide-scrollbars \
    --window-size=960,1240 --screenshot="$scratch/report.png" "file://$scratch/report.html" 2>"$scratch/log" ||
    { cat "$scratch/log" >&2; exit 1; }
mv "$scratch/report.png" "$here/../docs/report.png"
