#!/bin/sh
# SPDX-License-Identifier: MIT
# Run cmocka programs, two for each processor because many wait for real time, each in its own temporary folder; validate the JSON
# that they saw (json_seen.h); show failures, then one summary line.
# RUN_UNDER: the command that runs each program (valgrind and its options). TEST_SECONDS: time limit per program; ample, for a busy
# machine.
set -u
export RUN_UNDER="${RUN_UNDER:-}" TEST_SECONDS="${TEST_SECONDS:-1800}"
# Set a time limit if timeout(1) is installed (GNU or BusyBox).
limit=
! command -v timeout >/dev/null || limit="timeout $TEST_SECONDS"
export limit
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
export ROLLER_JSON_SEEN="$scratch/json"
mkdir "$ROLLER_JSON_SEEN"

run_one='
name=test_$(printf %s "$1" | tr / _) # begins with a letter, so that *.count includes it
mkdir "$0/$name"
start=$(date +%s)
TMPDIR="$0/$name" $limit $RUN_UNDER "$1" >"$0/$name.log" 2>&1 </dev/null
status=$?
# cmocka prints "Running 3 test(s)." or "NAME: Running 3 test(s).", by version; "1 test(s), listed below" likewise.
count() { sed -nE "s/^\[ *$1 *\] (.*: )?$2([0-9]+) test\(s\).*/\2/p" "$0/$name.log" | awk "{n += \$1} END {print n + 0}"; }
passed=$(count PASSED "")
skipped=$(count SKIPPED "")
failed=$(($(count "=+" "Running ") - passed - skipped))
if [ "$status" -eq 0 ] && { [ "$failed" -ne 0 ] || [ $((passed + skipped)) -eq 0 ]; }; then status="0, but not every test passed"; fi
if [ "$status" != 0 ] && [ "$failed" -lt 1 ]; then failed=1; fi
echo "$passed $failed $skipped" >"$0/$name.count"
if [ "$status" = 0 ]; then
    echo "ok      $1: $passed tests, $(($(date +%s) - start)) s"
    grep "^figure: " "$0/$name.log" | sed "s/^/        /"
else
    echo "FAILED  $1 (exit status $status)"
    sed "s/^/        /" "$0/$name.log"
fi
'
processors=$(getconf _NPROCESSORS_ONLN 2>/dev/null) || processors=1
printf '%s\n' "$@" | xargs -P $((2 * processors)) -I{} sh -c "$run_one" "$scratch" {}
counts=$#

# Validate the JSON, with the first Python that has jsonschema; without one this test is skipped.
validate_json() {
    for python in python3 /usr/bin/python3; do
        "$python" "$(dirname "$0")/validate-json.py" "$ROLLER_JSON_SEEN"/*.jsonl >"$scratch/json.log" 2>&1
        case $? in
        0)
            echo "ok      $(cat "$scratch/json.log")"
            echo 1 0 0 >"$scratch/json.count"
            return
            ;;
        3 | 127) ;; # no jsonschema, no such Python
        *)
            echo "FAILED  $(cat "$scratch/json.log")"
            echo 0 1 0 >"$scratch/json.count"
            return
            ;;
        esac
    done
    echo "skipped the validation of JSON: there is no Python with jsonschema; make deps installs it"
    echo 0 0 1 >"$scratch/json.count"
}
if [ -n "$(ls "$ROLLER_JSON_SEEN")" ]; then
    validate_json
    counts=$((counts + 1))
fi

cat "$scratch"/*.count | awk -v programs="$counts" '
    {passed += $1; failed += $2; skipped += $3}
    END {
        failed += programs - NR # programs without a count: killed together with their shell
        print passed + 0 " passed, " failed + 0 " failed" (skipped ? ", " skipped " skipped" : "")
        exit failed > 0 || passed == 0
    }'
