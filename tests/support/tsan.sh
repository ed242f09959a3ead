#!/bin/sh
# SPDX-License-Identifier: MIT
# Run tests built with VARIANT=tsan: tsan.sh TEST-PROGRAM... What ThreadSanitizer finds in any program that they start is
# written to a separate log, so no test can miss it, not even of a program that is killed.
set -u
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
trap 'exit 130' INT TERM

export TSAN_OPTIONS="log_path=$logs/found"
"$(dirname "$0")/run-tests.sh" "$@"
status=$?
found=$(find "$logs" -type f | wc -l)
find "$logs" -type f -exec cat {} +
echo "ThreadSanitizer: $found processes with findings"
[ "$status" -eq 0 ] && [ "$found" -eq 0 ]
