#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Break the code on purpose, a fault at a time in a copy, and see that a test turns red. Slow; not part of `make test`.
# usage: mutants.sh [FIRST [LAST]]     the faults of mutants.txt by number
set -euo pipefail
root=$(realpath "$(dirname "$0")/../..")
first=${1:-1} last=${2:-9999}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/tree"
git -C "$root" ls-files -z -co --exclude-standard | tar -C "$root" --null -T - -c | tar -C "$scratch/tree" -x
cd "$scratch/tree"
echo "Building the copy without a fault ..."
make -s -j2 BUILD="$scratch/build" programs firmware tests-built >"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }

# Whether the tests of an area turn red, and what did; tsan:NAME are the tests logger/NAME*, in which ThreadSanitizer must
# find something: a race that only makes a test fail proves nothing of what `make test-tsan` sees.
build() {
    case $1 in
    tsan:*) make -s -j2 VARIANT=tsan BUILD="$scratch/build" programs tests-built ;;
    *) make -s -j2 BUILD="$scratch/build" programs firmware tests-built ;;
    esac >"$scratch/log" 2>&1
}
turns_red() {
    case $1 in
    tsan:*)
        make -s VARIANT=tsan BUILD="$scratch/build" tsan-watched ONLY="logger/${1#tsan:}" >"$scratch/log" 2>&1 || true
        found=$(sed -n 's/^ThreadSanitizer: \([0-9]*\) processes with something to say$/\1/p' "$scratch/log")
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
while IFS='|' read -r file command area; do
    file=$(echo "$file" | xargs -0 | tr -d ' \n') area=$(echo "$area" | tr -d ' ')
    command=${command# } command=${command% }
    number=$((number + 1))
    if [ "$number" -lt "$first" ] || [ "$number" -gt "$last" ]; then continue; fi
    cp "$file" "$scratch/original"
    sed -i "$command" "$file"
    if cmp -s "$file" "$scratch/original"; then
        verdict="does not apply: mend mutants.txt"
        survived=$((survived + 1))
    elif ! build "$area"; then
        verdict="does not compile: mend mutants.txt"
        survived=$((survived + 1))
    elif turns_red "$area"; then
        verdict="killed by $by"
        killed=$((killed + 1))
    else
        verdict="SURVIVED"
        survived=$((survived + 1))
    fi
    printf '%2d  %-40s %s\n      %s\n' "$number" "$file" "$verdict" "$command"
    cp "$scratch/original" "$file"
done < <(grep -v '^#' "$root/tests/layout/mutants.txt")
echo "$killed killed, $survived survived"
[ "$survived" -eq 0 ]
