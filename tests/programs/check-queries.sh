#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Run what docs/SCALE.md and docs/LABS.md tell the user to run, over the samples and a session without a date: the queries in
# DuckDB, in SQLite, and the table in pandas, each where it is installed. Prints "tried: NAME" for each. Where a result is
# wrong, prints a line on standard error and exits with 1.
# usage: check-queries.sh BUILD_FOLDER
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
analyzer=$(cd "$1" && pwd)/roller-analyzer
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 2
status=0
wrong() {
    printf '%s\n' "$*" >&2
    status=1
}

# The indented block of a document that follows the line beginning with $2; further blocks up to a line of text belong to it.
block() {
    awk -v start="$2" 'index($0, start) == 1 { found = 1; next }
        found && /^[^ ]/ && NF { exit }
        found { sub(/^    /, ""); print }' "$root/docs/$1"
}

mkdir reports sessions
cp "$root"/samples/*.csv sessions
sed 's/^# started:.*/# started:/' "$root/samples/one-spot.csv" >sessions/undated.csv
"$analyzer" report --json sessions/*.csv >reports/part-1.jsonl || wrong 'the reports failed'
cp reports/part-1.jsonl reports.jsonl
count=$(grep -c . reports.jsonl)

# $1: the engine; $2: what it printed. Every session is counted once, and the session without a date is there.
check_answers() {
    local sessions
    sessions=$(printf '%s\n' "$2" | grep -E '(left|right),' | awk -F, '{ sum += $3 } END { print sum }')
    [ "$sessions" = "$count" ] || wrong "$1 counts $sessions of $count sessions: $2"
    printf '%s\n' "$2" | grep -qE '^,virtual roller,[0-9.]+$' || wrong "$1 has no row for the session without a date: $2"
    printf '%s\n' "$2" | grep -qE '^virtual roller,[0-9]+0(\.0)?,[0-9]+,[0-9.]+$' || wrong "$1 finds no spot: $2"
    printf 'tried: %s\n' "$1"
}

if command -v duckdb >/dev/null; then
    answer=$(block SCALE.md 'DuckDB (' | duckdb -csv -noheader -bail 2>errors) || wrong "DuckDB: $(cat errors)"
    check_answers DuckDB "$answer"
    [ -s reports.parquet ] || wrong 'DuckDB wrote no reports.parquet'
fi
if command -v sqlite3 >/dev/null; then
    answer=$(block SCALE.md 'SQLite (' | sqlite3 -bail 2>errors) || wrong "SQLite: $(cat errors)"
    [ -s errors ] && wrong "SQLite: $(cat errors)"
    check_answers SQLite "$answer"
fi

# The lines of a document that run the analyzer are run with the one that was built.
PATH=$(dirname "$analyzer"):$PATH
python=python3
python3 -c 'import pandas' 2>/dev/null || python=/usr/bin/python3 # another python3 may come first
if $python -c 'import pandas' 2>/dev/null; then
    block LABS.md '## 2. Make the tables' | grep -E '^(find|roller-analyzer)' >tables.sh
    bash -e tables.sh || wrong 'the tables of docs/LABS.md failed'
    block LABS.md 'In Python, with pandas' >table.py
    $python table.py >table.txt 2>errors || wrong "pandas: $(cat errors)"
    grep -q '^none,left,' table.csv || wrong "pandas: $(cat table.csv)"
    if $python -c 'import matplotlib' 2>/dev/null; then
        block LABS.md "The mean of each person's sessions" >figure.py
        cat table.py figure.py >both.py
        $python both.py >/dev/null 2>errors && [ -s figure.png ] || wrong "matplotlib: $(cat errors)"
        printf 'tried: matplotlib\n'
    fi
    printf 'tried: pandas\n'
fi
exit $status
