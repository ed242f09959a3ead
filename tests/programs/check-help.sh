#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Check that --help, the man pages, the documents and shell completion agree about commands and options, and that the man
# pages are well formed. Each problem is a line on standard error.
# usage: check-help.sh BUILD_FOLDER [ROOT]      ROOT: the project's folder (default: where this file is)
set -u
root=${2:-$(dirname "$0")/../..}
build=$(cd "$1" && pwd)
cd "$root" || exit 2
PATH=$build:$PATH
programs='roller-logger roller-analyzer virtual-roller'
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
problems=$scratch/problems
touch "$problems"
problem() { printf '%s\n' "$*" >>"$problems"; }

# For each program: its commands, and for each command ("none" for a program without commands) the options that its --help
# lists, except --help and --version.
for program in $programs; do
    "$program" --help | sed -nE "s/^  ($program )?([a-z]+)( [A-Z].*|  +[^ ].*)\$/\2/p" | sort -u >"$scratch/$program"
    for command in $(cat "$scratch/$program") none; do
        [ "$command" = none ] && set -- "$program" || set -- "$program" "$command"
        "$@" --help | sed -nE 's/^  (-[^ ].*)$/\1/p' | sed -E 's/  +.*//' | tr ',' '\n' |
            sed -nE 's/^ *(-[-a-zA-Z0-9]+).*/\1/p' | grep -vxE -e '-h|--help|--version' |
            sort -u >"$scratch/$program.$command"
    done
done
commands_of() { cat "$scratch/$1"; }
options_of() { cat "$scratch/$1.${2:-none}"; }
# "SECTION<tab>OPTION" for each option that a man page describes. SECTION: the title of .Ss, or of .Sh where there is none.
man_options() {
    awk '/^\.S[hs] / { section = substr($0, 5) }
         /^\.It Fl / { n = split($0, word, " ")
                       for (i = 2; i < n; i++) if (word[i] == "Fl") print section "\t-" word[i + 1] }' "docs/man/$1.1" |
        grep -vP '\t(-h|--help|--version)$' | sort -u
}

check_man() { # PROGRAM
    local commands sections section option command
    commands=$(commands_of "$1")
    sections=$(sed -n 's/^\.Ss //p' "docs/man/$1.1")
    for command in $commands; do
        grep -qx -- "$command" <<<"$sections" || problem "docs/man/$1.1 has no section about the command $command"
        options_of "$1" "$command" | while read -r option; do
            man_options "$1" | awk -F'\t' -v command="$command" -v option="$option" -v commands="$commands" '
                BEGIN { split(commands, list, "\n"); for (i in list) is_command[list[i]] = 1 }
                $2 == option && ($1 == command || !($1 in is_command)) { found = 1 }
                END { exit !found }' || problem "docs/man/$1.1 lacks $option of $1 $command"
        done
    done
    man_options "$1" | while IFS=$'\t' read -r section option; do
        if [ -z "$commands" ]; then
            options_of "$1" | grep -qx -- "$option"
        elif grep -qx -- "$section" <<<"$commands"; then
            options_of "$1" "$section" | grep -qx -- "$option"
        else
            for command in $commands; do options_of "$1" "$command"; done | grep -qx -- "$option"
        fi || problem "docs/man/$1.1 describes $option ($section), but --help does not"
    done
    [ -n "$commands" ] || options_of "$1" | while read -r option; do
        man_options "$1" | grep -qP -- "\t$option\$" || problem "docs/man/$1.1 lacks $option"
    done
    mandoc -Tlint "docs/man/$1.1" 2>&1 | grep -vE "referenced manual not found: Xr (${programs// /|}) 1" |
        while read -r line; do problem "$line"; done
}

# Command lines in a document: what stands behind a program's name up to the end of the code.
check_document() { # FILE
    grep -oE "(${programs// /|}) [^\`|;&>()]*" "$1" | while read -r program rest; do
        command=${rest%% *}
        if [ "$program" = virtual-roller ] || ! grep -qx -- "$command" <<<"$(commands_of "$program")"; then command=; fi
        grep -oE -- '--[a-z][-a-z]*' <<<"$rest" | while read -r option; do
            case $option in --help | --version) continue ;; esac
            options_of "$program" $command | grep -qx -- "$option" ||
                problem "$1 mentions $program $command $option, which --help does not know"
        done
    done
}

complete_bash() {
    bash -c 'source docs/completion/roller.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _foam_roller "$1"
             printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}
complete_zsh() { # the completion itself, with what it hands to the shell printed
    zsh -fc 'compadd() { print -l -- ${@:#--} }; _files() { }; words=("$@"); CURRENT=$#; PREFIX=${words[-1]}
             complete_it() { source docs/completion/_foam_roller }; complete_it' zsh "$@"
}
complete_fish() {
    fish -c 'source docs/completion/foam-roller.fish; complete -C "$argv"' "$@" | cut -f1
}
check_completion() { # SHELL
    command -v "$1" >/dev/null || { echo "$1 is not installed: its completion is not tried"; return; }
    local program command
    for program in $programs; do
        local commands
        commands=$(commands_of "$program")
        [ -z "$commands" ] || [ "$("complete_$1" "$program" '' | sort)" = "$commands" ] ||
            problem "completion in $1 does not offer the commands of $program"
        for command in ${commands:-none}; do
            [ "$command" = none ] && command=
            "complete_$1" "$program" $command -- | sort -u >"$scratch/offered"
            options_of "$program" "$command" | grep -e '^--' | comm -23 - "$scratch/offered" | while read -r option; do
                problem "completion in $1 does not offer $option of $program $command"
            done
        done
    done
}

for program in $programs; do
    check_man "$program"
    for command in $(commands_of "$program"); do
        grep -qE "$program $command" README.md || problem "README.md does not mention $program $command"
    done
done
for document in README.md docs/*.md; do check_document "$document"; done
for shell in bash zsh fish; do check_completion "$shell"; done

if [ -s "$problems" ]; then
    sort -u "$problems" >&2
    echo "--help and the documents differ: $(sort -u "$problems" | wc -l) problems." >&2
    exit 1
fi
echo "--help, man pages, README and completion agree."
