/* SPDX-License-Identifier: MIT */
#include "session/session_date.h"

#include "text/letter_case.h"
#include "shared/sanitized_text.h"

#include <stdio.h>
#include <string.h>

#define CLOCK_EARLIEST_S 1577836800.0         /* 1 January 2020: there was no such roller before */
#define CLOCK_AHEAD_MAX_S (2 * 365 * 86400.0) /* the clock of this computer may be wrong, too */
#define NUMBER_DIGITS_MAX 4
#define CENTURY 2000      /* of a year with two digits */
#define SHORT_YEAR_MIN 20 /* no roller is older, so a smaller number is no year */

enum date_form { DATE_NONE, DATE_AMBIGUOUS, DATE_CLEAR };

/* A number of a date or a time, as a spreadsheet writes it. */
struct date_number {
    int value;
    size_t digits;
};

/* Parse the digits at `*text`, and move it past them. False if there are none or too many. */
static bool parse_number(const char **text, struct date_number *number)
{
    *number = (struct date_number){0, strspn(*text, "0123456789")};
    if (number->digits == 0 || number->digits > NUMBER_DIGITS_MAX)
        return false;
    for (size_t k = 0; k < number->digits; k++)
        number->value = 10 * number->value + (*text)[k] - '0';
    *text += number->digits;
    return true;
}

/* Parse three numbers with one separator: year first, or year last and then the day first after points, but the day or
 * the month first after other separators. Where no number has four digits, 26/03/25 is a day of March 2025 or 2026. */
static enum date_form parse_day(const char **text, int *year, int *month, int *day)
{
    struct date_number first, second, third;
    if (!parse_number(text, &first) || **text == '\0' || strchr("./-", **text) == NULL)
        return DATE_NONE;
    char separator = *(*text)++;
    if (!parse_number(text, &second) || *(*text)++ != separator || !parse_number(text, &third))
        return DATE_NONE;
    bool year_is_first = first.digits == 4, month_is_first = separator != '.' && second.value > 12;
    *year = year_is_first ? first.value : third.digits == 2 ? CENTURY + third.value : third.value;
    *month = year_is_first || !month_is_first ? second.value : first.value;
    *day = year_is_first ? third.value : month_is_first ? second.value : first.value;
    bool may_be_year = third.digits == 2 && first.value >= SHORT_YEAR_MIN && second.value <= 12 && third.value <= 31;
    if (!year_is_first && separator != '.' && may_be_year && first.value != third.value)
        return DATE_AMBIGUOUS;
    if (year_is_first || separator == '.' || first.value > 12 || second.value > 12 || first.value == second.value)
        return DATE_CLEAR;
    return DATE_AMBIGUOUS;
}

/* Parse "18:30" or "6:30:05 PM". `seconds` [size] receives what follows the minutes, ":05". */
static bool parse_time(const char **text, int *hour, int *minute, char *seconds, size_t size)
{
    struct date_number hours, minutes;
    if (!parse_number(text, &hours) || *(*text)++ != ':' || !parse_number(text, &minutes) || minutes.digits != 2)
        return false;
    size_t length = strspn(*text, ":.0123456789");
    snprintf(seconds, size, "%.*s", (int)length, *text);
    *text += length;
    *hour = hours.value;
    *minute = minutes.value;
    const char *half = *text + strspn(*text, " ");
    bool is_morning = letter_case_begins_with(half, strlen(half), "am");
    bool is_evening = letter_case_begins_with(half, strlen(half), "pm");
    if (!is_morning && !is_evening)
        return true;
    *text = half + strlen("am");
    if (hours.value < 1 || hours.value > 12)
        return false;
    *hour = hours.value % 12 + (is_evening ? 12 : 0);
    return true;
}

/* Write a date and time of any of these forms as ISO 8601. What follows the time is copied. */
static enum date_form write_as_iso(char *iso, size_t size, const char *text)
{
    int year, month, day, hour, minute;
    char seconds[16];
    enum date_form form = parse_day(&text, &year, &month, &day);
    if (form == DATE_NONE || strspn(text, " ,T") == 0)
        return DATE_NONE;
    text += strspn(text, " ,T");
    if (!parse_time(&text, &hour, &minute, seconds, sizeof seconds))
        return DATE_NONE;
    snprintf(iso, size, "%04d-%02d-%02dT%02d:%02d%s%s", year, month, day, hour, minute, seconds, text);
    return iso_time_parse(iso).known ? form : DATE_NONE;
}

/* Change an accepted date to ISO 8601 with "T" and a point, without a blank before the offset. */
static void put_in_standard_form(char *started)
{
    started[ISO_TIME_DATE_LENGTH] = 'T';
    char *comma = strchr(started, ','), *blank = strchr(started, ' ');
    if (comma != NULL)
        *comma = '.';
    if (blank != NULL)
        memmove(blank, blank + 1, strlen(blank));
}

void session_date_parse(struct session_header *header, const char *value, size_t length, size_t line_number,
                        struct notes *notes)
{
    char written[sizeof header->started], iso[2 * sizeof header->started], *started = header->started;
    sanitized_text_copy_bytes(written, sizeof written, value, length);
    started[0] = '\0';
    if (length == 0)
        return;
    struct iso_time time = iso_time_parse(written);
    enum date_form form = time.known ? DATE_CLEAR : write_as_iso(iso, sizeof iso, written);
    if (form != DATE_CLEAR) {
        notes_add(notes, "Line %zu: started \"%s\" %s; it is unknown when the session was recorded.", line_number,
                  written,
                  form == DATE_NONE ? "is not a date" : "may be two days, as its year, month or day may come first");
        return;
    }
    snprintf(started, sizeof header->started, "%.*s", (int)sizeof header->started - 1, time.known ? written : iso);
    put_in_standard_form(started);
    if (!iso_time_parse(started).has_zone)
        notes_add(notes, "The date (line %zu: \"%s\") has no time zone; it is taken as local time of this computer.",
                  line_number, written);
}

bool session_date_is_plausible(const struct iso_time *started, double now_s)
{
    return started->utc_s >= CLOCK_EARLIEST_S && started->utc_s <= now_s + CLOCK_AHEAD_MAX_S;
}

struct iso_time session_date_find_start(const struct session_header *header, double now_s)
{
    struct iso_time started = iso_time_parse(header->started);
    started.known = started.known && session_date_is_plausible(&started, now_s);
    return started;
}

void session_date_check_clock(const struct session_header *header, double now_s, struct notes *notes)
{
    const struct iso_time started = iso_time_parse(header->started);
    if (started.known && !session_date_is_plausible(&started, now_s))
        notes_add(notes, "The clock of the computer that recorded it was probably wrong: the session says %s.",
                  header->started);
}
