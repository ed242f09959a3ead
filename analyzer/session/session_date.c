/* SPDX-License-Identifier: MIT */
#include "session/session_date.h"

#include "shared/iso_time.h"
#include "shared/sanitized_text.h"

#define CLOCK_EARLIEST_S 1577836800.0         /* 1 January 2020: there was no such roller before */
#define CLOCK_AHEAD_MAX_S (2 * 365 * 86400.0) /* the clock of this computer may be wrong, too */

void session_date_parse(struct session_header *header, const char *value, size_t length, size_t line_number,
                        struct notes *notes)
{
    char *started = header->started;
    sanitized_text_copy_bytes(started, sizeof header->started, value, length);
    struct iso_time time = iso_time_parse(started);
    if (!time.known && length > 0)
        notes_add(notes, "Line %zu: started \"%s\" is not a date; it is unknown when the session was recorded.",
                  line_number, started);
    if (!time.known) {
        started[0] = '\0';
        return;
    }
    if (!time.has_zone)
        notes_add(notes, "The date (line %zu: \"%s\") has no time zone; it is taken as local time of this computer.",
                  line_number, started);
    started[ISO_TIME_DATE_LENGTH] = 'T';
}

void session_date_check_clock(const struct session_header *header, double now_s, struct notes *notes)
{
    const struct iso_time started = iso_time_parse(header->started);
    if (started.known && (started.utc_s < CLOCK_EARLIEST_S || started.utc_s > now_s + CLOCK_AHEAD_MAX_S))
        notes_add(notes, "The clock of the computer that recorded it was probably wrong: the session says %s.",
                  header->started);
}
