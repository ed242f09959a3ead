#!/bin/sh
# SPDX-License-Identifier: MIT
# budget.sh NAME IMAGE RETURN_SIZE: print how much of an ATmega328P, the smallest chip, an image needs; fail above 60 %.
set -eu
name=$1
image=$2
return_size=$3
flash_size=32256
ram_size=2048
here=$(dirname "$0")

# Sections: what is loaded into flash, and what is in RAM besides the stack.
set -- $(avr-size -A "$image" | awk '
    $1 == ".text" || $1 == ".data" { flash += $2 }
    $1 == ".data" || $1 == ".bss" || $1 == ".noinit" { ram += $2 }
    END { print flash, ram }')
flash=$1
ram=$2
stack=$(avr-objdump -d "$image" | awk -v return_size="$return_size" -f "$here/stack-bound.awk")
total=$((ram + stack))
echo "$name: flash $flash of $flash_size bytes ($((100 * flash / flash_size)) %)," \
    "RAM $ram + stack at most $stack = $total of $ram_size bytes ($((100 * total / ram_size)) %)"
if [ $((100 * flash)) -gt $((60 * flash_size)) ] || [ $((100 * total)) -gt $((60 * ram_size)) ]; then
    echo "$name: above 60 % of an ATmega328P" >&2
    exit 1
fi
