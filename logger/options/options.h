/* SPDX-License-Identifier: MIT */
/* The command line of roller-logger. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "shared/failure.h"
#include "shared/session_format.h"

#include <stdbool.h>

#define OPTIONS_REPLUG_WAIT_DEFAULT_S 60

enum command {
    COMMAND_RECORD,
    COMMAND_CHECK,
    COMMAND_CALIBRATE,
    COMMAND_LIST,
    COMMAND_HELP,
    COMMAND_VERSION
};

/* What `calibrate` measures, or shows. */
enum calibrate_target { CALIBRATE_SHOW, CALIBRATE_STRIPS, CALIBRATE_RADIUS };

struct options {
    enum command command;
    enum command help_topic; /* with COMMAND_HELP: COMMAND_HELP is the program as a whole */
    const char *port;        /* NULL: look for the roller; "-": standard input. Texts belong to argv. */
    const char *output;      /* NULL: a name of date, time and leg */
    const char *raw;         /* NULL: the bytes of the wire are not kept */
    enum session_leg leg;
    bool both_legs;      /* one after the other; `leg` says nothing */
    const char *subject; /* "" = not told, as is */
    const char *note;
    double thigh_length_mm;   /* 0 = not told */
    double rolling_radius_mm; /* 0 = not told */
    double duration_s;        /* 0 = until stopped */
    double replug_wait_s;     /* for an unplugged device to come back; below 0 = not told */
    int baud;
    bool baud_is_given;
    const char *id; /* of the roller to look for; NULL = any */
    char
        programs[256]; /* folder of this program as it was called, "build/" or "": the others are there too */
    bool quiet;
    bool json; /* of list */
    enum calibrate_target what;
    int strip;        /* to calibrate; below 0 = each */
    double length_mm; /* between the tape lines; 0 = asked for */
};

/* False (EXIT_STATUS_USAGE) when the arguments are not understood. */
bool options_parse(int argc, char *const argv[], struct options *options, struct failure *failure);

/* What to print for COMMAND_HELP. */
const char *options_help(enum command about);

#endif
