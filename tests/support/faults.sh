#!/bin/sh
# SPDX-License-Identifier: MIT
# Run tests, and print a table of the faults that they injected with the results. Fails if a test fails or a row of
# docs/FAULTS.md has no passing test.
# FAULTS_TRIES: number of tries of the faults that can be repeated.
# usage: faults.sh "ROW..." PROGRAM...
set -u
wanted=$1
shift
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
status=0
: >"$scratch/faults"
for program in "$@"; do
    TMPDIR=$scratch timeout 3600 "$program" >"$scratch/log" 2>&1 </dev/null || {
        echo "FAILED: $program" >&2
        grep -E '^(\[ *(ERROR|LINE|FAILED)|.*error:)' "$scratch/log" >&2
        status=1
    }
    sed -n 's/^fault: //p' "$scratch/log" >>"$scratch/faults"
done
printf '%-7s %-52s %6s  %s\n' row fault tries result
sort -t '|' -k 1,1n -s "$scratch/faults" | awk -F ' [|] ' '{printf "%-7s %-52s %6s  %s\n", $1, $2, $3, $4}'
missing=$(awk -F ' [|] ' -v wanted="$wanted" '
    {n = split($1, part, "-"); for (i = part[1] + 0; i <= part[n] + 0; i++) covered[i] = 1}
    END {
        n = split(wanted, row, " ")
        for (i = 1; i <= n; i++) if (!(row[i] in covered)) printf " %s", row[i]
    }' "$scratch/faults") || { echo "The rows could not be read." >&2; exit 1; }
if [ -n "$missing" ]; then
    echo "Rows without a passing test:$missing"
    status=1
else
    echo "Every row has a passing test."
fi
exit "$status"
