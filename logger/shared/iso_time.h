/* SPDX-License-Identifier: MIT */
/* Parses and formats dates and times: ISO 8601 text, days since 1970, and English words. */
#pragma once

#include "shared/text_buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ISO_TIME_DATE_LENGTH 10 /* characters of "2026-03-01" */
#define ISO_TIME_SIZE 32        /* bytes of the longest formatted time, with its terminator */

struct iso_time {
    bool known;
    bool has_zone; /* the text has an offset from UTC, or "Z" */
    double utc_s;  /* seconds since 1970-01-01 in UTC */
    long day;      /* local calendar day as written: days since 1970-01-01 */
    int minute;    /* local time as written: minutes since midnight */
};

/* Parse "2026-03-01T18:30:00.000+01:00". Seconds, fraction and offset are optional, a blank may stand for the T and
 * before the offset, and a comma for the point; without an offset the time is local time of this computer. `known` is
 * false if the text is not a time, or if its day is not in the calendar. Padding bytes are zero, so that the struct can
 * be sent through a pipe. */
struct iso_time iso_time_parse(const char *text);

/* Whether `text` is a date without a time, such as "2026-03-01". */
bool iso_time_is_date(const char *text);

/* Write `wall_us` (microseconds since 1970, UTC) in the local time zone as "2026-03-01T18:30:00.000+01:00", as
 * "2026-03-01" or as "2026-03-01_183000". ISO_TIME_SIZE bytes are enough for each of the three; a date needs 11. */
void iso_time_format(char *text, size_t size, int64_t wall_us);
void iso_time_format_date(char *text, size_t size, int64_t wall_us);
void iso_time_format_file_name(char *text, size_t size, int64_t wall_us);

/* Convert days since 1970-01-01 to year, month (1 to 12) and day of the month in the Gregorian calendar, and
 * the reverse. */
void iso_time_civil(long day, int *year, int *month, int *day_of_month);
long iso_time_day_number(int year, int month, int day_of_month);

/* Add a date, given in days since 1970-01-01: "8 March 2026". */
void iso_time_add_day(struct text_buffer *out, long day);
/* Add a known time: "8 March 2026, 18:30". */
void iso_time_add(struct text_buffer *out, const struct iso_time *time);

/* Add the short name of a month from 1 to 12, for axes: "Mar". */
void iso_time_add_month(struct text_buffer *out, int month);

/* Add words for the time `days` days before a given day: "earlier the same day", "the day before", "5 days before", "a
 * week before", "4 months before". */
void iso_time_add_before(struct text_buffer *out, long days);

/* Add a duration in days as words: "1 day", "5 days", "3 weeks", "11 months". */
void iso_time_add_duration(struct text_buffer *out, long days);
