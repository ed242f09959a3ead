#!/bin/sh
# SPDX-License-Identifier: MIT
# A year of one simulated runner: both legs, every seven days or so. On the right leg a spot that shrinks and goes, one that
# stays, and one that is new in September; on the left one that is gone in May and one that stays.
# usage: make-year.sh BUILD_FOLDER FOLDER [EVENINGS]     two sessions for each evening (default 50)
set -eu
build=$1 folder=$2 evenings=${3:-50}
mkdir -p "$folder"
awk -v evenings="$evenings" 'BEGIN {
    srand(42)
    for (i = 0; i < evenings; i++) {
        at = evenings > 1 ? i / (evenings - 1) : 0
        day = int(at * 357 + 3 * rand())
        print day, 2 * i, "right", spots("118", 44 - 58 * at, "242", 14, "182", at > 0.66 ? 9 + 30 * (at - 0.66) : 0)
        print day, 2 * i + 1, "left", spots("226", at < 0.36 ? 18 : 0, "96", 24, "160", 0)
    }
}
# Places and seconds of the spots that take long enough; a person is not even from day to day.
function spots(a, as, b, bs, c, cs,    mm, s) {
    add(""); add_if(a, as); add_if(b, bs); add_if(c, cs)
    return places " " seconds
}
function add(nothing) { places = seconds = nothing }
function add_if(mm, s) {
    s *= 0.8 + 0.4 * rand()
    if (s < 5.5) return
    mm = sprintf("%.0f", mm - 6 + 12 * rand())
    places = places (places == "" ? "" : ",") mm
    seconds = seconds (seconds == "" ? "" : ",") sprintf("%.1f", s)
}' | while read -r day seed leg places seconds; do
    minute=$((30 + seed % 2 * 6))
    started=$(TZ=UTC date -d "2025-11-03 + $day days" +%Y-%m-%dT18:$minute:00.000+00:00)
    "$build/virtual-roller" --session "$folder/$(echo "$started" | cut -c1-10)_18${minute}00_$leg.csv" --seed "$seed" \
        --person 5 --subject Anna --leg "$leg" --thigh-length 352 --started "$started" --strokes 40 \
        --spots "$places" --spot-dwell "$seconds"
done
