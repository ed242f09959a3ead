/* SPDX-License-Identifier: MIT */
/* Dates and times: parsed, formatted, and described in words. */
#include "support/cmocka_includes.h"

#include "shared/iso_time.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define EVENING_US 1772386200123456LL /* 2026-03-01 17:30:00.123456 UTC */

static void times_are_ordered_in_utc_and_counted_in_local_days(void **state)
{
    (void)state;
    struct iso_time evening = iso_time_parse("2026-03-01T23:30:00.000-08:00");
    struct iso_time later = iso_time_parse("2026-03-02T07:29:59Z");
    assert_true(evening.known && later.known);
    assert_true(evening.utc_s == later.utc_s + 1); /* 07:30 UTC */
    assert_int_equal(later.day - evening.day, 1);
    assert_true(iso_time_parse("1970-01-02T00:00Z").utc_s == 86400);
    assert_true(iso_time_parse("2026-03-01T18:30:00+0100").utc_s == iso_time_parse("2026-03-01T17:30:00Z").utc_s);
    assert_true(iso_time_parse("2024-02-29T00:00").known);
    assert_true(iso_time_parse("2026-03-01 18:30:00+01:00").utc_s == evening.utc_s - 14 * 3600); /* a blank for the T */
}

static void a_time_without_a_zone_is_local(void **state)
{
    (void)state;
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    struct iso_time winter = iso_time_parse("2026-03-01 18:30:00"), summer = iso_time_parse("2026-07-01T18:30");
    assert_true(winter.utc_s == iso_time_parse("2026-03-01T18:30:00+01:00").utc_s && !winter.has_zone);
    assert_true(summer.utc_s == iso_time_parse("2026-07-01T18:30:00+02:00").utc_s && !summer.has_zone);
    assert_int_equal(winter.minute, 18 * 60 + 30);
    assert_true(iso_time_parse("2026-03-01T18:30Z").has_zone && iso_time_parse("2026-03-01T18:30+01:00").has_zone);
    unsetenv("TZ");
    tzset();
}

static void other_texts_are_unknown(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "yesterday",
                                        "2026-03-01",
                                        "2026-13-01T10:00",
                                        "2026-02-29T10:00",
                                        "2026-00-10T10:00",
                                        "2026-03-00T10:00",
                                        "2026-03--5T10:00",
                                        "-999-03-01T10:00",
                                        "2026-03-01T24:00",
                                        "2026-03-01T10:60",
                                        "2026-03-01T10:00:61",
                                        "2026-03-01T10:00:00+1",
                                        "2026-03-01T10:00:00+25:00",
                                        "2026-03-01T10:00:00+01:00x",
                                        "2026-03-01T10:00:00.",
                                        "2026-03-01T10:00:+5",
                                        "2026-+3-01T18:-0/",
                                        "2026-03-01T10:00:00 or so"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (iso_time_parse(texts[i]).known)
            fail_msg("parsed as a time: %s", texts[i]);
}

static void a_date_alone_is_a_day_of_the_calendar(void **state)
{
    (void)state;
    assert_true(iso_time_is_date("2024-02-29"));
    static const char *const texts[] = {"", "2026-02-29", "2026-3-01", "2026-03-01 or so", "2026-+3-01"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_false(iso_time_is_date(texts[i]));
}

static void every_day_of_800_years_is_parsed_and_formatted(void **state)
{
    (void)state;
    long first = iso_time_day_number(1600, 1, 1);
    int year = 1600, month = 1, day_of_month = 1;
    for (long day = first; year < 2400; day++) {
        int y, m, d;
        iso_time_civil(day, &y, &m, &d);
        assert_true(y == year && m == month && d == day_of_month);
        assert_int_equal(iso_time_day_number(y, m, d), day);
        static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        if (day_of_month++ == days[month - 1] + (month == 2 && leap)) {
            day_of_month = 1;
            month = month % 12 + 1;
            year += month == 1;
        }
    }
    assert_int_equal(iso_time_day_number(1970, 1, 1), 0);
}

static void set_zone(const char *zone)
{
    setenv("TZ", zone, 1);
    tzset();
}

static void the_start_has_an_offset_and_milliseconds(void **state)
{
    (void)state;
    char text[48];
    set_zone("CET-1");
    iso_time_format(text, sizeof text, EVENING_US);
    assert_string_equal(text, "2026-03-01T18:30:00.123+01:00");
    set_zone("NST3:30");
    iso_time_format(text, sizeof text, EVENING_US);
    assert_string_equal(text, "2026-03-01T14:00:00.123-03:30");
    set_zone("UTC0");
    iso_time_format(text, sizeof text, EVENING_US);
    assert_string_equal(text, "2026-03-01T17:30:00.123+00:00");
}

static void assert_before(long days, const char *words)
{
    struct text_buffer out = {0};
    iso_time_add_before(&out, days);
    assert_string_equal(out.bytes, words);
    text_free(&out);
}

static void durations_are_in_usual_units(void **state)
{
    (void)state;
    assert_before(0, "earlier the same day");
    assert_before(1, "the day before");
    assert_before(5, "5 days before");
    assert_before(6, "a week before");
    assert_before(8, "a week before");
    assert_before(9, "9 days before");
    assert_before(14, "2 weeks before");
    assert_before(60, "9 weeks before");
    assert_before(91, "3 months before");
    struct text_buffer out = {0};
    iso_time_add_day(&out, iso_time_day_number(2026, 12, 8));
    assert_string_equal(out.bytes, "8 December 2026");
    text_clear(&out);
    struct iso_time evening = iso_time_parse("2026-03-01T18:05:00.000+01:00");
    iso_time_add(&out, &evening);
    assert_string_equal(out.bytes, "1 March 2026, 18:05");
    text_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_ordered_in_utc_and_counted_in_local_days),
        cmocka_unit_test(a_time_without_a_zone_is_local),
        cmocka_unit_test(other_texts_are_unknown),
        cmocka_unit_test(a_date_alone_is_a_day_of_the_calendar),
        cmocka_unit_test(the_start_has_an_offset_and_milliseconds),
        cmocka_unit_test(every_day_of_800_years_is_parsed_and_formatted),
        cmocka_unit_test(durations_are_in_usual_units),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
