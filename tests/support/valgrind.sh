#!/bin/sh
# SPDX-License-Identifier: MIT
# Run tests, and the programs of this project that they start, under valgrind's memcheck: valgrind.sh TEST-PROGRAM...
# Valgrind writes its findings to one log per process, so none is lost. Nothing is suppressed.
set -u
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
trap 'exit 130' INT TERM

# Other programs (gnuplot, xmllint, shells) are not checked. A test's own malloc (nth_shim.c) takes precedence over valgrind's.
export RUN_UNDER="valgrind --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect,possible
    --show-leak-kinds=definite,indirect,possible --trace-children=yes --trace-children-skip=/usr/*,/bin/*
    --soname-synonyms=somalloc=nouserintercepts --log-file=$logs/%p"
export TEST_SECONDS=3000
"$(dirname "$0")/run-tests.sh" "$@"
status=$?

# A process that is killed or executes another program writes no summary; its errors still show as lines "at 0x...".
find "$logs" -type f -exec awk '
    function finish() { if (file != "" && !ended) killed++; if (file != "" && (wrong || (!ended && placed))) { found++; print file >> list } }
    FNR == 1 { finish(); file = FILENAME; checked++; ended = wrong = placed = 0 }
    / at 0x[0-9A-F]+: / { placed = 1 }
    / ERROR SUMMARY: / { ended = 1; errors += $4; wrong = $4 > 0 }
    /(definitely|indirectly|possibly) lost: / { gsub(",", "", $4); lost += $4 }
    END {
        finish()
        printf "valgrind: %d processes checked, %d without a summary (killed, or executed another program); %d with findings, %d errors, %d bytes lost\n",
            checked, killed, found, errors, lost
    }' list="$logs/found" {} + >"$logs/summary"
found=0
if [ -f "$logs/found" ]; then
    found=$(wc -l <"$logs/found")
    xargs cat <"$logs/found"
fi
cat "$logs/summary"
[ "$status" -eq 0 ] && [ "$found" -eq 0 ]
