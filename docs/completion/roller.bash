# SPDX-License-Identifier: MIT
# bash completion for foam-roller, roller-logger, roller-analyzer and virtual-roller. Commands and options are read from the programs'
# own --help, so that what is offered is what they take.

# The commands of $1: indented words of its help that a description follows, after its own name or alone.
_foam_roller_commands() {
    "$1" --help 2>/dev/null | sed -nE "s/^  (${1##*/} )?([a-z]+)( [A-Z].*|  +[^ ].*)\$/\2/p" | sort -u
}

# The options of "$1 $2": words that begin with a dash, at the beginning of an indented line.
_foam_roller_options() {
    "$@" --help 2>/dev/null | sed -nE 's/^  (-[^ ].*)$/\1/p' | sed -E 's/  +.*//' | tr ',' '\n' |
        sed -nE 's/^ *(-[-a-zA-Z]+).*/\1/p'
}

_foam_roller() {
    local program=$1 current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=()
    COMPREPLY=()
    # The shell cuts words at "=": --leg=left is three.
    [[ $current == = ]] && current=
    [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD-2]}
    [[ ${program##*/} == @(foam|virtual)-roller ]] || command=("${COMP_WORDS[1]}")
    case $before in
    --leg) mapfile -t COMPREPLY < <(compgen -W 'left right both' -- "$current"); return ;;
    --format) mapfile -t COMPREPLY < <(compgen -W 'svg png pdf' -- "$current"); return ;;
    --units) mapfile -t COMPREPLY < <(compgen -W 'metric us' -- "$current"); return ;;
    --speed) mapfile -t COMPREPLY < <(compgen -W 'real max' -- "$current"); return ;;
    --change) mapfile -t COMPREPLY < <(compgen -W 'none new gone less more' -- "$current"); return ;;
    --start) mapfile -t COMPREPLY < <(compgen -W 'upper knee' -- "$current"); return ;;
    --roll-direction) mapfile -t COMPREPLY < <(compgen -W '1 -1' -- "$current"); return ;;
    --port) # not by roller-logger list: that opens the ports, and an Arduino restarts then
        mapfile -t COMPREPLY < <(compgen -G '/dev/tty[AU][CS][MB]*' | grep -F -- "$current"; compgen -f -- "$current")
        return
        ;;
    esac
    if [[ $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_foam_roller_options "$program" "${command[@]}") --help" -- "$current")
    elif [[ $COMP_CWORD -eq 1 && ${program##*/} != @(foam|virtual)-roller ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_foam_roller_commands "$program")" -- "$current")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
    fi
}

complete -o filenames -o nosort -F _foam_roller foam-roller roller-logger roller-analyzer virtual-roller
