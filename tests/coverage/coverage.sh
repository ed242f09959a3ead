#!/bin/sh
# SPDX-License-Identifier: MIT
# Run the tests built with VARIANT=coverage, and report which lines and branches they ran.
# coverage.sh FOLDER-OF-THE-BUILD TEST-PROGRAM...
set -eu
folder=$1
shift
find "$folder" -name '*.gcda' -delete
# A program that a test lets run out of disk space or files cannot write its counts; gcov reports that here, not in the
# program's output.
GCOV_ERROR_FILE=$folder/not-counted.txt
export GCOV_ERROR_FILE
rm -f "$GCOV_ERROR_FILE"
failed=no
tests/support/run-tests.sh "$@" || failed=yes

# Every branch counts: markers in the sources are ignored.
gcovr --root . --no-markers -j 2 \
    --filter logger/ --filter analyzer/ --filter firmware/src/ \
    --csv "$folder/coverage.csv" --txt "$folder/lines.txt" --json "$folder/coverage.json" "$folder/obj" >/dev/null
gcovr --root . --no-markers --add-tracefile "$folder/coverage.json" --branches --txt "$folder/branches.txt"

awk -F, '
    function print_counts(name, n) {
        printf "%-14s %6d of %6d lines %6.1f %%  %6d of %6d branches %6.1f %%\n", name, n[2], n[1], 100 * n[2] / n[1],
               n[4], n[3], 100 * n[4] / n[3]
    }
    NR == 1 { next }
    {
        name = $1
        of_file[1] = $2; of_file[2] = $3; of_file[3] = $5; of_file[4] = $6
        area = name ~ /^firmware/ ? "firmware/src" : name ~ /^logger/ ? "logger" : "analyzer"
        for (i = 1; i <= 4; i++) { sum[area, i] += of_file[i]; total[i] += of_file[i] }
        areas[area]
    }
    END {
        for (area in areas) {
            for (i = 1; i <= 4; i++) of_area[i] = sum[area, i]
            print_counts(area, of_area)
        }
        print_counts("in all", total)
    }' "$folder/coverage.csv"
echo "firmware/src/hal_avr.c is not counted: it runs in the simulator only (tests/image)."
echo "Lines never run, by file: $folder/lines.txt; branches never taken: $folder/branches.txt"
[ "$failed" = no ]
