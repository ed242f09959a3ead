#!/bin/sh
# SPDX-License-Identifier: MIT
# Check the layout that docs/ARCHITECTURE.md describes: who may include whom, and what may be used where.
# usage: check-layout.sh [ROOT]      ROOT: the project's folder (default: where this file is)
set -u
root=${1:-$(dirname "$0")/../..}
cd "$root" || exit 2
layout=tests/layout
problems=$(mktemp)

sources() {
    find firmware logger analyzer app -name '*.[ch]' | sort
}

# List "FILE:LINE INCLUDER INCLUDED" for each quoted include. As the compiler does, look a name up beside the file, then in
# the include paths of its program.
pairs=$(mktemp)
trap 'rm -f "$problems" "$pairs"' EXIT
sources | xargs grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' | awk -v problems="$problems" '
    BEGIN { while (("find firmware logger analyzer app -name \"*.[ch]\"" | getline path) > 0) exists[path] = 1 }
    {
        split($0, part, ":"); file = part[1]; split($0, quoted, "\""); name = quoted[2]
        own = file; sub(/[^\/]*$/, "", own)
        roots = own " firmware/src/"
        if (file ~ /^firmware\/simulator/) roots = roots " firmware/simulator/ logger/"
        if (file ~ /^(logger|analyzer|app)/) roots = roots " logger/"
        if (file ~ /^analyzer/) roots = roots " analyzer/"
        if (file ~ /^app/) roots = roots " app/"
        count = split(roots, root, " "); found = ""
        for (i = 1; i <= count && found == ""; i++) if ((root[i] name) in exists) found = root[i] name
        if (found != "") print file ":" part[2], file, found
        else print file ":" part[2] ": includes \"" name "\", which does not exist" >>problems
    }' >"$pairs"

# Includes go to lower layers only. A program may include these folders of another program, and no others:
# firmware/src/wire and, for the programs on the host, logger/platform and logger/shared.
awk -v list="$layout/folders.txt" '
    function folder(path) { sub(/\/[^\/]*$/, "", path); return path }
    function program(path) {
        if (path ~ /^firmware\/simulator/) return "simulator"
        if (path ~ /^firmware/) return "firmware"
        sub(/\/.*/, "", path)
        return path
    }
    BEGIN { while ((getline line < list) > 0) if (line !~ /^#/ && line != "") rank[line] = ++count }
    {
        from = folder($2); to = folder($3)
        used[from] = 1
        if (!(from in rank)) print $1 ": " from " is not in " list
        else if (from != to && rank[to] >= rank[from]) print $1 ": includes " $3 ", which is in a layer above"
        if (program(from) != program(to) && to != "firmware/src/wire" && !(program(from) != "firmware" && to ~ /^logger\/(platform|shared)$/))
            print $1 ": includes " $3 ", which belongs to another program"
    }' "$pairs" >>"$problems"
# Each listed folder exists, and each file is in a listed folder.
grep -v '^#' "$layout/folders.txt" | grep . | while read -r folder; do
    [ -d "$folder" ] || echo "$layout/folders.txt: lists $folder, which does not exist"
done >>"$problems"
sources | sed 's|/[^/]*$||' | sort -u | while read -r folder; do
    grep -qxF "$folder" "$layout/folders.txt" || echo "$folder: is not in $layout/folders.txt"
    files=$(find "$folder" -maxdepth 1 -name '*.[ch]' | wc -l)
    [ "$files" -le 32 ] || echo "$folder: has $files files, more than 32"
done >>"$problems"
# No circular includes among headers.
awk '$2 ~ /\.h$/ && $3 ~ /\.h$/ {print $3, $2}' "$pairs" | tsort 2>&1 >/dev/null | sed -n 's/^tsort: //p' | grep '\.h$' |
    sed 's/$/: is part of a circular include/' >>"$problems"

# forbid PATTERN WHY FILES... : report lines of code (not of comments) that match.
forbid() {
    pattern=$1 why=$2
    shift 2
    [ $# -gt 0 ] || return 0
    grep -nE "$pattern" "$@" /dev/null | grep -vE '^[^:]*:[0-9]+:[ \t]*(/?\*|//)' | sed "s|\$|    <- $why|" >>"$problems"
}
code() { # code FOLDER... : list the C files in them, except those that may print
    find "$@" -name '*.[ch]' | grep -vxF -f "$layout/may-print.txt" | sort
}
forbid '(^|[^_[:alnum:]])(exit|abort|quick_exit)[[:space:]]*\(' 'only main exits' \
    $(find firmware logger analyzer app -name '*.[ch]' ! -name main.c)
forbid '(^|[^_[:alnum:]])(v?printf|puts|putchar|perror)[[:space:]]*\(|f(printf|puts|write)[[:space:]]*\((.*,)?[[:space:]]*(stdout|stderr)|(write|dprintf)[[:space:]]*\([[:space:]]*STD(OUT|ERR)_FILENO' \
    'only the files in may-print.txt may print' $(code firmware logger analyzer app)
forbid '(^|[^_[:alnum:]])(malloc|calloc|realloc|free|alloca|strdup)[[:space:]]*\(|(^|[^_[:alnum:]])new[[:space:]]' \
    'the firmware has no heap' $(find firmware/src firmware/*.ino -type f)
forbid '<avr/|<util/|(^|[^_[:alnum:]])((PORT|DDR|PIN)[A-L]|AD(MUX|CSR[AB]|C[HL]?)|UCSR[0-9][ABC]|UDR[0-9]|UBRR[0-9]|TW[BDCS]R|TCCR|TIMSK|MCUSR|WDTCSR|SREG|EE(CR|DR|AR))[HL0-9]*([^_[:alnum:]]|$)' \
    'only hal_avr.c touches registers' $(find firmware/src firmware/*.ino -type f ! -name hal_avr.c)

# dose.h alone says how much to roll and to stretch: no other text has its seconds, or a number of minutes or strokes, and
# nothing named after a dose has a number. The app's page gets them from the server.
seconds=$(sed -n 's/^#define DOSE_[A-Z_]*_S \([0-9][0-9]*\)$/\1/p' logger/shared/dose.h | grep .. | paste -sd'|' -)
names='(dose|DOSE|place_s|PLACE_S|stretch_m[a-z]+_s|STRETCH_M[A-Z]+_S|strokes_?[aA]im|STROKES_AIM)[a-zA-Z_]*'
forbid "(^|[^0-9.%])($seconds) (s|seconds?)([^_[:alnum:]]|\$)|(^|[^0-9.])[0-9]+ (minutes?|strokes?)([^_a-z]|\$)|(^|[^a-zA-Z_])$names[]\"' ,:|?()]*=?( *\(\) *=)?[> ]*[0-9]|#define [A-Z_]*(DOSE|STRETCH|AIM)[A-Z_]* [0-9]" \
    'only logger/shared/dose.h says how much to do' \
    $(find analyzer logger app \( -name '*.[ch]' -o -name '*.js' -o -name '*.html' \) ! -path logger/shared/dose.h)

# Code that is compiled on every system includes headers of C, of POSIX and of the libraries only.
posix='(arpa/inet|complex|ctype|dirent|errno|fcntl|float|grp|iconv|inttypes|langinfo|libgen|limits|locale|math|netinet/in|poll|pthread|pwd|signal|std(arg|atomic|bool|def|int|io|lib)|strings?|termios|time|unistd|sys/(mman|resource|select|socket|stat|statvfs|types|wait))\.h'
libraries='(avr_[a-z]+|csv|gelf|jansson|libserialport|lzma|microhttpd|sim_[a-z_]+|sqlite3|utf8proc|zlib|zstd)\.h'
sources | grep -v -e '^firmware/src/' -e '^logger/platform/' | grep -vxF -f "$layout/not-posix.txt" |
    xargs grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*<' | grep -vE "<($posix|$libraries)>" |
    sed "s|\$|    <- is not in POSIX; only logger/platform and the files in not-posix.txt may include it|" >>"$problems"

# long-files.txt lists exactly the files over 300 lines, each with a reason.
find firmware logger analyzer app tests \( -name '*.[ch]' -o -name '*.sh' \) -exec wc -l {} + | awk -v list="$layout/long-files.txt" '
    BEGIN { while ((getline line < list) > 0) if (line !~ /^#/) { split(line, word, /[ \t]+/); listed[word[1]] = 1 } }
    $2 == "total" { next }
    $1 > 300 && !($2 in listed) { print $2 ": " $1 " lines, but no reason in " list }
    $1 <= 300 && ($2 in listed) { print list ": " $2 " has only " $1 " lines now" }' | sort >>"$problems"
awk '!/^#/ && NF == 1 {print FILENAME ": " $1 " has no reason"}' "$layout/long-files.txt" >>"$problems"

if [ -s "$problems" ]; then
    cat "$problems" >&2
    echo "The layout is violated: $(wc -l <"$problems") problems." >&2
    exit 1
fi
echo "The layout holds: $(sources | wc -l) files in $(grep -cv -e '^#' -e '^$' "$layout/folders.txt") folders, every include goes downward."
grep -v '^#' "$layout/long-files.txt" | sed 's/^/  over 300 lines: /'
exit 0
