#!/bin/sh
# SPDX-License-Identifier: MIT
# Make the files that the USB tests boot, in FOLDER: vmlinuz, and initramfs with the drivers, busybox, the logger and its libraries.
# usage: initramfs.sh FOLDER LOGGER
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$1 logger=$2
rm -rf "$folder"
mkdir -p "$folder/root/bin" "$folder/root/dev" "$folder/root/proc" "$folder/root/sys" "$folder/root/tmp"
"$here/kernel.sh" unpack "$folder"
mv "$folder/modules" "$folder/root/modules"
cp "$(command -v busybox)" "$folder/root/bin/busybox"
cp "$logger" "$folder/root/bin/roller-logger"
cp "$here/guest-init" "$folder/root/init"
ldd "$logger" | grep -o '/[^ ]*' | while read -r library; do
    mkdir -p "$folder/root$(dirname "$library")"
    cp -L "$library" "$folder/root$library"
done
(cd "$folder/root" && find . | cpio --quiet -o -H newc) | gzip -1 >"$folder/initramfs"
rm -rf "$folder/root"
