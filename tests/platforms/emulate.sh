#!/bin/sh
# SPDX-License-Identifier: MIT
# Run a command that starts programs for another processor. If this system does not already start PROGRAM, an emulator is registered
# in a user namespace: only the command sees it. Exit status 126: the system does not allow that (Linux before 6.7).
# usage: emulate.sh EMULATOR ROOT PROGRAM COMMAND [ARGUMENT...]      (PROGRAM prints its version with --version)
set -eu
emulator=$1 program=$3
QEMU_LD_PREFIX=$(cd "$2" && pwd)
export QEMU_LD_PREFIX

starts_program() { "$program" --version >/dev/null 2>&1; }

if [ "${EMULATE_REGISTERS:-}" = yes ]; then
    unset EMULATE_REGISTERS
    formats=/proc/sys/fs/binfmt_misc
    mount -t binfmt_misc none "$formats" 2>/dev/null || exit 126
    # The first 20 bytes of every program for this processor; the system and the kind of executable may differ.
    magic=$(od -An -v -tx1 -N20 "$program" | tr -d '\n' | sed 's/ /\\x/g')
    mask='\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00\x00\xfe\xff\xff\xff'
    # F: opened now. P: argv[0] is kept.
    printf '%s' ":emulated:M::$magic:$mask:$(command -v "$emulator"):FP" >"$formats/register" || exit 126
    starts_program || exit 126
elif ! starts_program; then
    export EMULATE_REGISTERS=yes
    unshare --user --map-root-user --mount true 2>/dev/null || exit 126
    exec unshare --user --map-root-user --mount "$0" "$@"
fi
shift 3
exec "$@"
