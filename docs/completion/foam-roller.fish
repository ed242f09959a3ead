# SPDX-License-Identifier: MIT
# fish completion for foam-roller, roller-logger, roller-analyzer and virtual-roller. Commands and options are read from the programs'
# own --help, so that what is offered is what they take.

function __foam_roller_commands --argument-names program
    $program --help 2>/dev/null | sed -nE "s/^  ($program )?([a-z]+)( [A-Z].*|  +[^ ].*)\$/\2/p" | sort -u
end

# Each option with its description behind a tab.
function __foam_roller_options
    set -l words (commandline -opc)
    set -l command
    if not contains $words[1] foam-roller virtual-roller; and set -q words[2]
        set command $words[2]
    end
    $words[1] $command --help 2>/dev/null | sed -nE 's/^  (-[^ ].*)$/\1/p' | while read -l line
        set -l parts (string split -m 1 '  ' -- $line)
        for option in (string split ', ' -- $parts[1])
            printf '%s\t%s\n' (string split -m 1 ' ' -- $option)[1] (string trim -- $parts[2])
        end
    end
end

for program in foam-roller roller-logger roller-analyzer virtual-roller
    if not contains $program foam-roller virtual-roller
        complete -c $program -n __fish_use_subcommand -f -a "(__foam_roller_commands $program)"
    end
    complete -c $program -n 'string match -q -- "-*" (commandline -ct)' -f -a '(__foam_roller_options)'
end
complete -c roller-logger -l leg -x -a 'left right both' -d 'which thigh'
complete -c virtual-roller -l leg -x -a 'left right' -d 'which thigh'
complete -c roller-analyzer -l format -x -a 'svg png pdf' -d 'of the files of charts'
complete -c roller-analyzer -l units -x -a 'metric us' -d 'of text, page and charts'
complete -c virtual-roller -l speed -x -a 'real max' -d 'in step with the clock, or as fast as it goes'
complete -c virtual-roller -l change -x -a 'none new gone less more' -d 'what changes over the weeks'
