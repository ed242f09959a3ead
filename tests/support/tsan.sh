#!/bin/sh
# SPDX-License-Identifier: MIT
# Run tests as built by VARIANT=tsan: tsan.sh TEST-PROGRAM... What ThreadSanitizer finds in any program that they start
# goes to a log of its own, so that no test can overlook it (a program that is killed has no exit status to tell it by).
set -u
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
trap 'exit 130' INT TERM

export TSAN_OPTIONS="log_path=$logs/found"
"$(dirname "$0")/run-tests.sh" "$@"
status=$?
found=$(find "$logs" -type f | wc -l)
find "$logs" -type f -exec cat {} +
echo "ThreadSanitizer: $found processes with something to say"
[ "$status" -eq 0 ] && [ "$found" -eq 0 ]
