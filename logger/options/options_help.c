/* SPDX-License-Identifier: MIT */
#include "options/options.h"

#include "shared/dose.h"
#include "wire/vocabulary.h"

/* clang-format off */
static const char help_program[] =
    "usage: roller-logger COMMAND [OPTION...]\n"
    "\n"
    "Records sessions of the instrumented foam roller.\n"
    "\n"
    "  record     record a session to a file\n"
    "  calibrate  measure the roller's strips and rolling radius, and store the results in the roller\n"
    "  check      report whether a roller is healthy, from a few seconds of readings\n"
    "  list       show the serial ports and which ones are rollers\n"
    "  annotate   change the note, the pain or another remark in a recorded session\n"
    "\n"
    "  --help     show this text; `roller-logger COMMAND --help` shows the options of a command\n"
    "  --version  show the version\n"
    "\n"
    "Exit status: 0 done, 2 wrong usage, 3 the input is not from a roller, 4 no free device, 5 a file was not written.\n";

static const char help_record[] =
    "usage: roller-logger record [OPTION...]\n"
    "\n"
    "Records until Enter or Ctrl-C, and prints the name of the session file. In a terminal it shows, in digits to be read\n"
    "from the floor, how long you have stayed on this place in all; and where on the thigh the roller is, the marks, the\n"
    "force and the losses. NO_COLOR turns colour off.\n"
    "In a terminal a leg begins at a landmark: lie with the fold below the buttock over the roller, and hold its button\n"
    "for a second or press Enter. During the leg, k and Enter says that the roller is at the crease of the knee, and z and\n"
    "Enter that it is at the fold. Before that it asks whether name, thigh and folder are those of last time, and for the\n"
    "pain; after the recording again for the pain. Enter skips a question.\n"
    "\n"
    "  --port PORT          serial device or pseudo-terminal; a file or FIFO with the roller's lines;\n"
    "                       - for standard input. Default: search for the roller on USB\n"
    "  -o FILE              session file; never overwrites. Default: DATE_TIME_LEG.csv in this folder\n"
    "  --leg SIDE           the thigh to roll: left, right or both (right, then left, each in its own file)\n"
    "  --subject TEXT       name of the person\n"
    "  --note TEXT          a remark on the session\n"
    "  --thigh-length MM    length from the fold below the buttock to the crease of the knee\n"
    "  --start PLACE        where the roller lies at first: upper or knee\n"
    "  --pain-before N      pain before the session, from 0 (none) to 10 (the worst), as the person says it\n"
    "  --pain-after N       pain after the session, if it is known by now, as in a replay; else it is asked for, or\n"
    "                       annotate adds it\n"
    "  --condition TEXT     condition of a study, such as \"vibration\"\n"
    "  --study-visit TEXT   visit of a study, such as \"week 2\"\n"
    "  --rolling-radius MM  radius of the roller under load. Default: the roller's own value, or 72.5\n"
    "  --duration S         stop after this many seconds\n"
    "  --end-on-lift S      in a terminal or with --control: stop after the roller was lifted for so long. Default: 15; 0: never\n"
    "  --place-dose S       roll on after so long on one place, all visits together. Default: " DOSE_TEXT(DOSE_PLACE_S) "\n"
    "  --raw FILE           also save the raw bytes; `--port - < FILE` records them again\n"
    "  --wait S             seconds to wait for an unplugged roller to return, on any port. Default: 60\n"
    "                       for a serial device, 0 for a pseudo-terminal\n"
    "  --id ID              the roller to use, if several are plugged in (not with --port); `list` shows the ids\n"
    "  --baud N             speed of a serial device. Default: try "
    WIRE_TEXT(WIRE_BAUD_DEFAULT) ", " WIRE_TEXT(WIRE_BAUD_MAX) ", "
    WIRE_TEXT(WIRE_BAUD_DOUBLE) ", " WIRE_TEXT(WIRE_BAUD_OTHER) "\n"
    "  --events FD          write what happens as lines of JSON to this open descriptor, for another program (FORMATS.md)\n"
    "  --control FD         record when a command on this open descriptor says so: {\"command\":\"start\"} and others\n"
    "  --open               show the report when the recording has ended; of both legs, one page\n"
    "  --no-ask             begin at once, even in a terminal, without asking anything; so does --raw\n"
    "  --no-bell            no sound when a visit begins, a place has had enough, or the roller is lifted\n"
    "  --quiet              print errors only, without status and summary\n"
    "\n"
    "example: roller-logger record --leg right --thigh-length 350\n";

static const char help_check[] =
    "usage: roller-logger check [OPTION...]\n"
    "\n"
    "Listens to the roller and reports whether it is healthy: rate, jitter, losses, clock, each strip (dead, stuck, noisy,\n"
    "loose connection), the motion sensor; it also lists what it could not check. Leave the roller still for two seconds, then\n"
    "roll it slowly under load by a full turn. The check ends when all has been seen, usually within ten seconds, and after a\n"
    "minute. Exit status 0: healthy, 4: not healthy.\n"
    "\n"
    "  --port PORT   as for record\n"
    "  --duration S  listen for exactly this many seconds\n"
    "  --id ID       as for record\n"
    "  --baud N      as for record\n"
    "  --events FD   write what is seen as lines of JSON to this open descriptor, for another program (FORMATS.md)\n"
    "  --control FD  end when a command on this open descriptor says so: {\"command\":\"stop\"}\n"
    "  --quiet       print the report only\n";

static const char help_calibrate[] =
    "usage: roller-logger calibrate strips|radius|show [OPTION...]\n"
    "\n"
    "  strips  guides you through known loads on each strip, shows how well they fit, and stores the\n"
    "          force law of each strip in the roller when you answer yes\n"
    "  radius  guides you in rolling the loaded roller over a measured length; stores the rolling radius\n"
    "  show    shows what is stored in the roller\n"
    "\n"
    "Later recordings use what is stored. All measured points are also saved to a file, whose name is printed.\n"
    "Ctrl-C, or Ctrl-D at a question, stops the calibration; whatever has not been stored is unchanged.\n"
    "\n"
    "  --strip N     calibrate this strip only\n"
    "  --length MM   distance between the two lines on the floor\n"
    "  --json        with show: print one line of JSON\n"
    "  -o FILE       file for the points; never overwrites. Default: DATE_TIME_calibration.csv in this folder\n"
    "  --port PORT   serial device or pseudo-terminal. Default: search for the roller\n"
    "  --id ID       the roller to use, if several are plugged in (not with --port); `list` shows the ids\n"
    "  --baud N      speed of a serial device. Default: as for record\n"
    "  --events FD   write each step as lines of JSON to this open descriptor, for another program (FORMATS.md)\n"
    "  --control FD  take the answers from this open descriptor: {\"command\":\"answer\",\"text\":\"yes\"}, or stop\n"
    "\n"
    "Exit status: 0 done, 3 no answer, or the passes do not agree, 4 stopped, or no roller, 5 a file could not\n"
    "be written.\n";

static const char help_list[] =
    "usage: roller-logger list [OPTION...]\n"
    "\n"
    "Shows each serial port in two lines: name, USB id, driver, product, and what is connected. The program listens for a few\n"
    "seconds on each USB port, which restarts an Arduino. It does not open other ports, ports that another program uses, and\n"
    "devices that are known to be something else, such as printers and phones.\n"
    "\n"
    "  --json   print one JSON list: port, usb_id, driver, product, state, what, roller (null, or id, board,\n"
    "           firmware, baud)\n"
    "  --quiet  print no progress messages\n";

static const char help_annotate[] =
    "usage: roller-logger annotate SESSION OPTION...\n"
    "\n"
    "Changes the lines at the head of a recorded session; the recorded rows stay as they are, byte for byte. The file is\n"
    "replaced in one step: after a power cut or on a full disk it is as it was. An empty value removes what was said.\n"
    "\n"
    "  --note TEXT          a remark on the session\n"
    "  --pain-before N      pain before the session, from 0 (none) to 10 (the worst), as the person says it\n"
    "  --pain-after N       pain after the session\n"
    "  --subject TEXT       name of the person\n"
    "  --leg SIDE           the thigh that was rolled: left or right\n"
    "  --thigh-length MM    length from the fold below the buttock to the crease of the knee\n"
    "  --start PLACE        where the roller lay at first: upper or knee\n"
    "  --condition TEXT     condition of a study, such as \"vibration\"\n"
    "  --study-visit TEXT   visit of a study, such as \"week 2\"\n"
    "\n"
    "example: roller-logger annotate 2026-03-01_183000_right.csv --pain-after 3 --note \"less than last week\"\n";
/* clang-format on */

const char *options_help(enum command topic)
{
    switch (topic) {
    case COMMAND_RECORD: return help_record;
    case COMMAND_CHECK: return help_check;
    case COMMAND_CALIBRATE: return help_calibrate;
    case COMMAND_LIST: return help_list;
    case COMMAND_ANNOTATE: return help_annotate;
    default: return help_program;
    }
}
