#!/bin/sh
# SPDX-License-Identifier: MIT
# Unpack the libraries of another architecture into a folder, unless they are there already. They come from the mirrors of this
# system's apt, or from DEBIAN_MIRROR. Nothing is installed, and root is not needed.
# usage: unpack-libraries.sh ARCHITECTURE ROOT
set -eu
architecture=$1 root=$2
libraries="libc6-dev libcsv-dev libjansson-dev libmicrohttpd-dev libsqlite3-dev zlib1g-dev liblzma-dev libzstd-dev libutf8proc-dev libcmocka-dev libserialport-dev libsimavr-dev libelf-dev"
[ ! -e "$root/complete" ] || exit 0
rm -rf "$root"
mkdir -p "$root/usr/lib" "$root/apt/lists/partial" "$root/apt/archives/partial"
root=$(cd "$root" && pwd)
apt=$root/apt

# Settings of apt: lists, downloads and a record of installed packages (none) of its own.
: >"$apt/status"
cat >"$apt/apt.conf" <<CONFIGURATION
APT::Architecture "$architecture";
APT::Architectures { "$architecture"; };
APT::Install-Recommends "false";
APT::Sandbox::User "";
Dir::State "$apt";
Dir::State::status "$apt/status";
Dir::Cache "$apt";
Debug::NoLocking "true";
CONFIGURATION
if [ -n "${DEBIAN_MIRROR:-}" ]; then
    echo "deb $DEBIAN_MIRROR $(. /etc/os-release && echo "$VERSION_CODENAME") main" >"$apt/sources.list"
    echo "Dir::Etc::SourceList \"$apt/sources.list\"; Dir::Etc::SourceParts \"-\";" >>"$apt/apt.conf"
fi
export APT_CONFIG="$apt/apt.conf"
apt-get -q update || echo "Some lists are missing; perhaps the others are enough."
# shellcheck disable=SC2086  # one word per package
apt-get -q -y --download-only install $libraries

# Unpack through lib, which is a link to usr/lib, wherever a package still has its files.
ln -s usr/lib "$root/lib"
for package in "$apt"/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -C "$root" --keep-directory-symlink -xf -
done
# Links such as libm.so -> /lib/TRIPLET/libm.so.6 are meant for a system whose root is this folder.
find "$root" -type l -lname '/*' | while read -r link; do
    ln -sfn "$root$(readlink "$link")" "$link"
done
rm -rf "$apt"
touch "$root/complete"
