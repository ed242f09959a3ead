#!/bin/sh
# SPDX-License-Identifier: MIT
# Build the Debian package from a copy of the sources and check it with lintian. The package is left in FOLDER.
# usage: build-deb.sh FOLDER VERSION
set -eu
folder=$1 version=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
for tool in dpkg-buildpackage dh lintian; do
    command -v $tool >/dev/null || { echo "$tool is not installed: make deps-deb" >&2; exit 1; }
done
if command -v appstreamcli >/dev/null; then
    appstreamcli validate --no-net "$root"/docs/packaging/*.metainfo.xml
else
    echo "appstreamcli is not installed: the metainfo file is not validated"
fi
rm -rf "$folder"
stage=$folder/foam-roller-$version
mkdir -p "$stage"
tar -C "$root" --exclude=./.git --exclude=./build -cf - . | tar -C "$stage" -xf -
cp -R "$root/docs/packaging/debian" "$stage/debian"
[ "$(dpkg-parsechangelog -l "$stage/debian/changelog" -S Version)" = "$version" ] ||
    { echo "docs/packaging/debian/changelog does not begin with version $version" >&2; exit 1; }
(cd "$stage" && env -u MAKEFLAGS -u MFLAGS dpkg-buildpackage --build=binary --no-sign -j2) >"$folder/build.log" 2>&1 ||
    { tail -40 "$folder/build.log" >&2; exit 1; }
rm -rf "$stage"
lintian --allow-root --fail-on error,warning "$folder"/foam-roller_*.changes
ls "$folder"/foam-roller_*.deb
