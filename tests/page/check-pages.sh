#!/bin/sh
# SPDX-License-Identifier: MIT
# Look at each page as a browser shows it, and at the words of it as HTML and XML: `make test-page`. Needs make deps-dev.
# PAGE_SHOTS=FOLDER keeps the screenshots.
# usage: check-pages.sh BUILD_FOLDER
set -eu
here=$(dirname "$(realpath "$0")")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
"$here/make-pages.sh" "$1" "$scratch/pages"
status=0
for page in "$scratch"/pages/*.html "$scratch"/pages/charts/*.svg; do
    xmllint --noout --nonet "$page" || status=1
done
for page in "$scratch"/pages/*.html; do
    # Errors only: it warns of a <div> in a <dl>, which HTML has allowed since it was written.
    tidy -quiet -errors --show-warnings no "$page" >"$scratch/tidy" 2>&1 || true
    if [ -s "$scratch/tidy" ]; then
        echo "$page:" && cat "$scratch/tidy"
        status=1
    fi
done
mkdir "$scratch/profile"
"$1/tests/page_check" "$here/checks.js" "$scratch/profile" "$scratch"/pages/*.html || status=1
exit "$status"
