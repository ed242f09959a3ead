#!/bin/sh
# SPDX-License-Identifier: MIT
# Test the Debian package in a fresh Debian 12: install it, use it as an ordinary user, read the man pages, remove it, and
# check that nothing remains.
# usage: test-deb.sh FOLDER_OF_THE_DEB      (root; DEBIAN_MIRROR chooses the mirror)
set -eu
deb=$(ls "$1"/foam-roller_*.deb)
[ "$(id -u)" -eq 0 ] || { echo "This needs root: debootstrap and chroot." >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "debootstrap is not installed: make deps-deb" >&2; exit 1; }
scratch=$(mktemp -d)
debian=$scratch/debian
clean_up() {
    umount "$debian/proc" 2>/dev/null || true
    rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

say() { echo "== $*"; }
inside() { chroot "$debian" /usr/bin/env -i PATH=/usr/bin:/usr/sbin:/bin:/sbin HOME=/root LANG=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive "$@"; }
as_user() { inside setpriv --reuid=1000 --regid=1000 --clear-groups env HOME=/home/runner sh -euc "cd /home/runner; $1"; }

say "a fresh Debian 12"
# shellcheck disable=SC2086  # if it is not set, debootstrap gets no argument and uses its own mirror
debootstrap --variant=minbase bookworm "$debian" ${DEBIAN_MIRROR:-} >"$scratch/log" 2>&1 || { tail "$scratch/log" >&2; exit 1; }
mount -t proc proc "$debian/proc" || echo "/proc cannot be mounted here; the test continues without it" >&2
# Configure apt as on this machine, which may reach the mirror through a proxy.
for configured in /etc/apt/apt.conf.d/*; do
    ! grep -qi 'proxy\|verify' "$configured" || cp "$configured" "$debian/etc/apt/apt.conf.d/"
done
inside apt-get -q update >"$scratch/log" 2>&1 || { tail "$scratch/log" >&2; exit 1; }
inside apt-get -qy install --no-install-recommends man-db gnuplot-nox >"$scratch/log" 2>&1 ||
    { tail "$scratch/log" >&2; exit 1; }
# A minimal system omits man pages; install them here.
rm -f "$debian"/etc/dpkg/dpkg.cfg.d/*
inside useradd -m -u 1000 runner
files() { find "$debian" -xdev \( -path "$debian/proc" -o -path "$debian/tmp" -o -path "$debian/home" \
    -o -path "$debian/var/log" -o -path "$debian/var/cache" -o -path "$debian/var/lib/dpkg" \
    -o -path "$debian/var/lib/apt" \) -prune -o -print | sort; }

say "install"
cp "$deb" "$debian/tmp/foam-roller.deb"
# Install its dependencies first, so that the system can be compared before and after.
needs=$(dpkg-deb -f "$deb" Depends | sed 's/([^)]*)//g; s/,/ /g')
# shellcheck disable=SC2086  # a list of words
inside apt-get -qy install --no-install-recommends $needs >"$scratch/log" 2>&1 || { tail "$scratch/log" >&2; exit 1; }
files >"$scratch/before"
inside apt-get -qy install --no-install-recommends /tmp/foam-roller.deb >"$scratch/log" 2>&1 ||
    { tail "$scratch/log" >&2; exit 1; }

say "the three programs, as a user"
as_user 'virtual-roller --stdout --speed max --spots 120,240 --strokes 14 --thigh-length 350 --seed 15 --truth t.json |
         roller-logger record --port - --leg right -o a.csv --quiet
         roller-analyzer report a.csv
         test -s a.html && test -s t.json
         roller-analyzer report --json a.csv | grep -q "\"tender_spots\": *\[{"
         roller-logger list >/dev/null || test $? -eq 4'
say "the man pages"
for page in roller-logger roller-analyzer virtual-roller; do
    as_user "man --warnings -E UTF-8 $page 2>&1 | tee $page.txt | grep -q '^EXIT STATUS'"
    echo "$page(1): $(wc -l <"$debian/home/runner/$page.txt") lines"
done
test -f "$debian/usr/lib/udev/rules.d/60-foam-roller.rules"

say "remove"
inside apt-get -qy purge foam-roller >"$scratch/log" 2>&1 || { tail "$scratch/log" >&2; exit 1; }
files >"$scratch/after"
if ! diff "$scratch/before" "$scratch/after"; then
    echo "The package leaves traces." >&2
    exit 1
fi
say "nothing of it is left"
