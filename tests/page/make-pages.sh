#!/bin/sh
# SPDX-License-Identifier: MIT
# Make pages of all kinds of sessions, for `make test-page`: the samples, unusual simulated sessions, and comparisons.
# usage: make-pages.sh BUILD_FOLDER FOLDER
set -eu
build=$(cd "$1" && pwd)
folder=$2
tests=$(cd "$(dirname "$0")/.." && pwd)
samples=$tests/../samples
mkdir -p "$folder"
cd "$folder"

# page NAME [OPTION...]: make the page of NAME.csv. Exit status 6 is a report without charts.
page() {
    name=$1
    shift
    "$build/roller-analyzer" report "$name.csv" -o "$name.html" "$@" >"$name.txt" || [ $? -eq 6 ]
}
simulated() { # simulated NAME OPTION...: make a session and its page
    name=$1
    shift
    "$build/virtual-roller" --session "$name.csv" "$@"
    page "$name"
}

for sample in "$samples"/*.csv; do
    name=$(basename "$sample" .csv)
    "$build/roller-analyzer" report "$sample" -o "$name.html" --charts charts >"$name.txt"
done
simulated three-spots --spots 90,180,270 --seed 5 --strokes 40 --started 2026-03-01T18:30:00.000+01:00
simulated six-spots --spots 40,95,150,205,260,315 --seed 8 --strokes 60 --thigh-length 360
simulated four-spots --spots 60,130,210,290 --seed 5 --strokes 40
simulated many-spots --spots 20,55,90,125,160,195,230,265,300,335 --thigh-length 360 --seed 8 --strokes 60
simulated ring-only --no-imu --random-spots 2 --seed 6
simulated hard --hard --random-spots 2 --seed 7
simulated an-hour --random-spots 3 --seed 3 --strokes 1700

head -c 400000 four-spots.csv >broken-off.csv
page broken-off
grep -v '^# thigh_length_mm' four-spots.csv >unknown-thigh.csv
page unknown-thigh
awk -F, '/^[0-9]/ && ++row > 400 {exit} {print}' four-spots.csv >very-short.csv
page very-short
awk -F, -v OFS=, '/^[0-9]/ {if (++row > 1000) exit; for (i = 4; i < 12; i++) $i = 0} {print}' four-spots.csv >never-loaded.csv
page never-loaded
awk '/^# subject/ {printf "# subject: "; for (i = 0; i < 30; i++) printf "Donaudampfschiff"; print ""; next}
     /^# note/ {print "# note: <b>bold</b> & \"quoted\" \342\200\256 \327\251\327\234\327\225\327\235, after the long run"; next} {print}' \
    four-spots.csv >hard-words.csv
page hard-words
cp four-spots.csv no-charts.csv
ROLLER_GNUPLOT=no-such-gnuplot page no-charts 2>no-charts.err
rm -f -- *.csv

# Multi-session pages: the evenings of a simulated runner, and files that do not belong to them.
multi_session() { # multi_session NAME COMMAND ARGUMENT...
    name=$1 command=$2
    shift 2
    "$build/roller-analyzer" "$command" -o "$name.html" "$@" >"$name.txt" || [ $? -eq 6 ]
}
"$build/virtual-roller" --session right.csv --spots 90,250 --leg right --seed 21
"$build/virtual-roller" --session left.csv --spots 120,250 --leg left --seed 22
for leg in right left; do
    sed "s/^# leg:/# recording_id: 0123456789abcdef\n&/" "$leg.csv" >"both_$leg.csv"
done
multi_session both-on-one-page report both_right.csv both_left.csv
rm -f -- *.csv
"$tests/support/make-year.sh" "$build" evenings 24
set -- evenings/*left.csv
left_first=$1 left_last=$(ls evenings/*left.csv | tail -1)
right_first=$(ls evenings/*right.csv | head -1) right_last=$(ls evenings/*right.csv | tail -1)
multi_session then-and-now compare "$right_first" "$right_last"
multi_session left-and-right compare "$left_last" "$right_last"
multi_session both-legs compare evenings/2025-11*.csv evenings/2026-1*.csv
sed 's/^# thigh_length_mm.*/# thigh_length_mm: 300/; s/^# calibration_source.*/# calibration_source: default/' "$right_last" \
    >other-length.csv
multi_session by-percent compare "$right_first" other-length.csv
ROLLER_GNUPLOT=no-such-gnuplot multi_session compared-without-charts compare "$left_first" "$left_last" 2>no-charts.err
multi_session few-evenings trend "$right_first" "$right_last" "$left_last"
echo 'dear diary' >evenings/diary.csv
awk '/^# subject/ {print "# subject: <b>Ben</b> & \"co\""; next} {print}' "$left_first" >evenings/other.csv
multi_session evenings trend --subject Anna evenings
rm -rf evenings other-length.csv
