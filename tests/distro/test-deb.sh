#!/bin/sh
# SPDX-License-Identifier: MIT
# Test the Debian package in a fresh Debian 12: install it, use it as an ordinary user, read the man pages, remove it, and
# check that nothing remains.
# usage: test-deb.sh FOLDER_OF_THE_DEB PACKAGES_FOLDER      (root; downloaded packages are kept in PACKAGES_FOLDER)
set -eu
. "$(dirname "$0")/fresh-debian.sh"
isolate "$0" "$@"
deb=$(ls "$1"/foam-roller_*.deb)

say "a fresh Debian 12"
make_debian bookworm "$2" man-db gnuplot-nox
# A minimal system omits man pages; install them here.
rm -f "$debian"/etc/dpkg/dpkg.cfg.d/*
files() { find "$debian" -xdev \( -path "$debian/proc" -o -path "$debian/tmp" -o -path "$debian/home" \
    -o -path "$debian/var/log" -o -path "$debian/var/cache" -o -path "$debian/var/lib/dpkg" \
    -o -path "$debian/var/lib/apt" \) -prune -o -print | sort; }

say "install"
cp "$deb" "$debian/tmp/foam-roller.deb"
# Install its dependencies first, so that the system can be compared before and after.
needs=$(dpkg-deb -f "$deb" Depends | sed 's/([^)]*)//g; s/,/ /g')
# shellcheck disable=SC2086  # a list of words
quietly as_root apt-get -qy install --no-install-recommends $needs
files >"$scratch/before"
quietly as_root apt-get -qy install --no-install-recommends /tmp/foam-roller.deb

say "the three programs, as a user"
as_user 'virtual-roller --stdout --speed max --spots 120,240 --strokes 14 --thigh-length 350 --seed 15 --truth t.json |
         roller-logger record --port - --leg right -o a.csv --quiet
         roller-analyzer report a.csv
         test -s a.html && test -s t.json
         roller-analyzer report --json a.csv | grep -q "\"tender_spots\": *\[{"
         roller-logger list >/dev/null || test $? -eq 4'
say "the man pages"
for page in foam-roller roller-logger roller-analyzer virtual-roller; do
    as_user "man --warnings -E UTF-8 $page 2>&1 | tee $page.txt | grep -q '^EXIT STATUS'"
    echo "$page(1): $(wc -l <"$debian/home/runner/$page.txt") lines"
done
test -f "$debian/usr/lib/udev/rules.d/60-foam-roller.rules"

say "remove"
quietly as_root apt-get -qy purge foam-roller
files >"$scratch/after"
if ! diff "$scratch/before" "$scratch/after"; then
    echo "The package leaves traces." >&2
    exit 1
fi
say "nothing remains"
