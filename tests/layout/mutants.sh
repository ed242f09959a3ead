#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Break the code on purpose, one fault at a time in a copy, and check that a test fails. Slow; not part of `make test`.
# usage: mutants.sh [FIRST [LAST]]     faults number FIRST to LAST of mutants.txt (default: all)
#        mutants.sh --check [ROOT]     only check that each fault still applies to its file; quick, and part of `make test`
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)

# List the faults, one per line: FILE, a tab, SED COMMAND, a tab, AREA.
faults() {
    grep -v '^#' "$root/tests/layout/mutants.txt" | sed -E 's/^ *([^ |]+) *\| /\1\t/; s/ \| ([^|]*)$/\t\1/'
}

if [ "${1:-}" = --check ]; then
    cd "${2:-$root}"
    stale=0
    while IFS=$'\t' read -r file command area; do
        if ! sed "$command" "$file" | cmp -s - "$file"; then continue; fi
        echo "tests/layout/mutants.txt: does not apply to $file: $command ($area)" >&2
        stale=$((stale + 1))
    done < <(faults)
    [ "$stale" -eq 0 ]
    exit
fi

first=${1:-1} last=${2:-9999}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/tree"
git -C "$root" ls-files -z -co --exclude-standard | tar -C "$root" --null -T - -c | tar -C "$scratch/tree" -x
cd "$scratch/tree"
echo "Building the copy without a fault ..."
make -s -j2 BUILD="$scratch/build" programs firmware tests-built >"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }

build() { # build AREA
    case $1 in
    tsan:*) make -s -j2 VARIANT=tsan BUILD="$scratch/build" programs tests-built ;;
    *) make -s -j2 BUILD="$scratch/build" programs firmware tests-built ;;
    esac >"$scratch/log" 2>&1
}
# area_fails AREA: whether its tests fail; sets `by` to what failed. For tsan:FOLDER/PREFIX, ThreadSanitizer must find the race:
# that a test fails does not prove that `make test-tsan` would find it.
area_fails() {
    case $1 in
    tsan:*)
        make -s VARIANT=tsan BUILD="$scratch/build" tsan-watched ONLY="logger/${1#tsan:}" >"$scratch/log" 2>&1 || true
        found=$(sed -n 's/^ThreadSanitizer: \([0-9]*\) processes with findings$/\1/p' "$scratch/log")
        by="ThreadSanitizer in ${found:-0} processes of $1"
        [ "${found:-0}" -gt 0 ]
        ;;
    *)
        ! make -s BUILD="$scratch/build" run-tests ONLY="$1/" >"$scratch/log" 2>&1 &&
            by="$(sed -n 's/^[0-9]* passed, \([0-9]*\) failed$/\1/p' "$scratch/log") tests of $1"
        ;;
    esac
}

number=0 survived=0 killed=0
while IFS=$'\t' read -r file command area; do
    number=$((number + 1))
    if [ "$number" -lt "$first" ] || [ "$number" -gt "$last" ]; then continue; fi
    cp "$file" "$scratch/original"
    sed -i "$command" "$file"
    if cmp -s "$file" "$scratch/original"; then
        verdict="does not apply: repair mutants.txt"
        survived=$((survived + 1))
    elif ! build "$area"; then
        verdict="does not compile: repair mutants.txt"
        survived=$((survived + 1))
    elif area_fails "$area"; then
        verdict="killed by $by"
        killed=$((killed + 1))
    else
        verdict="SURVIVED"
        survived=$((survived + 1))
    fi
    printf '%2d  %-40s %s\n      %s\n' "$number" "$file" "$verdict" "$command"
    cp "$scratch/original" "$file"
done < <(faults)
echo "$killed killed, $survived survived"
[ "$survived" -eq 0 ]
