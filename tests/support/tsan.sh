#!/bin/sh
# SPDX-License-Identifier: MIT
# Run tests built with VARIANT=tsan: tsan.sh TEST-PROGRAM...
# ThreadSanitizer writes its findings to one log per process, so none is lost, not even if a program is killed.
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
