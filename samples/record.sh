#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Record the samples again through the real chain (firmware in simavr, pseudo-terminal, logger) and report changes.
# A sample with unchanged readings is left as it is: only the times of the host's clock (started, host_s) differ.
# usage: record.sh BUILD_FOLDER
set -euo pipefail
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$here"

# The readings of a session, without the times of the host's clock.
readings() {
    sed -e '/^# started:/d' -e '/^# logger:/d' -e '/^[0-9]/s/^\([^,]*\),[^,]*,/\1,/' "$1"
}

record() {
    local name=$1 leg=$2
    shift 2
    "$here/../tests/support/record-session.sh" "$build" "$scratch/$name.csv" "$scratch/$name.truth.json" --quiet \
        --leg "$leg" --thigh-length 350 --rolling-radius 72.5 --subject "virtual roller" \
        --note "simulated, no person: see samples/README.md" \
        -- --leg "$leg" --thigh-length 350 --rolling-radius 72.5 --speed real "$@" >"$scratch/$name.log" 2>&1 ||
        { cat "$scratch/$name.log" >&2; return 1; }
    if [ -e "$name.csv" ] && cmp -s <(readings "$name.csv") <(readings "$scratch/$name.csv") &&
        cmp -s "$name.truth.json" "$scratch/$name.truth.json"; then
        echo "$name: the same readings as before"
    else
        mv "$scratch/$name.csv" "$scratch/$name.truth.json" .
        echo "$name: new readings; look at the difference before you commit it"
    fi
    "$build/roller-analyzer" report --json "$name.csv" >"$name.report.json"
}

record no-spots right --strokes 24 --seed 18 &
record one-spot right --spots 150 --strokes 18 --seed 3 &
wait -n; wait -n
record three-spots left --spots 80,170,270 --strokes 20 --seed 101 &
record pair-left left --spots 130,245 --strokes 16 --seed 9 &
wait -n; wait -n
record pair-right right --spots 130 --strokes 16 --seed 9
git -C "$here" status --short .
