/* SPDX-License-Identifier: MIT */
/* When a session began, for ordering and for the words between two of them. */
#ifndef ISO_TIME_H
#define ISO_TIME_H

#include "shared/text_buffer.h"

#include <stdbool.h>

struct moment {
    bool known;
    double utc_s; /* seconds since 1970 in UTC: the order */
    long day;     /* days since 1970-01-01 on the recording person's calendar: what people count in */
};

/* From an ISO 8601 time ("2026-03-01T18:30:00.000+01:00"; without an offset it is taken as UTC). Unknown when
 * the text is no such time. */
struct moment iso_time_parse(const char *started);

/* Year, month (1 to 12) and day of the month of days since 1970-01-01, in the Gregorian calendar, and back.
 */
void iso_time_civil(long day, int *year, int *month, int *day_of_month);
long iso_time_day_number(int year, int month, int day_of_month);

/* "8 March 2026". */
void iso_time_add_day(struct text_buffer *out, long day);

/* "Mar", for axes. */
const char *iso_time_month_name(int month);

/* How long before, to stand behind "than": "earlier the same day", "the day before", "5 days before", "a week
 * before", "3 weeks before", "4 months before". */
void iso_time_add_before(struct text_buffer *out, long days);

/* A span: "1 day", "5 days", "3 weeks", "11 months". */
void iso_time_add_span(struct text_buffer *out, long days);

#endif
