#!/bin/sh
# SPDX-License-Identifier: MIT
# Run fuzz targets one after the other, SECONDS each, starting from the corpus and from seeds made from the samples.
# usage: fuzz.sh SECONDS FOLDER TARGET...     FOLDER receives the findings, and inputs that reached new code.
# Prints one line per target: number of runs, edges of code reached, number of inputs, and the result.
set -u
seconds=$1 folder=$2
shift 2
here=$(dirname "$0")
mkdir -p "$folder/found"
"$here/seeds.sh" "$folder/seeds" || exit 1
passed=0 failed=0
printf '%-20s %12s %8s %8s  %s\n' target runs edges inputs result
for program in "$@"; do
    target=${program##*/fuzz_}
    case $target in # short inputs run faster, but a session must be long enough to contain strokes
        session_file) longest=32768 ;;
        *) longest=4096 ;;
    esac
    mkdir -p "$folder/reached/$target" "$folder/seeds/$target"
    # Freed memory is kept for a while to find its use, but less of it than usual: filling it is most of the time of some targets.
    ASAN_OPTIONS=detect_leaks=1:quarantine_size_mb=16:max_malloc_fill_size=0 "$program" -max_total_time="$seconds" -timeout=30 -rss_limit_mb=2048 -max_len=$longest \
        -print_final_stats=1 -seed=1 -artifact_prefix="$folder/found/$target-" \
        "$folder/reached/$target" "$here/corpus/$target" "$folder/seeds/$target" >"$folder/$target.log" 2>&1
    status=$?
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$folder/$target.log")
    edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$folder/$target.log" | tail -n 1)
    inputs=$(sed -n 's/.* corp: \([0-9]*\).*/\1/p' "$folder/$target.log" | tail -n 1)
    if [ "$status" -eq 0 ]; then
        result='nothing found' passed=$((passed + 1))
    else
        result="FOUND, see $folder/found and $folder/$target.log" failed=$((failed + 1))
    fi
    printf '%-20s %12s %8s %8s  %s\n' "$target" "${runs:-0}" "${edges:-0}" "${inputs:-0}" "$result"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
