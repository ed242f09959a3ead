#!/bin/sh
# SPDX-License-Identifier: MIT
# Print a C file that contains the files of the page (http/web_files.h).
# usage: web_files.sh FILE...
set -eu
echo '#include "http/web_files.h"'
number=0
for file in "$@"; do
    echo "static const unsigned char bytes_$number[] = {"
    od -An -v -tu1 "$file" | sed 's/[0-9][0-9]*/&,/g'
    echo '};'
    number=$((number + 1))
done
echo 'const struct web_file WEB_FILES[] = {'
number=0
for file in "$@"; do
    name=/$(basename "$file")
    case $name in
    *.html) type='text/html; charset=utf-8' ;;
    *.css) type='text/css; charset=utf-8' ;;
    *.js) type='text/javascript; charset=utf-8' ;;
    *.svg) type='image/svg+xml' ;;
    *.png) type='image/png' ;;
    *) echo "web_files.sh: $file: unknown kind of file" >&2; exit 1 ;;
    esac
    [ "$name" != /index.html ] || name=/
    echo "    {\"$name\", \"$type\", bytes_$number, sizeof bytes_$number},"
    number=$((number + 1))
done
echo '    {0, 0, 0, 0},'
echo '};'
