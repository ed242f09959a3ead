#!/bin/sh
# SPDX-License-Identifier: MIT
# Build for other processors with cross compilers; compare the reports and exports of the samples byte for byte with those of
# this machine; run the tests, emulated by qemu's user mode. The libraries of each architecture are unpacked in
# FOLDER/ARCHITECTURE/root, so that nothing is added to this system. DEBIAN_MIRROR: the mirror (default: those of its apt).
# ONLY: as of `make run-tests`. BUILD has the programs of this machine.
# usage: test-platforms.sh BUILD FOLDER ONLY ARCHITECTURE...
set -eu
build=$1 folder=$2 only=$3
shift 3
cd "$(dirname "$0")/../.."
here=tests/platforms

# Set the names of the architecture's compiler, libraries and emulator. False, with its name in `missing`, if a tool is missing.
choose() {
    case $1 in
    arm64) compiler=aarch64-linux-gnu triplet=aarch64-linux-gnu emulator=qemu-aarch64-static ;;
    armhf) compiler=arm-linux-gnueabihf triplet=arm-linux-gnueabihf emulator=qemu-arm-static ;;
    i386) compiler=i686-linux-gnu triplet=i386-linux-gnu emulator=qemu-i386-static ;;
    *) echo "test-platforms: no such architecture: $1" >&2; exit 2 ;;
    esac
    out=$folder/$1 root=$folder/$1/root
    for missing in "$compiler-gcc" "$emulator" apt-get; do
        command -v "$missing" >/dev/null || return 1
    done
}

# Run a command; show the end of what it prints only if it fails.
quietly() { "$@" >"$folder/log" 2>&1 || { tail -n 40 "$folder/log" >&2; return 1; }; }

cross_make() {
    PKG_CONFIG_SYSROOT_DIR=$root PKG_CONFIG_LIBDIR=$root/usr/lib/$triplet/pkgconfig \
        make --no-print-directory -j"$(nproc)" VARIANT=plain CC="${CCACHE:-} $compiler-gcc --sysroot=$root" BUILD="$out" "$@"
}

# compare OPTION...: run both analyzers on each sample; print "EQUAL of ALL".
compare() {
    equal=0 all=0
    for session in samples/*.csv; do
        "$build/roller-analyzer" "$@" "$session" >"$folder/ours" 2>&1
        "$emulator" -L "$root" "$out/roller-analyzer" "$@" "$session" >"$folder/theirs" 2>&1 || true
        all=$((all + 1))
        if cmp "$folder/ours" "$folder/theirs" >&2; then equal=$((equal + 1)); fi
    done
    echo "$equal of $all"
    [ "$equal" -eq "$all" ]
}

# Run the tests: all that can be emulated or, if this system cannot start the programs that they start, those that start none.
run_tests() {
    emulate="$here/emulate.sh $emulator $root $out/roller-analyzer"
    if $emulate true; then
        cross_make run-emulated ONLY="$only" RUN_UNDER="$emulate"
    else
        echo "No emulator can be registered here: without the tests that start programs."
        # shellcheck disable=SC2016  # a variable of make
        cross_make run-emulated ONLY="$only" EMULATED='$(EMULATED_ALONE)' RUN_UNDER="$emulator -L $root"
    fi
}

# Add a line to the table; the second form is for an architecture that was not tested.
row() { printf '%-13s %-8s %-14s %-8s %s\n' "$@" >>"$folder/table"; }
short_row() { printf '%-13s %s\n' "$@" >>"$folder/table"; }

# Test the chosen architecture, and add its line. False if something failed.
test_architecture() {
    result=0
    echo "== $1: libraries"
    quietly "$here/unpack-libraries.sh" "$1" "$root" || { short_row "$1" "FAILED: its libraries cannot be had"; return 1; }
    echo "== $1: build"
    quietly cross_make programs || { short_row "$1" FAILED; return 1; }
    echo "== $1: samples"
    report=$(compare report --json) || result=1
    export=$(compare export) || result=1
    echo "== $1: tests"
    run_tests >"$folder/$1.log" 2>&1 || result=1
    grep -vE '^(ok|  [A-Z-]+) |^        figure: ' "$folder/$1.log" || true
    row "$1" clean "$report" "$export" "$(grep -E '^[0-9]+ passed' "$folder/$1.log" || echo 'FAILED: not built')"
    return "$result"
}

mkdir -p "$folder"
: >"$folder/table"
row architecture build "report --json" export tests
failed=0
for architecture in "$@"; do
    if choose "$architecture"; then
        test_architecture "$architecture" || failed=1
    else
        short_row "$architecture" "skipped: $missing is not installed (make deps-platforms)"
    fi
done
cat "$folder/table"
exit "$failed"
