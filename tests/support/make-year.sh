#!/bin/sh
# SPDX-License-Identifier: MIT
# Simulate a year of sessions of one runner: both legs, about once a week. The right leg has a spot that fades until June, a steady
# one, and one that appears in July; the left leg has a steady spot, and one that is gone in March.
# usage: make-year.sh BUILD_FOLDER FOLDER [EVENINGS]     two sessions per evening (default: 50 evenings)
set -eu
build=$1 folder=$2 evenings=${3:-50}
mkdir -p "$folder"
awk -v evenings="$evenings" '
# Add a spot and its dwell, both varied from day to day; dwell that is too short for a visit is omitted.
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
        year = evenings > 1 ? i / (evenings - 1) : 0 # fraction of the year that has elapsed
        day = int(year * 357 + 3 * rand())
        add(118, 44 - 58 * year); add(242, 14); if (year > 0.66) add(182, 9 + 30 * (year - 0.66))
        session("right")
        if (year < 0.36) add(226, 18)
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
