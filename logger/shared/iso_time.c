/* SPDX-License-Identifier: MIT */
#include "shared/iso_time.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define SECONDS_PER_DAY 86400
#define MONTH_SIZE sizeof "September" /* strftime's names are English: no program calls setlocale */
#define DAY_OF_1970 865566            /* subtracted so that 1 January 1970 is day 0 */
#define DAYS_PER_MONTH 30.4369        /* mean length of a month in the Gregorian calendar */
#define WEEKS_FROM_DAYS 13            /* shorter durations are given in days; 13 days are "2 weeks" */
#define MONTHS_FROM_DAYS 63           /* shorter durations are given in weeks; 63 days are "2 months" */

long iso_time_day_number(int year, int month, int day_of_month)
{
    long years = year + 400L; /* adding 400 years repeats the calendar and keeps this positive */
    long months_since_march = month > 2 ? month - 3 : month + 9;
    years -= month > 2 ? 0 : 1;
    long leap_days = years / 4 - years / 100 + years / 400;
    return 365 * years + leap_days + (153 * months_since_march + 2) / 5 + day_of_month - DAY_OF_1970;
}

void iso_time_civil(long day, int *year, int *month, int *day_of_month)
{
    time_t seconds = (time_t)day * SECONDS_PER_DAY;
    struct tm civil;
    gmtime_r(&seconds, &civil);
    *year = civil.tm_year + 1900;
    *month = civil.tm_mon + 1;
    *day_of_month = civil.tm_mday;
}

/* The parse functions move `*text` past the text that they accept. */
static bool parse_char(const char **text, char expected)
{
    if (**text != expected)
        return false;
    (*text)++;
    return true;
}

/* Parse exactly `digits` digits; scanf would also accept signs and blanks. */
static bool parse_digits(const char **text, size_t digits, int *value)
{
    if (strspn(*text, "0123456789") < digits)
        return false;
    *value = 0;
    for (const char *end = *text + digits; *text < end; (*text)++)
        *value = 10 * *value + (**text - '0');
    return true;
}

static bool parse_date(const char **text, long *day)
{
    int year, month, day_of_month, real_year, real_month, real_day;
    if (!parse_digits(text, 4, &year) || !parse_char(text, '-') || !parse_digits(text, 2, &month) ||
        !parse_char(text, '-') || !parse_digits(text, 2, &day_of_month))
        return false;
    *day = iso_time_day_number(year, month, day_of_month);
    iso_time_civil(*day, &real_year, &real_month, &real_day); /* 30 February would become a day in March */
    return real_year == year && real_month == month && real_day == day_of_month;
}

/* Parse ":05.25" or nothing. The fraction is checked but not used; 60 is a leap second. */
static bool parse_seconds(const char **text, int *second)
{
    *second = 0;
    if (parse_char(text, ':') && (!parse_digits(text, 2, second) || *second > 60))
        return false;
    if (parse_char(text, '.') || parse_char(text, ',')) {
        size_t digits = strspn(*text, "0123456789");
        *text += digits;
        return digits > 0;
    }
    return true;
}

/* Return the offset from UTC, in minutes, that this computer's local time has at the given one. */
static int local_offset_min(long day, int minute)
{
    struct tm local = {.tm_isdst = -1};
    iso_time_civil(day, &local.tm_year, &local.tm_mon, &local.tm_mday);
    local.tm_year -= 1900;
    local.tm_mon--;
    local.tm_min = minute;
    double utc_s = (double)mktime(&local);
    return (int)lround(((double)day * SECONDS_PER_DAY + minute * 60.0 - utc_s) / 60);
}

/* Parse "+01:00", "-0330", "+01", "Z" or nothing, up to the end of the text. */
static bool parse_offset(const char *text, int *offset_min)
{
    int hours, minutes;
    char sign = *text;
    *offset_min = 0;
    if (sign == '\0' || strcmp(text, "Z") == 0)
        return true;
    if (sign != '+' && sign != '-')
        return false;
    text++;
    if (!parse_digits(&text, 2, &hours))
        return false;
    minutes = 0;
    bool has_colon = parse_char(&text, ':');
    if ((has_colon || *text != '\0') && !parse_digits(&text, 2, &minutes))
        return false;
    if (hours > 23 || minutes > 59)
        return false;
    *offset_min = (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
    return *text == '\0';
}

struct iso_time iso_time_parse(const char *text)
{
    struct iso_time time;
    long day;
    int hour, minute, second, offset_min;
    memset(&time, 0, sizeof time);
    if (!parse_date(&text, &day) || (!parse_char(&text, 'T') && !parse_char(&text, ' ')) ||
        !parse_digits(&text, 2, &hour) || !parse_char(&text, ':') || !parse_digits(&text, 2, &minute) || hour > 23 ||
        minute > 59 || !parse_seconds(&text, &second))
        return time;
    text += *text == ' ' && text[1] != '\0';
    if (!parse_offset(text, &offset_min))
        return time;
    time.known = true;
    time.has_zone = *text != '\0';
    time.day = day;
    time.minute = hour * 60 + minute;
    if (!time.has_zone)
        offset_min = local_offset_min(day, time.minute);
    time.utc_s = (double)day * SECONDS_PER_DAY + (time.minute - offset_min) * 60.0 + second;
    return time;
}

bool iso_time_is_date(const char *text)
{
    long day;
    return parse_date(&text, &day) && *text == '\0';
}

static struct tm local_time(int64_t wall_us)
{
    time_t seconds = (time_t)(wall_us / 1000000);
    struct tm local;
    localtime_r(&seconds, &local);
    return local;
}

void iso_time_format(char *text, size_t size, int64_t wall_us)
{
    struct tm local = local_time(wall_us);
    size_t length = strftime(text, size, "%Y-%m-%dT%H:%M:%S", &local);
    char offset[sizeof "+0100"] = "";
    strftime(offset, sizeof offset, "%z", &local);
    snprintf(text + length, size - length, ".%03d%.3s:%s", (int)(wall_us / 1000 % 1000), offset, offset + 3);
}

void iso_time_format_date(char *text, size_t size, int64_t wall_us)
{
    struct tm local = local_time(wall_us);
    strftime(text, size, "%Y-%m-%d", &local);
}

void iso_time_format_file_name(char *text, size_t size, int64_t wall_us)
{
    struct tm local = local_time(wall_us);
    strftime(text, size, "%Y-%m-%d_%H%M%S", &local);
}

void iso_time_add_day(struct text_buffer *out, long day)
{
    time_t seconds = (time_t)day * SECONDS_PER_DAY;
    struct tm civil;
    char month[MONTH_SIZE];
    gmtime_r(&seconds, &civil);
    strftime(month, sizeof month, "%B", &civil);
    text_addf(out, "%d %s %d", civil.tm_mday, month, civil.tm_year + 1900);
}

void iso_time_add(struct text_buffer *out, const struct iso_time *time)
{
    iso_time_add_day(out, time->day);
    text_addf(out, ", %02d:%02d", time->minute / 60, time->minute % 60);
}

void iso_time_add_month(struct text_buffer *out, int month)
{
    struct tm civil = {.tm_mon = month - 1};
    char name[MONTH_SIZE];
    strftime(name, sizeof name, "%b", &civil);
    text_add(out, name);
}

void iso_time_add_duration(struct text_buffer *out, long days)
{
    if (days < WEEKS_FROM_DAYS)
        text_addf(out, "%ld day%s", days, days == 1 ? "" : "s");
    else if (days < MONTHS_FROM_DAYS)
        text_addf(out, "%ld weeks", lround((double)days / 7));
    else
        text_addf(out, "%ld months", lround((double)days / DAYS_PER_MONTH));
}

void iso_time_add_before(struct text_buffer *out, long days)
{
    if (days <= 0) {
        text_add(out, "earlier the same day");
    } else if (days == 1) {
        text_add(out, "the day before");
    } else if (days >= 6 && days <= 8) {
        text_add(out, "a week before");
    } else {
        iso_time_add_duration(out, days);
        text_add(out, " before");
    }
}
