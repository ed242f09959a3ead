#!/bin/sh
# SPDX-License-Identifier: MIT
# A year of one simulated runner: both legs, about every seven days. On the right leg one spot that shrinks until June, one
# steady, and one new in July; on the left leg one steady and one gone in March.
# usage: make-year.sh BUILD_FOLDER FOLDER [EVENINGS]     two sessions for each evening (default 50)
set -eu
build=$1 folder=$2 evenings=${3:-50}
mkdir -p "$folder"
awk -v evenings="$evenings" '
# Add a spot and its seconds, unless they are too few for a visit. People vary from day to day.
function add(mm, s) {
    s *= 0.8 + 0.4 * rand()
    mm += -6 + 12 * rand()
    if (s < 5.5) return
    positions = positions sprintf("%s%.0f", positions == "" ? "" : ",", mm)
    seconds = seconds sprintf("%s%.1f", seconds == "" ? "" : ",", s)
}
function session(leg) {
    print day, 2 * i + (leg == "left"), leg, positions, seconds
    positions = seconds = ""
}
BEGIN {
    srand(42)
    for (i = 0; i < evenings; i++) {
        at = evenings > 1 ? i / (evenings - 1) : 0
        day = int(at * 357 + 3 * rand())
        add(118, 44 - 58 * at); add(242, 14); if (at > 0.66) add(182, 9 + 30 * (at - 0.66))
        session("right")
        if (at < 0.36) add(226, 18)
        add(96, 24)
        session("left")
    }
}' | while read -r day seed leg positions seconds; do
    minute=$((30 + seed % 2 * 6))
    started=$(TZ=UTC date -d "2025-11-03 + $day days" +%Y-%m-%dT18:$minute:00.000+00:00)
    "$build/virtual-roller" --session "$folder/$(echo "$started" | cut -c1-10)_18${minute}00_$leg.csv" --seed "$seed" \
        --person 5 --subject Anna --leg "$leg" --thigh-length 352 --started "$started" --strokes 40 \
        --spots "$positions" --spot-dwell "$seconds"
done
