#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The complete chain without hardware: a simulated thigh rolls on the real firmware, the logger records it, the analyzer reports.
# usage: demo.sh BUILD_FOLDER
set -euo pipefail
build=$1
demo=$build/demo
spots=115,240
rm -rf "$demo"
mkdir -p "$demo"

echo "1. Recording: the firmware runs in a simulator, its pins driven by a simulated thigh with tender spots at ${spots/,/ mm and } mm."
echo "   This takes as long as the rolling does, about a minute and a half."
"$(dirname "$0")/../support/record-session.sh" "$build" "$demo/session.csv" "$demo/session.truth.json" \
    --leg right --thigh-length 350 --rolling-radius 72.5 --subject "virtual roller" \
    --note "made by make demo: simulated, no person" \
    -- --spots "$spots" --thigh-length 350 --rolling-radius 72.5 --strokes 14 --leg right --seed 15 --speed real
echo
echo "2. The report:"
"$build/roller-analyzer" report "$demo/session.csv"
echo
echo "Planted were tender spots at ${spots/,/ mm and } mm; $demo/session.truth.json has the whole truth."
echo "Open $demo/session.html in a browser."
