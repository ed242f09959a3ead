#!/bin/sh
# SPDX-License-Identifier: MIT
# Provide the kernel that the USB tests boot: an installed one that has the drivers as modules, else the one of Debian's
# package, which is stored in the user's cache but not installed: a test must not change which kernel the computer boots.
# usage: kernel.sh fetch            download the package if it is needed and missing
#        kernel.sh unpack FOLDER    unpack vmlinuz and the modules to FOLDER
set -eu
modules='usb-common usbcore xhci-hcd xhci-pci usbserial ftdi_sio'
cache=${XDG_CACHE_HOME:-$HOME/.cache}/foam-roller-tests

installed_version() {
    for image in /boot/vmlinuz-*; do
        version=${image#/boot/vmlinuz-}
        [ -r "$image" ] && [ -n "$(find "/lib/modules/$version" -name 'ftdi_sio.ko*' 2>/dev/null)" ] || continue
        echo "$version"
        return
    done
}

cached_package() {
    find "$cache" -name 'linux-image-*.deb' 2>/dev/null | sort | tail -n 1
}

debian_package() {
    apt-cache depends linux-image-amd64 2>/dev/null | sed -n 's/.*Depends: \(linux-image-[^ ]*\)$/\1/p' | head -n 1
}

fetch() {
    if [ -n "$(installed_version)" ] || [ -n "$(cached_package)" ]; then
        echo "A kernel for the USB tests is available."
        return
    fi
    package=$(debian_package)
    if [ -z "$package" ]; then
        as_root=
        [ "$(id -u)" -eq 0 ] || as_root=sudo
        $as_root apt-get update -q
        package=$(debian_package)
    fi
    if [ -z "$package" ]; then
        echo "Debian's linux-image-amd64 is not available here. Install a kernel with ftdi_sio as a module." >&2
        exit 1
    fi
    mkdir -p "$cache"
    scratch=$(mktemp -d "$cache/fetch-XXXXXX")
    trap 'rm -rf "$scratch"' EXIT
    echo "Fetching $package into $cache."
    (cd "$scratch" && apt-get download -q "$package")
    mv "$scratch"/*.deb "$cache/"
}

# unpack_module NAME FROM TO: copy a module, which may be compressed; a driver that is built into the kernel needs none.
unpack_module() {
    file=$(find "$2" -name "$1.ko" -o -name "$1.ko.xz" -o -name "$1.ko.zst" | head -n 1)
    case $file in
    '') grep -q "/$1.ko$" "$2"/modules.builtin || { echo "The kernel has no module $1." >&2; exit 1; } ;;
    *.xz) xz -dc "$file" >"$3/$1.ko" ;;
    *.zst) zstd -qdc "$file" >"$3/$1.ko" ;;
    *) cp "$file" "$3/$1.ko" ;;
    esac
}

unpack() {
    folder=$1
    mkdir -p "$folder/modules"
    version=$(installed_version)
    package=$(cached_package)
    if [ -n "$version" ]; then
        tree=
        tree_modules=/lib/modules/$version
    elif [ -n "$package" ]; then
        tree=$folder/package
        mkdir -p "$tree"
        dpkg-deb --fsys-tarfile "$package" |
            tar -x -C "$tree" --wildcards './boot/vmlinuz-*' '*/modules.builtin' '*/drivers/usb/*'
        tree_modules=$(dirname "$(find "$tree" -name modules.builtin | head -n 1)")
        version=$(basename "$tree_modules")
    else
        echo "There is no kernel for the USB tests: make deps-usb" >&2
        exit 1
    fi
    cp "$tree/boot/vmlinuz-$version" "$folder/vmlinuz"
    for module in $modules; do
        unpack_module "$module" "$tree_modules" "$folder/modules"
    done
    echo "$modules" >"$folder/modules/order"
    rm -rf "$folder/package"
}

case ${1-} in
fetch) fetch ;;
unpack) unpack "$2" ;;
*) echo "usage: kernel.sh fetch | unpack FOLDER" >&2; exit 2 ;;
esac
