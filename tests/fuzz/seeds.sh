#!/bin/sh
# SPDX-License-Identifier: MIT
# Make the first inputs for fuzzing from the samples: seeds.sh FOLDER fills FOLDER/TARGET/.
# Sessions are decimated to one row in twenty, so that a complete one, with strokes and spots, is a small input.
set -eu
to=$1
samples=$(dirname "$0")/../../samples
corpus=$(dirname "$0")/corpus
for target in "$corpus"/*/; do
    mkdir -p "$to/$(basename "$target")"
done
for sample in "$samples"/*.csv; do
    name=$(basename "$sample" .csv)
    awk '/^#/ || rows++ % 20 == 0 || /mark|zero|knee/' "$sample" >"$to/session_file/$name"
    awk '/^#/ || rows++ < 40' "$sample" >"$to/session_file/$name-head"
    cp "$to/session_file/$name-head" "$to/anonymise/$name-head"
    grep '^#' "$sample" >"$to/metadata/$name"
    grep '^#' "$sample" | tail -n 5 >"$to/metadata/$name-tail"
done
