#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Record one session through the real chain: the firmware in the simulator, a pseudo-terminal, the logger.
# usage: record-session.sh PROGRAMS_FOLDER SESSION.csv TRUTH.json [LOGGER_OPTION...] -- [ROLLER_OPTION...]
set -euo pipefail
programs=$1 session=$2 truth=$3
shift 3
logger_options=()
while [ "$1" != -- ]; do
    logger_options+=("$1")
    shift
done
shift

scratch=$(mktemp -d)
roller=
finish() {
    [ -z "$roller" ] || kill "$roller" 2>/dev/null || true
    rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 130' INT TERM

"$programs/virtual-roller" --pty "$scratch/roller" --truth "$truth" "$@" &
roller=$!
until [ -e "$scratch/roller" ]; do
    kill -0 "$roller" 2>/dev/null || { echo "The virtual roller did not start." >&2; exit 4; }
    sleep 0.05
done
"$programs/roller-logger" record --port "$scratch/roller" -o "$session" --no-ask "${logger_options[@]}"
wait "$roller"
roller=
