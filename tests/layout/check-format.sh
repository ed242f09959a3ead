#!/bin/sh
# SPDX-License-Identifier: MIT
# Check that every C file is formatted as by clang-format 14; other versions format differently.
set -u
cd "$(dirname "$0")/../.." || exit 2
for tool in clang-format-14 clang-format; do
    command -v "$tool" >/dev/null && "$tool" --version | grep -q 'version 14\.' || continue
    files=$(find firmware logger analyzer app tests -name '*.[ch]' | sort)
    printf '%s\n' "$files" | xargs "$tool" --dry-run --Werror || {
        echo "format: fix with $tool -i FILE" >&2
        exit 1
    }
    echo "format: $(printf '%s\n' "$files" | wc -l) files are formatted"
    exit 0
done
echo "format: skipped, clang-format 14 is not installed"
