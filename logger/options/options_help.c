/* SPDX-License-Identifier: MIT */
#include "options/options.h"

static const char help_program[] =
    "usage: roller-logger COMMAND [OPTION...]\n"
    "\n"
    "Records sessions of the instrumented foam roller.\n"
    "\n"
    "  record     record a session to a file\n"
    "  calibrate  measure its strips and its rolling radius, and store them in it\n"
    "  check      say how well a roller does, from ten seconds of its readings\n"
    "  list       show the serial ports, and which one is a roller\n"
    "\n"
    "  --help     this text; `roller-logger COMMAND --help` tells a command's options\n"
    "  --version  the version\n"
    "\n"
    "Exit status: 0 done, 2 wrong usage, 3 the input is no roller's, 4 no device or busy, 5 the file could "
    "not be written.\n";

static const char help_record[] =
    "usage: roller-logger record [OPTION...]\n"
    "\n"
    "Records until Ctrl-C and prints the name of the session file. In a terminal it shows where on the thigh "
    "the\n"
    "roller is, how long it has stayed there, the force and the losses; NO_COLOR turns colour off.\n"
    "\n"
    "  --port PORT          serial device or pseudo-terminal; a file or FIFO of the roller's lines;\n"
    "                       - for standard input. Without it the roller is looked for on USB.\n"
    "  -o FILE              session file; never overwrites. Default: DATE_TIME_LEG.csv in this folder\n"
    "  --leg left|right     which thigh; both: leads through the right and then the left one, a file each\n"
    "  --subject TEXT       who\n"
    "  --note TEXT          anything worth remembering\n"
    "  --thigh-length MM    from the upper thigh to the knee crease\n"
    "  --rolling-radius MM  radius of the roller under load. Default: as the roller says, or 72.5\n"
    "  --duration S         stop after so many seconds\n"
    "  --raw FILE           keep the bytes of the wire too; `--port - < FILE` records them again\n"
    "  --wait S             how long to wait for an unplugged roller to come back, at any port. Default: 60\n"
    "                       for a serial device, 0 for a pseudo-terminal\n"
    "  --id ID              which roller, where several are plugged in (not with --port); `list` shows their "
    "ids\n"
    "  --baud N             speed of a serial device. Default: found out (250000, 1000000, 500000, 115200)\n"
    "  --quiet              no progress, no summary: errors only\n"
    "\n"
    "example: roller-logger record --leg right --thigh-length 350\n";

static const char help_check[] = "usage: roller-logger check [OPTION...]\n"
                                 "\n"
                                 "Listens to the roller for ten seconds and says whether it is healthy: "
                                 "rate, jitter, losses, clock, each strip\n"
                                 "(dead, stuck, noisy, a loose contact), the motion sensor; and what it "
                                 "could not see. Let it lie still for two\n"
                                 "seconds, then roll it slowly under load. Exit status 0: healthy, 4: not.\n"
                                 "\n"
                                 "  --port PORT   as for record\n"
                                 "  --duration S  listen for so many seconds\n"
                                 "  --id ID       as for record\n"
                                 "  --baud N      as for record\n"
                                 "  --quiet       only the report\n";

static const char help_calibrate[] =
    "usage: roller-logger calibrate strips|radius|show [OPTION...]\n"
    "\n"
    "  strips  leads through known loads on one strip after the other, shows how well they fit, and stores\n"
    "          the force law of each in the roller when you say yes\n"
    "  radius  leads through rolling the loaded roller over a measured length, and stores the rolling "
    "radius\n"
    "  show    what the roller holds\n"
    "\n"
    "Recordings made afterwards use what is stored. All points also go to a file, whose name is printed.\n"
    "Ctrl-C, or Ctrl-D at a question, stops; what was not yet stored leaves the roller unchanged.\n"
    "\n"
    "  --strip N     this strip only\n"
    "  --length MM   between the two lines that the roller is rolled over\n"
    "  -o FILE       file of the points; never overwrites. Default: DATE_TIME_calibration.csv in this "
    "folder\n"
    "  --port PORT   serial device or pseudo-terminal. Without it the roller is looked for.\n"
    "  --id ID       which roller, where several are plugged in (not with --port); `list` shows their ids\n"
    "  --baud N      speed of a serial device. Default: found out\n"
    "\n"
    "Exit status: 0 done, 3 nobody answered or the passes do not agree, 4 stopped or no roller, 5 the file "
    "could not\n"
    "be written.\n";

static const char help_list[] = "usage: roller-logger list [OPTION...]\n"
                                "\n"
                                "Shows the serial ports, two lines each: name, USB id, driver, product, and "
                                "what is there. It listens for a few seconds\n"
                                "at those on USB, whereby an Arduino starts anew; others are left alone.\n"
                                "\n"
                                "  --json   one JSON list instead: port, usb_id, driver, product, what, "
                                "roller (null, or id, board, firmware, baud)\n"
                                "  --quiet  no word of what it is doing\n";

const char *options_help(enum command about)
{
    switch (about) {
    case COMMAND_RECORD:
        return help_record;
    case COMMAND_CHECK:
        return help_check;
    case COMMAND_CALIBRATE:
        return help_calibrate;
    case COMMAND_LIST:
        return help_list;
    default:
        return help_program;
    }
}
