/* SPDX-License-Identifier: MIT */
/* Commands from the host: lines collected byte by byte, then parsed. One that is too long, or has bytes that
 * are not printable ASCII, is rejected. */
#ifndef COMMAND_H
#define COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "settings.h"

#define COMMAND_LENGTH_MAX 40

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
    COMMAND_REJECTED
};

struct command {
    enum command_kind kind;
    uint8_t strip;
    uint16_t k_dn;     /* k_n rounded to 0.1 N */
    uint16_t p_milli;  /* p rounded to 0.001 */
    uint16_t measured; /* date, SETTINGS_DATE_UNKNOWN or SETTINGS_NOT_MEASURED */
    uint16_t angle_deg;
    uint16_t radius_dmm; /* rounded to 0.1 mm; 0 = not measured */
    bool biased;
    uint32_t rate_mhz;
    uint32_t baud;
    const char *reason; /* of the rejection; a flash text */
};

/* A line being collected. All zero: empty. */
struct command_line {
    char text[COMMAND_LENGTH_MAX + 1]; /* terminated once the line is complete */
    uint8_t length;
    bool too_long;
    bool garbled;
};

/* Add a byte; true when it ended a line that is not blank. CR or LF ends a line. */
bool command_line_add(struct command_line *line, uint8_t byte);

/* Parse a complete line. */
void command_parse(const struct command_line *line, struct command *command);

/* Start the next line. */
void command_line_clear(struct command_line *line);

#endif
