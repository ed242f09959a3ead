#!/bin/sh
# SPDX-License-Identifier: MIT
# Run clang-tidy (.clang-tidy lists its checks) and cppcheck (cppcheck.txt lists its false positives) on the product.
# usage: lint.sh [FILE.c ...]      default: every C file of the product that this computer can compile: neither the port to AVR nor
#                                  the one to macOS
set -u
cd "$(dirname "$0")/../.." || exit 2
for tool in clang-tidy cppcheck; do
    command -v "$tool" >/dev/null || { echo "lint: skipped, $tool is not installed (make deps-dev)"; exit 0; }
done
if ! clang-tidy --version | grep -q 'version 14\.'; then
    echo "lint: skipped, clang-tidy is not version 14, and other versions have other checks"
    exit 0
fi
[ $# -gt 0 ] || set -- $(find firmware logger analyzer app -name '*.c' ! -name hal_avr.c ! -name macos.c | sort)

# The include paths of the program that a file belongs to, as in the Makefile.
tidy='
case $1 in
firmware/simulator/*) paths="-Ifirmware/src -Ifirmware/simulator -Ilogger -isystem /usr/include/simavr" ;;
firmware/*) paths= ;;
logger/*) paths="-Ifirmware/src -Ilogger" ;;
app/*) paths="-Ilogger -Iapp" ;;
*) paths="-Ifirmware/src -Ilogger -Ianalyzer" ;;
esac
clang-tidy --quiet "$1" -- -std=c11 -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -DROLLER_VERSION=\"lint\" $paths 2>/dev/null
'
failed=no
printf '%s\n' "$@" | xargs -P 2 -I{} sh -c "$tidy" sh {} || failed=yes
cppcheck --quiet --enable=warning,performance,portability --std=c11 --inline-suppr --error-exitcode=1 -j 2 \
    --suppressions-list=tests/layout/cppcheck.txt -Ifirmware/src -Ifirmware/simulator -Ilogger -Ianalyzer -Iapp "$@" || failed=yes
[ "$failed" = no ] || { echo "lint: see above" >&2; exit 1; }
echo "lint: $# files, nothing found"
