/* SPDX-License-Identifier: MIT */
/* The command line of roller-logger. */
#pragma once

#include "options/annotation.h"
#include "shared/failure.h"
#include "shared/session_format.h"

#include <stdbool.h>

#define OPTIONS_REPLUG_WAIT_DEFAULT_S 60
#define OPTIONS_END_ON_LIFT_DEFAULT_S 15

enum command {
    COMMAND_RECORD,
    COMMAND_CHECK,
    COMMAND_CALIBRATE,
    COMMAND_LIST,
    COMMAND_ANNOTATE,
    COMMAND_HELP,
    COMMAND_VERSION
};

enum calibrate_target { CALIBRATE_SHOW, CALIBRATE_STRIPS, CALIBRATE_RADIUS };

/* The parsed command line. Strings point into argv. */
struct options {
    enum command command;
    enum command help_topic; /* with COMMAND_HELP; COMMAND_HELP = the program in general */
    const char *port;        /* NULL = search for the roller; "-" = standard input */
    const char *output;      /* NULL = a name made of date, time and leg */
    const char *folder;      /* of sessions named by date; "" = the current one */
    const char *raw;         /* file for the roller's raw bytes; NULL = do not save them */
    enum session_leg leg;
    bool both_legs;           /* record the right leg, then the left one; `leg` is not used */
    const char *subject;      /* who is recorded; "" = not given */
    const char *note;         /* "" = not given */
    double thigh_length_mm;   /* 0 = not given */
    double rolling_radius_mm; /* 0 = not given */
    double duration_s;        /* 0 = until stopped */
    double replug_wait_s;     /* timeout for an unplugged device; negative = not given */
    int baud;                 /* speed of a serial device, bit/s */
    bool baud_is_given;
    const char *id;           /* id of the roller to search for; NULL = any */
    char program_folder[256]; /* folder part of argv[0], such as "build/"; "" = none */
    bool quiet;
    bool open; /* show the report after the recording */
    bool no_bell;
    bool no_ask;          /* ask nothing, and begin at once, even at a terminal */
    int events_fd;        /* descriptor for events; 0 = none */
    int control_fd;       /* descriptor with the commands of another program; 0 = none */
    double place_dose_s;  /* on one place, all visits together */
    double end_on_lift_s; /* lifted for so long ends a leg at a terminal; 0 = never; negative = not given */
    bool json;            /* `list` and `calibrate show` print JSON */
    enum calibrate_target target;
    int strip;                    /* the strip to calibrate; negative = all */
    double length_mm;             /* distance between the tape lines; 0 = ask the user */
    const char *session;          /* the file to annotate */
    struct annotation annotation; /* what `annotate` changes; of `record`, start, pain, condition and study visit */
};

/* Parse the command line. False (EXIT_STATUS_USAGE) if it is wrong. Not thread-safe: getopt_long. */
bool options_parse(int argc, char *const argv[], struct options *options, struct failure *failure);

/* Return the help text of a command. */
const char *options_help(enum command topic);
