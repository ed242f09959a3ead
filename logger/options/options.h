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

/* Texts belong to argv. */
struct options {
    enum command command;
    enum command help_topic; /* with COMMAND_HELP; COMMAND_HELP is the program as a whole */
    const char *port;        /* NULL: search for the roller; "-": standard input */
    const char *output;      /* NULL: a name made of date, time and leg */
    const char *raw;         /* file for the bytes of the wire; NULL: they are not kept */
    enum session_leg leg;
    bool both_legs;      /* first the right one, then the left one; `leg` is not used */
    const char *subject; /* "" = not given, like `note` */
    const char *note;
    double thigh_length_mm;   /* 0 = not given */
    double rolling_radius_mm; /* 0 = not given */
    double duration_s;        /* 0 = until stopped */
    double replug_wait_s;     /* how long to wait for an unplugged device; below 0 = not given */
    int baud;
    bool baud_is_given;
    const char *id;           /* of the roller to search for; NULL = any */
    char program_folder[256]; /* of this program as it was called: "build/" or "" */
    bool quiet;
    bool json; /* of list */
    enum calibrate_target target;
    int strip;        /* to calibrate; below 0 = all */
    double length_mm; /* between the tape lines; 0 = ask */
};

/* False (EXIT_STATUS_USAGE) when the arguments are wrong. Not thread-safe: getopt_long. */
bool options_parse(int argc, char *const argv[], struct options *options, struct failure *failure);

/* The text to print for COMMAND_HELP. */
const char *options_help(enum command topic);

#endif
