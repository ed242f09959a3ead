#!/bin/sh
# SPDX-License-Identifier: MIT
# The pictures of README and docs/APP.md, in headless Chromium: the top of a sample's report, that of a simulated year, and the app
# during a made-up recording.
# usage: picture.sh BUILD_FOLDER MODULES     MODULES: where playwright-core is
set -eu
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$1/roller-analyzer" report "$here/three-spots.csv" -o "$scratch/report.html" >"$scratch/report.txt"
"$here/../tests/support/make-year.sh" "$1" "$scratch/year"
"$1/roller-analyzer" trend "$scratch/year" -o "$scratch/weeks.html" >"$scratch/weeks.txt"

shoot() { # shoot NAME HEIGHT
    chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --user-data-dir="$scratch/profile" --hide-scrollbars \
        --window-size="960,$2" --screenshot="$scratch/$1.png" "file://$scratch/$1.html" 2>"$scratch/log" ||
        { cat "$scratch/log" >&2; exit 1; }
    mv "$scratch/$1.png" "$here/../docs/$1.png"
}
shoot report 1240
shoot weeks 1130
SIZE=0 SHOTS="$scratch" TEST_MODULES="$2" node "$here/../tests/app/web/screens.mjs" rolling_stay >"$scratch/log" 2>&1 ||
    { cat "$scratch/log" >&2; exit 1; }
mv "$scratch/rolling_stay-1280.png" "$here/../docs/app.png"
