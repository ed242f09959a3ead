/* SPDX-License-Identifier: MIT */
/* The "# key: value" lines of a session (docs/FORMATS.md). Unknown keys are skipped. An invalid value is an
 * error where a guess would give wrong numbers (radius, calibration, scales, angles), else it is ignored with
 * a note. */
#ifndef METADATA_H
#define METADATA_H

#include "shared/failure.h"
#include "session/csv_fields.h"
#include "session/notes.h"
#include "shared/session_format.h"

#include <stdbool.h>
#include <stddef.h>

/* "# end: rows=30210 lost=0" */
struct metadata_end {
    bool present, has_rows, has_lost;
    size_t rows, lost;
};

struct metadata {
    struct session_header header;
    bool has_version;
    bool has_radius;
    bool has_full_scale;
    bool has_angles;
    unsigned angle_count, k_count, p_count; /* values given */

    struct metadata_end end;
};

void metadata_init(struct metadata *metadata);

/* Whether this is the version line, which starts a session. */
bool metadata_starts_session(struct csv_fields *fields, const char *line, size_t length);

/* Read one line. `file` and `line_number` are for messages. */
bool metadata_read_line(struct metadata *metadata, struct csv_fields *fields, const char *line, size_t length,
                        const char *file, size_t line_number, struct notes *notes, struct failure *failure);

/* Call before the first row: check the values against `strip_count` columns and fill in defaults, with a note
 * where they cost accuracy. */
bool metadata_finish(struct metadata *metadata, unsigned strip_count, const char *file, struct notes *notes,
                     struct failure *failure);

#endif
