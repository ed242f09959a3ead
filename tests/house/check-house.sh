#!/bin/sh
# SPDX-License-Identifier: MIT
# The house as docs/ARCHITECTURE.md draws it: who may include whom, and what must not stand where.
# usage: check-house.sh [ROOT]      ROOT: the project's folder (default: where this file is)
set -u
root=${1:-$(dirname "$0")/../..}
cd "$root" || exit 2
house=tests/house
problems=$(mktemp)
trap 'rm -f "$problems"' EXIT

sources() {
    find firmware logger analyzer -name '*.[ch]' | sort
}

# An include goes to a module that stands earlier in floors.txt, or to the file's own header. That rules out circles
# as well. A name in floors.txt is a path without its ending; a file that stands nowhere there has no room.
sources | awk -v floors="$house/floors.txt" '
    function module(path) { sub(/\.[ch]$/, "", path); return path }
    function fold(path,    parts, n, i, out, depth, stack) {
        n = split(path, parts, "/")
        depth = 0
        for (i = 1; i <= n; i++) {
            if (parts[i] == "..") depth--
            else if (parts[i] != "." && parts[i] != "") stack[++depth] = parts[i]
        }
        out = stack[1]
        for (i = 2; i <= depth; i++) out = out "/" stack[i]
        return out
    }
    BEGIN {
        while ((getline line < floors) > 0) {
            sub(/#.*/, "", line); gsub(/[ \t]/, "", line)
            if (line != "") rank[line] = ++count
        }
    }
    { files[++n] = $0; exists[$0] = 1; name = $0; sub(/.*\//, "", name); by_name[name] = by_name[name] " " $0 }
    END {
        for (i = 1; i <= n; i++) {
            file = files[i]; own = module(file)
            if (!(own in rank)) { print file ": has no room in " floors; continue }
            seen[own] = 1
            folder = file; sub(/[^\/]*$/, "", folder)
            number = 0
            while ((getline line < file) > 0) {
                number++
                if (line !~ /^[ \t]*#[ \t]*include[ \t]*"/) continue
                split(line, quoted, "\""); wanted = quoted[2]
                target = fold(folder wanted)
                if (!(target in exists)) {
                    base = wanted; sub(/.*\//, "", base)
                    target = by_name[base]; sub(/^ /, "", target)
                    if (target == "" || target ~ / /) { print file ":" number ": cannot tell which file \"" wanted "\" is"; continue }
                }
                if (module(target) != own && rank[module(target)] >= rank[own])
                    print file ":" number ": includes " target ", which is upstairs"
            }
            close(file)
        }
        for (name in rank) if (!(name in seen)) print floors ": lists " name ", which is not there"
    }' >>"$problems"

# forbid PATTERN WHY FILES... : lines of code (not of comments) that match are problems.
forbid() {
    pattern=$1 why=$2
    shift 2
    [ $# -gt 0 ] || return 0
    grep -nE "$pattern" "$@" /dev/null | grep -vE '^[^:]*:[0-9]+:[ \t]*(/?\*|//)' | sed "s|\$|    <- $why|" >>"$problems"
}
code() { # code FOLDER... : its C files, without those that floors.txt lets print
    find "$@" -name '*.[ch]' | grep -vxF -f "$house/may-print.txt" | sort
}
forbid '(^|[^_[:alnum:]])(exit|abort|quick_exit)[[:space:]]*\(' 'only main exits' \
    $(find firmware logger analyzer -name '*.[ch]' ! -name main.c)
forbid '(^|[^_[:alnum:]])(v?printf|puts|putchar|perror)[[:space:]]*\(|f(printf|puts|write)[[:space:]]*\((.*,)?[[:space:]]*(stdout|stderr)' \
    'only main, the reports and what may-print.txt names print' $(code firmware logger analyzer)
forbid '(^|[^_[:alnum:]])(malloc|calloc|realloc|free|alloca|strdup)[[:space:]]*\(|(^|[^_[:alnum:]])new[[:space:]]' \
    'the firmware has no heap' $(find firmware/src firmware/*.ino -type f)
forbid '<avr/|<util/|(^|[^_[:alnum:]])((PORT|DDR|PIN)[A-L]|AD(MUX|CSR[AB]|C[HL]?)|UCSR[0-9][ABC]|UDR[0-9]|UBRR[0-9]|TW[BDCS]R|TCCR|TIMSK|MCUSR|WDTCSR|SREG|EE(CR|DR|AR))[HL0-9]*([^_[:alnum:]]|$)' \
    'only hal_avr.c touches registers' $(find firmware/src firmware/*.ino -type f ! -name hal_avr.c)

# Files over 300 lines stand in long-files.txt with a reason, and only those.
find firmware logger analyzer tests \( -name '*.[ch]' -o -name '*.sh' \) -exec wc -l {} + | awk -v list="$house/long-files.txt" '
    BEGIN { while ((getline line < list) > 0) if (line !~ /^#/) { split(line, word, /[ \t]+/); listed[word[1]] = 1 } }
    $2 == "total" { next }
    $1 > 300 && !($2 in listed) { print $2 ": " $1 " lines, and no reason in " list }
    $1 <= 300 && ($2 in listed) { print list ": " $2 " has only " $1 " lines now" }' | sort >>"$problems"
awk '!/^#/ && NF == 1 {print FILENAME ": " $1 " stands there without a reason"}' "$house/long-files.txt" >>"$problems"

if [ -s "$problems" ]; then
    cat "$problems" >&2
    echo "The house is not as drawn: $(wc -l <"$problems") problems." >&2
    exit 1
fi
echo "The house is as drawn: $(sources | wc -l) files, every include goes downstairs."
grep -v '^#' "$house/long-files.txt" | sed 's/^/  over 300 lines: /'
exit 0
