#!/bin/sh
# SPDX-License-Identifier: MIT
# Run cmocka programs, two at a time, each in its own temporary folder; show failures, then one summary line.
# RUN_UNDER: the command that runs each program (valgrind and its options). TEST_SECONDS: time limit per program.
set -u
export RUN_UNDER="${RUN_UNDER:-}" TEST_SECONDS="${TEST_SECONDS:-600}"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

run_one='
name=$(printf %s "$1" | tr / _)
mkdir "$0/$name"
start=$(date +%s)
TMPDIR="$0/$name" timeout "$TEST_SECONDS" $RUN_UNDER "$1" >"$0/$name.log" 2>&1 </dev/null
status=$?
passed=$(sed -n "s/^\[  PASSED  \] \([0-9]*\) test.*/\1/p" "$0/$name.log" | awk "{n += \$1} END {print n + 0}")
failed=$(sed -n "s/^\[  FAILED  \] \([0-9]*\) test.*/\1/p" "$0/$name.log" | awk "{n += \$1} END {print n + 0}")
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
if [ "$status" -eq 0 ] && [ "$passed" -eq 0 ]; then status=1; failed=1; fi
echo "$passed $failed" >"$0/$name.count"
if [ "$status" -eq 0 ]; then
    echo "ok      $1: $passed tests, $(($(date +%s) - start)) s"
    grep "^figure: " "$0/$name.log" | sed "s/^/        /"
else
    echo "FAILED  $1 (exit status $status)"
    sed "s/^/        /" "$0/$name.log"
fi
'
printf '%s\n' "$@" | xargs -P 2 -I{} sh -c "$run_one" "$scratch" {}
set -- "$scratch"/*.count
totals=$(cat "$@" | awk '{passed += $1; failed += $2} END {print passed + 0, failed + 0}')
echo "${totals% *} passed, ${totals#* } failed"
[ "${totals#* }" -eq 0 ] && [ "${totals% *}" -gt 0 ]
