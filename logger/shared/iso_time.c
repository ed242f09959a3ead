/* SPDX-License-Identifier: MIT */
#include "shared/iso_time.h"

#include "shared/text_form.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SECONDS_A_DAY 86400
#define DAYS_A_MONTH 30.4369

static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};

/* Counts from 1 March of the year 0, so that the leap day is the last of a year: 400 years are 146097 days.
 */
long iso_time_day_number(int year, int month, int day_of_month)
{
    long shifted = month > 2 ? year : year - 1;
    long era = (shifted >= 0 ? shifted : shifted - 399) / 400;
    long year_of_era = shifted - era * 400;
    long day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day_of_month - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

void iso_time_civil(long day, int *year, int *month, int *day_of_month)
{
    long shifted = day + 719468;
    long era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    long day_of_era = shifted - era * 146097;
    long year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    long day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    long month_from_march = (5 * day_of_year + 2) / 153;
    *day_of_month = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    *month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2 ? 1 : 0));
}

/* "+01:00", "-0330", "Z" or nothing: seconds to take off for UTC. False when it is anything else. */
static bool offset_of(const char *text, double *offset_s)
{
    unsigned hours, minutes;
    int length = 0;
    *offset_s = 0;
    if (text[0] == '\0' || strcmp(text, "Z") == 0)
        return true;
    if ((text[0] != '+' && text[0] != '-') ||
        (!text_form_matches(text + 1, "dd:dd") && !text_form_matches(text + 1, "dddd")))
        return false;
    if ((sscanf(text + 1, "%2u:%2u%n", &hours, &minutes, &length) != 2 &&
         sscanf(text + 1, "%2u%2u%n", &hours, &minutes, &length) != 2) ||
        text[1 + length] != '\0' || hours > 23 || minutes > 59)
        return false;
    *offset_s = (text[0] == '-' ? -1.0 : 1.0) * (hours * 3600.0 + minutes * 60.0);
    return true;
}

static int days_in(int year, int month)
{
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

struct moment iso_time_parse(const char *started)
{
    unsigned year, month, day, hour, minute, second = 0, part = 0;
    int length = 0;
    struct moment moment;
    memset(&moment, 0, sizeof moment); /* its padding too: it is written to a pipe (session_summary_pack) */
    if (!text_form_matches(started, "dddd-dd-ddTdd:dd") ||
        sscanf(started, "%4u-%2u-%2uT%2u:%2u%n", &year, &month, &day, &hour, &minute, &length) != 5 ||
        month < 1 || month > 12 || day < 1 || (int)day > days_in((int)year, (int)month) || hour > 23 ||
        minute > 59)
        return moment;
    const char *rest = started + length;
    if (text_form_matches(rest, ":dd") && sscanf(rest, ":%2u%n", &second, &length) == 1)
        rest += length;
    if (text_form_matches(rest, ".d") && sscanf(rest, ".%9u%n", &part, &length) == 1)
        rest += length; /* parts of a second order nothing here */
    double offset_s;
    if (second > 60 || !offset_of(rest, &offset_s))
        return moment;
    moment.known = true;
    moment.day = iso_time_day_number((int)year, (int)month, (int)day);
    moment.utc_s = (double)moment.day * SECONDS_A_DAY + hour * 3600.0 + minute * 60.0 + second - offset_s;
    return moment;
}

void iso_time_add_day(struct text_buffer *out, long day)
{
    int year, month, day_of_month;
    iso_time_civil(day, &year, &month, &day_of_month);
    text_addf(out, "%d %s %d", day_of_month, months[month - 1], year);
}

const char *iso_time_month_name(int month)
{
    static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return names[month - 1];
}

void iso_time_add_span(struct text_buffer *out, long days)
{
    if (days < 13)
        text_addf(out, "%ld day%s", days, days == 1 ? "" : "s");
    else if (days < 63)
        text_addf(out, "%ld weeks", lround((double)days / 7));
    else
        text_addf(out, "%ld months", lround((double)days / DAYS_A_MONTH));
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
        iso_time_add_span(out, days);
        text_add(out, " before");
    }
}
