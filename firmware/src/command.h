/* SPDX-License-Identifier: MIT */
/* Commands from the host. Lines are collected byte by byte, then parsed. A line that is too long or contains
 * bytes other than printable ASCII is refused. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "settings.h"

#define COMMAND_LENGTH_MAX 40 /* characters of a line, without its end */

enum command_kind {
    COMMAND_IDENTIFY,  /* ? */
    COMMAND_RATE,      /* R,<hz> */
    COMMAND_CALIBRATE, /* K,<strip>,<k_n>,<p>[,<YYYY-MM-DD> or default] */
    COMMAND_ANGLE,     /* G,<strip>,<angle_deg> */
    COMMAND_RADIUS,    /* L,<radius_mm> */
    COMMAND_BIAS,      /* P,0 or P,1 */
    COMMAND_BAUD,      /* B,<baud> */
    COMMAND_SAVE,      /* W */
    COMMAND_ZERO,      /* Z */
    COMMAND_REFUSED
};

/* A parsed command; only the arguments of its kind are set. */
struct command {
    enum command_kind kind;
    uint8_t strip;
    uint16_t k_tenth_n;   /* k_n in units of 0.1 N */
    uint16_t p_milli;     /* p in units of 0.001 */
    uint16_t measured_on; /* a SETTINGS_DATE, SETTINGS_DATE_UNKNOWN or SETTINGS_NOT_MEASURED */
    uint16_t angle_deg;
    uint16_t radius_tenth_mm; /* in units of 0.1 mm; 0 = not measured */
    bool bias_resistors;
    uint32_t rate_millihz;
    uint32_t baud;
    const char *reason; /* why the command is refused, a string in flash; else NULL */
};

/* A line being collected. When all bytes are zero, it is empty. */
struct command_line {
    char text[COMMAND_LENGTH_MAX + 1]; /* NUL-terminated once the line is complete */
    uint8_t length;
    bool too_long;
    bool garbled; /* contains bytes other than printable ASCII */
};

/* Add a byte; CR or LF ends the line. True if the byte completed a line that is not blank: parse it and clear it
 * before the next byte. */
bool command_line_add(struct command_line *line, uint8_t byte);

/* Parse a complete line; `command->kind` is COMMAND_REFUSED if it is not a valid command. */
void command_parse(const struct command_line *line, struct command *command);

/* Start the next line. */
void command_line_clear(struct command_line *line);
