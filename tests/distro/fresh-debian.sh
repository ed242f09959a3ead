# shellcheck shell=sh disable=SC2034  # sourced: the variables belong to both
# SPDX-License-Identifier: MIT
# A fresh Debian in a folder, for the scripts that test in one: source this file, then call `isolate` first.
# DEBIAN_MIRROR: the mirror (default: debootstrap's). DEBIAN_SECONDS: time limit of each command in it.

# isolate SCRIPT ARG...: run the script again with mounts and processes of its own, which end with it, however it ends.
# Sets `scratch`, a temporary folder, which is removed at the end.
isolate() {
    scratch=${ISOLATED_IN:-}
    [ -z "$scratch" ] || return 0
    [ "$(id -u)" -eq 0 ] || { echo "This needs root: debootstrap, mount and chroot." >&2; exit 1; }
    command -v debootstrap >/dev/null || { echo "debootstrap is not installed: make deps-deb" >&2; exit 1; }
    scratch=$(mktemp -d)
    isolated=
    trap 'end_isolated; rm -rf --one-file-system "$scratch"' EXIT
    trap 'exit 130' INT TERM HUP
    ISOLATED_IN=$scratch unshare --mount --pid --fork --kill-child "$@" &
    isolated=$!
    status=0
    wait "$isolated" || status=$?
    isolated=
    exit "$status"
}
# unshare ignores the signals that ask it to end.
end_isolated() {
    [ -n "$isolated" ] || return 0
    kill -KILL "$isolated" 2>/dev/null || true
    wait "$isolated" 2>/dev/null || true
}

say() { echo "== $*"; }
# Run a command; show the end of what it prints only if it fails.
quietly() { "$@" >"$scratch/log" 2>&1 || { tail -n 30 "$scratch/log" >&2; return 1; }; }
in_debian="timeout ${DEBIAN_SECONDS:-3600} env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive chroot"
# as_root COMMAND..., as_user SHELL_COMMANDS: run them in the Debian.
as_root() { $in_debian "$debian" env HOME=/root "$@"; }
as_user() { $in_debian "$debian" setpriv --reuid=1000 --regid=1000 --clear-groups env HOME=/home/runner \
    sh -euc "cd /home/runner; $1"; }

# make_debian RELEASE PACKAGES_FOLDER PACKAGE...: a minimal Debian with these packages and the user `runner`, in the folder
# `debian`. Packages are downloaded to PACKAGES_FOLDER, once.
make_debian() {
    debian=$scratch/$1 release=$1 packages=$2
    shift 2
    mkdir -p "$packages"
    packages=$(cd "$packages" && pwd)
    # shellcheck disable=SC2086  # no argument if the mirror is not set
    quietly timeout 3600 debootstrap --variant=minbase --cache-dir="$packages" "$release" "$debian" ${DEBIAN_MIRROR:-}
    mount -t proc proc "$debian/proc"
    mount --rbind /sys "$debian/sys"
    mount --bind /dev/pts "$debian/dev/pts"
    mount -t tmpfs tmpfs "$debian/dev/shm"
    mount --bind "$packages" "$debian/var/cache/apt/archives"
    # Configure apt as on this machine, which may reach the mirror through a proxy.
    for configured in /etc/apt/apt.conf.d/*; do
        ! grep -qi 'proxy\|verify' "$configured" || cp "$configured" "$debian/etc/apt/apt.conf.d/"
    done
    echo force-unsafe-io >"$debian/etc/dpkg/dpkg.cfg.d/unsafe-io" # it need not survive a power cut
    quietly as_root apt-get -q update
    quietly as_root apt-get -qy install --no-install-recommends "$@"
    as_root useradd -m -u 1000 runner
}
