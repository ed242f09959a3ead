#!/bin/sh
# SPDX-License-Identifier: MIT
# In place of roller-logger: one roller is plugged in, and a session does what $FAKE_LOGGER says after its start.
#   saves: saves the file at "stop"   dies: is killed   full: the disk is full   unplugged: the roller is gone for a moment
#   full-at-stop: the disk is full at "stop"   garbage: prints lines that are no events
#   lists-when-ended: finds the roller when it is ended
command=$1
case $command in
list)
    if [ "$FAKE_LOGGER" = lists-when-ended ]; then
        trap 'ended=1' TERM
        : >"$0.listing"
        while [ -z "$ended" ]; do sleep 0.02; done
    fi
    echo '[{"port":"/dev/fake","usb_id":"2341:0043","driver":"x","product":"y","state":"roller","what":"roller","roller":{"id":"5A3C21F0","board":"uno","firmware":"1","baud":250000}}]'
    exit 0 ;;
check)
    cat >&3 <<'EVENTS'
{"event":"task","events":1,"task":"check","phase":"search"}
{"event":"task","events":1,"task":"check","phase":"running"}
{"event":"finding","severity":"ok","strip":null,"text":"rate: 100.2 frames per second"}
{"event":"finding","severity":"fault","strip":3,"text":"strip 3: dead"}
{"event":"verdict","healthy":false,"complete":true,"text":"The roller is not healthy: 1 fault above."}
{"event":"end","status":4,"text":"The roller is not healthy; the report above says why."}
EVENTS
    exit 4 ;;
calibrate)
    printf '{"event":"task","events":1,"task":"radius","phase":"running"}\n' >&3
    printf '{"event":"ask","ask":1,"step":"length","strip":null,"number":null,"unit":"mm","words":[""],"button":false,"text":"x"}\n' >&3
    while read -r line <&4; do
        case $line in
        *'"stop"'*) break ;;
        *'"answer"'*)
            printf '{"event":"answered","ask":1,"text":"300","button":false}\n{"event":"notice","text":"answered"}\n' >&3
            [ "$FAKE_LOGGER" != dies ] || kill -KILL $$ ;;
        esac
    done
    printf '{"event":"end","status":4,"text":"Stopped. The roller is unchanged."}\n' >&3
    exit 4 ;;
annotate)
    printf '%s\n' "$@" >>"$2.annotated"
    exit 0 ;;
record) ;;
*) exit 2 ;;
esac
printf '%s\n' "$@" >arguments
file=$(pwd)/fake_$$.csv
state() {
    printf '{"event":"state","events":1,"phase":"%s","leg":"right","unplugged":%s,"zero":false,"knee":false}\n' "$1" "$2" >&3
}
live() {
    printf '{"event":"live","time_s":%d,"rows":%d}\n' "$1" "$1" >&3
}
state search false
state ready false
live 0
while read -r line <&4; do
    case $line in
    *'"start"'*)
        printf '# foam-roller-session: 1\n' >"$file.part"
        state recording false
        live 1
        case $FAKE_LOGGER in
        dies) kill -KILL $$ ;;
        full)
            printf '{"event":"end","status":5,"text":"The disk is full: <b>no space</b>."}\n' >&3
            exit 5 ;;
        unplugged)
            printf '{"event":"lost_link","time_s":1,"reason":"unplugged","wait_s":60}\n' >&3
            state recording true ;;
        garbage)
            printf 'no json\n{"event":5}\n{}\n[]\n{"event":"live\\nevent: state\\ndata: {}"}\n\377\n\n' >&3
            head -c 9000000 /dev/zero | tr '\0' 'x' >&3
            printf '\n{"event":"notice","text":"still here"}\n' >&3 ;;
        esac ;;
    *'"mark"'*)
        state recording false
        printf '{"event":"mark","time_s":2,"position_mm":100,"marks":1}\n' >&3 ;;
    *'"stop"'* | *'"next"'*)
        [ "$FAKE_LOGGER" != full-at-stop ] || {
            # Longer than any buffer of the app, with an odd number of bytes before characters of two.
            printf '{"event":"end","status":5,"text":"x%s"}\n' "$(head -c 2000 /dev/zero | tr '\0' x | sed 's/x/é/g')" >&3
            exit 5
        }
        break ;;
    *'"discard"'*)
        rm -f "$file.part"
        printf '{"event":"discarded"}\n{"event":"end","status":0,"text":""}\n' >&3
        exit 0 ;;
    esac
done
# At a command, and at the end of the control.
if [ -e "$file.part" ]; then
    mv "$file.part" "$file"
    printf '{"event":"saved","file":"%s","leg":"right","rows":2,"lost":0,"duration_s":1}\n' "$file" >&3
fi
printf '{"event":"end","status":0,"text":""}\n' >&3
