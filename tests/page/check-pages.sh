#!/bin/sh
# SPDX-License-Identifier: MIT
# Check each page in a browser, as HTML and as XML: `make test-page`. Needs make deps-dev.
# PAGE_SHOTS=FOLDER keeps the screenshots.
# usage: check-pages.sh BUILD_FOLDER
set -eu
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

# First check that each problem of a bad page is found.
mkdir "$scratch/first-profile"
if "$1/tests/page_check" "$here/checks.js" "$scratch/first-profile" "$here/bad.html" >"$scratch/found" 2>&1; then
    echo 'page_check accepts a bad page' >&2
    exit 1
fi
while read -r problem; do
    grep -qF "$problem" "$scratch/found" || { echo "page_check does not find: $problem" >&2; exit 1; }
done <<'END'
contrast of "pale words" is only
contrast of "dark on dark" is only
"tiny" is only 7.0 px high
scrolls sideways
"covered" and "covering" overlap
"cut off" is cut off
a chart has no description
an image has no description
the id twin occurs twice
"skipped a level" skips a level
"head" has no scope
"too wide for paper" is cut off in print
"too long for its box" leaves its box
"folded away" is not printed
there is a script
P has onclick
asks for file:
console: Runtime.consoleAPICalled
END

"$here/make-pages.sh" "$1" "$scratch/pages"
status=0
for page in "$scratch"/pages/*.html "$scratch"/pages/charts/*.svg; do
    xmllint --noout --nonet "$page" || status=1
done
for page in "$scratch"/pages/*.html; do
    # Errors only: tidy warns about <div> in <dl>, which HTML allows now.
    tidy -quiet -errors --show-warnings no "$page" >"$scratch/tidy" 2>&1 || true
    if [ -s "$scratch/tidy" ]; then
        echo "$page:" && cat "$scratch/tidy"
        status=1
    fi
done
mkdir "$scratch/profile"
"$1/tests/page_check" "$here/checks.js" "$scratch/profile" "$scratch"/pages/*.html || status=1
exit "$status"
