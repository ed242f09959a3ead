#!/bin/sh
# SPDX-License-Identifier: MIT
# Run the logger's tests and show, as a table, which faults they injected and what came of it.
# usage: faults.sh LAST-ROW PROGRAM...      the rows are numbered from 1 to LAST-ROW
set -u
last=$1
shift
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
status=0
for program in "$@"; do
    TMPDIR=$scratch timeout 600 "$program" >"$scratch/log" 2>&1 </dev/null || {
        echo "FAILED: $program" >&2
        status=1
    }
    sed -n 's/^fault: //p' "$scratch/log" >>"$scratch/faults"
done
printf '%-7s %-46s %6s  %s\n' row fault tries result
sort -t '|' -k 1,1n -k 2,2 "$scratch/faults" | awk -F ' [|] ' '{printf "%-7s %-46s %6s  %s\n", $1, $2, $3, $4}'
awk -F ' [|] ' -v last="$last" '
    {n = split($1, part, "-"); for (row = part[1]; row <= part[n]; row++) covered[row] = 1}
    END {
        for (row = 1; row <= last; row++) if (!(row in covered)) missing = missing " " row
        print missing == "" ? "Every row has a test." : "Rows without a test here:" missing
    }' "$scratch/faults"
exit "$status"
