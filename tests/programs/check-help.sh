#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Check that --help, the man pages, the documents and shell completion agree about commands and options, and that the man
# pages are well formed. Each problem is a line on standard error.
# usage: check-help.sh BUILD_FOLDER [ROOT [SHELLS]]      ROOT: the project's folder (default: where this file is)
set -u
root=${2:-$(dirname "$0")/../..} shells=${3:-bash zsh fish}
build=$(cd "$1" && pwd)
cd "$root" || exit 2
PATH=$build:$PATH
programs='foam-roller roller-logger roller-analyzer virtual-roller'
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
# "COMMAND OPTION" for each option of each command, by --help; a program without commands counts as the command "none".
help_options() { (cd "$scratch" && for command in $(commands_of "$1") none; do sed "s/^/$command /" "$1.$command"; done); }
# "SECTION<tab>OPTION" for each option that a man page describes. SECTION: the title of .Ss, or of .Sh where there is none.
man_options() {
    awk '/^\.S[hs] / { section = substr($0, 5) }
         /^\.It Fl / { n = split($0, word, " ")
                       for (i = 2; i < n; i++) if (word[i] == "Fl") print section "\t-" word[i + 1] }' "docs/man/$1.1" |
        grep -vP '\t(-h|--help|--version)$' | sort -u
}

check_man() { # PROGRAM
    sed -n 's/^\.Ss //p' "docs/man/$1.1" >"$scratch/sections"
    help_options "$1" >"$scratch/of-help"
    man_options "$1" >"$scratch/of-man"
    commands_of "$1" | grep -vxF -f "$scratch/sections" | sed "s|.*|docs/man/$1.1 has no section about the command &|" >>"$problems"
    # A section about no command describes options of all commands, or of a program without commands.
    awk -v page="docs/man/$1.1" -v program="$1" -v commands="$(commands_of "$1" | tr '\n' ' ')" '
        function program_command(command) { return command == "none" ? program : program " " command }
        BEGIN { split(commands, list, " "); for (i in list) is_command[list[i]] = 1 }
        FNR == 1 { file++ }
        file == 1 { known[$2]; known[$1, $2]; next }
        file == 2 {
            split($0, part, "\t")
            described[is_command[part[1]] ? part[1] : "", part[2]]
            if (!(is_command[part[1]] ? (part[1], part[2]) in known : part[2] in known))
                print page " describes " part[2] " (" part[1] "), but --help does not"
            next
        }
        !(($1, $2) in described) && !(("", $2) in described) { print page " lacks " $2 " of " program_command($1) }
    ' "$scratch/of-help" "$scratch/of-man" "$scratch/of-help" >>"$problems"
    mandoc -Tlint "docs/man/$1.1" 2>&1 | grep -vE "referenced manual not found: Xr (${programs// /|}) 1" >>"$problems"
}

# Command lines in the documents: the text from a program's name to the end of the code.
check_documents() { # FILE...
    for program in $programs; do help_options "$program" | sed "s/^/$program /"; done >"$scratch/of-help"
    grep -oHE "(${programs// /|}) [^\`|;&>()]*" "$@" | awk '
        FILENAME != "-" { known[$1, $2, $3]; is_command[$1, $2]; next }
        {
            colon = index($0, ":")
            count = split(substr($0, colon + 1), word, /[ \t]+/)
            command = (word[1], word[2]) in is_command && word[2] != "none" ? word[2] : "none"
            for (i = 2; i <= count; i++) {
                if (!match(word[i], /--[a-z][-a-z]*/)) continue
                option = substr(word[i], RSTART, RLENGTH)
                if (option != "--help" && option != "--version" && !((word[1], command, option) in known))
                    print substr($0, 1, colon - 1) " mentions " word[1] (command == "none" ? "" : " " command) " " option ", which --help does not know"
            }
        }' "$scratch/of-help" - >>"$problems"
}

complete_bash() {
    bash -c 'source docs/completion/roller.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _foam_roller "$1"
             printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}
complete_zsh() { # run the completion, and print what it passes to the shell
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
check_documents README.md docs/*.md
for shell in $shells; do check_completion "$shell"; done

if [ -s "$problems" ]; then
    sort -u "$problems" >&2
    echo "--help and the documents differ: $(sort -u "$problems" | wc -l) problems." >&2
    exit 1
fi
echo "--help, man pages, README and completion agree."
