/* SPDX-License-Identifier: MIT */
/* Parses the "# key: value" lines of a session (docs/FORMATS.md). Unknown keys are skipped. An invalid value
 * is an error if guessing it would falsify results (radius, calibration, scales, angles); otherwise it is
 * ignored with a note. */
#pragma once

#include "shared/failure.h"
#include "session/columns.h"
#include "session/metadata_entry.h"
#include "text/csv_fields.h"
#include "text/line_reader.h"
#include "session/notes.h"
#include "shared/session_format.h"

#include <stdbool.h>
#include <stddef.h>

/* The end line, such as "# end: rows=30210 lost=0". */
struct metadata_end {
    bool present, has_rows, has_lost;
    size_t rows, lost;
};

struct metadata {
    struct session_header header;
    struct given_keys given;
    bool has_version;
    bool has_second_head; /* the version line came twice: lines from there on do not count */
    bool has_radius;
    bool has_full_scale, has_accel_scale, has_gyro_scale;
    unsigned angle_count, k_count, p_count; /* lengths of the lists in the file */
    struct metadata_end end;
    size_t value_count; /* lines with a key that is known, except the end line */
};

/* Set all values to their defaults. */
void metadata_init(struct metadata *metadata);

/* Return whether `line` is the version line, which starts a session. */
bool metadata_starts_session(struct csv_fields *fields, const char *line, size_t length);

/* Parse one line that begins with "#". False, with the failure set, if a value that may not be guessed is invalid. */
bool metadata_read_line(struct metadata *metadata, struct csv_fields *fields, const struct file_line *line,
                        struct notes *notes, struct failure *failure);

/* Check that there are as many values as strip columns, and add a note for each missing value that makes the results
 * less accurate. Call this before the first row. False with the failure set. */
bool metadata_finish(struct metadata *metadata, unsigned strip_count, const char *file, struct notes *notes,
                     struct failure *failure);

/* Add a note if the columns of the motion sensor are in the table but one of its scales is not in the header, or the
 * other way round. */
void metadata_note_motion_sensor(const struct metadata *metadata, const struct columns *columns, struct notes *notes);
