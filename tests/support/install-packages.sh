#!/bin/sh
# SPDX-License-Identifier: MIT
# Install the Debian packages that are missing. If none is missing, it needs neither the network nor root.
set -eu
if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "This installs packages on Debian and Ubuntu only. Elsewhere, install the equivalents of: $*" >&2
    exit 1
fi
missing=
for package in "$@"; do
    status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
    [ "$status" = "install ok installed" ] || missing="$missing $package"
done
if [ -z "$missing" ]; then
    echo "All packages are installed."
    exit 0
fi
as_root=
if [ "$(id -u)" -ne 0 ]; then
    as_root=sudo
fi
if ! command -v "${as_root:-apt-get}" >/dev/null; then
    echo "There is no ${as_root:-apt-get}. As root, run: apt-get install --no-install-recommends$missing" >&2
    exit 1
fi
echo "Installing:$missing"
$as_root apt-get update -q
# shellcheck disable=SC2086  # splits into one word per package
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -q -y --no-install-recommends $missing
