#!/bin/sh
# SPDX-License-Identifier: MIT
# Run tests, and the programs of this project that they start, under valgrind's memcheck: valgrind.sh TEST-PROGRAM...
# What it finds in any of them goes to a log of its own, so that no test can overlook it.
set -u
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
trap 'exit 130' INT TERM

# Programs of others (gnuplot, xmllint, shells) are not ours to check.
export RUN_UNDER="valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect,possible
    --show-leak-kinds=definite,indirect,possible --trace-children=yes --trace-children-skip=/usr/*,/bin/*
    --log-file=$logs/%p"
export TEST_SECONDS=3000
"$(dirname "$0")/run-tests.sh" "$@"
status=$?
# TIOCEXCL carries no data, which valgrind does not know: three lines that say so are no finding.
find "$logs" -type f -exec sed -i -e '/noted but unhandled ioctl 0x540c /d' -e '/This could cause spurious value errors to appear/d' \
    -e '/README_MISSING_SYSCALL_OR_IOCTL for guidance/d' {} +
looked=$(find "$logs" -type f | wc -l)
found=$(find "$logs" -type f -size +0 | wc -l)
find "$logs" -type f -size +0 -exec cat {} +
echo "valgrind: $looked processes looked at, $found with something to say"
[ "$status" -eq 0 ] && [ "$found" -eq 0 ]
