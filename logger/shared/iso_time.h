/* SPDX-License-Identifier: MIT */
/* Dates and times as ISO 8601 text and as days, for all programs: parsed, written, and said in words. */
#ifndef ISO_TIME_H
#define ISO_TIME_H

#include "shared/text_buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ISO_TIME_SIZE 32 /* the longest that is written */

struct iso_time {
    bool known;
    double utc_s; /* seconds since 1970-01-01 in UTC */
    long day;     /* local calendar, as it is written: days since 1970-01-01 ... */
    int minute;   /* ... and minutes since midnight */
};

/* Parse "2026-03-01T18:30:00.000+01:00". Seconds, fraction and offset may be missing; without an offset it is
 * UTC. Not `known` when `text` is anything else, or no day of the calendar. Padding is zero, so that the
 * bytes can be sent through a pipe. */
struct iso_time iso_time_parse(const char *text);

/* Whether `text` is a date alone: "2026-03-01". */
bool iso_time_is_date(const char *text);

/* Write `wall_us` (microseconds since 1970, UTC) in the local time zone: "2026-03-01T18:30:00.000+01:00";
 * "2026-03-01"; and "2026-03-01_183000", for names of files. ISO_TIME_SIZE bytes hold each; a date needs 11.
 */
void iso_time_format(char *text, size_t size, int64_t wall_us);
void iso_time_format_date(char *text, size_t size, int64_t wall_us);
void iso_time_format_file_name(char *text, size_t size, int64_t wall_us);

/* From days since 1970-01-01 to year, month (1 to 12) and day of the month in the Gregorian calendar, and
 * back. */
void iso_time_civil(long day, int *year, int *month, int *day_of_month);
long iso_time_day_number(int year, int month, int day_of_month);

/* "8 March 2026", and "8 March 2026, 18:30" of a time that is known. */
void iso_time_add_day(struct text_buffer *out, long day);
void iso_time_add(struct text_buffer *out, const struct iso_time *time);

/* "Mar", for axes. */
const char *iso_time_month_name(int month);

/* How long before, to follow "than": "earlier the same day", "the day before", "5 days before", "a week
 * before", "4 months before". */
void iso_time_add_before(struct text_buffer *out, long days);

/* "1 day", "5 days", "3 weeks", "11 months". */
void iso_time_add_span(struct text_buffer *out, long days);

#endif
