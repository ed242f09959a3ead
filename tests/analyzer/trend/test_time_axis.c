/* SPDX-License-Identifier: MIT */
/* The labels of time axes that span a few days, weeks, months or years. */
#include "support/cmocka_includes.h"

#include "shared/iso_time.h"
#include "trend/time_axis.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TICKS_MAX 8

struct tick {
    char label[24];
    long offset;
};

/* Read the ticks of an axis from its script. Returns the number of ticks. */
static size_t read_ticks(long first_day, long days, bool labels, struct tick tick[64])
{
    struct text_buffer script = {0};
    size_t count = 0;
    time_axis_add(&script, first_day, days, TICKS_MAX, labels);
    const char *cursor = strchr(script.bytes, '(');
    assert_non_null(cursor);
    for (cursor++; *cursor != ')'; cursor += strcspn(cursor, ",)") + (cursor[strcspn(cursor, ",)")] == ',')) {
        int used = 0;
        assert_true(count < 64);
        while (*cursor == ' ')
            cursor++;
        tick[count].label[0] = '\0';
        if (sscanf(cursor, "'%23[^']' %ld%n", tick[count].label, &tick[count].offset, &used) != 2)
            assert_int_equal(sscanf(cursor, "'' %ld%n", &tick[count].offset, &used), 1);
        count++;
    }
    assert_non_null(strstr(script.bytes, "\nset grid xtics "));
    text_free(&script);
    return count;
}

static void assert_axis(long first_day, long days, const struct tick *expected, size_t count)
{
    struct tick tick[64];
    assert_int_equal(read_ticks(first_day, days, true, tick), count);
    for (size_t k = 0; k < count; k++) {
        assert_string_equal(tick[k].label, expected[k].label);
        assert_int_equal(tick[k].offset, expected[k].offset);
    }
}

static void days_and_weeks_are_labelled_by_day(void **state)
{
    (void)state;
    long first = iso_time_day_number(2026, 2, 26);
    assert_axis(first, 4, (struct tick[]){{"26 Feb", 0}, {"27 Feb", 1}, {"28 Feb", 2}, {"1 Mar", 3}, {"2 Mar", 4}}, 5);
    assert_axis(first, 30, (struct tick[]){{"26 Feb", 0}, {"5 Mar", 7}, {"12 Mar", 14}, {"19 Mar", 21}, {"26 Mar", 28}},
                5);
}

static void months_are_at_their_first_day(void **state)
{
    (void)state;
    assert_axis(iso_time_day_number(2026, 3, 1), 92,
                (struct tick[]){{"Mar 2026", 0}, {"Apr", 31}, {"May", 61}, {"Jun", 92}}, 4);
    assert_axis(iso_time_day_number(2026, 3, 2), 91, (struct tick[]){{"Apr 2026", 30}, {"May", 60}, {"Jun", 91}}, 3);
    /* A January is labelled with its year. */
    assert_axis(iso_time_day_number(2025, 11, 20), 80, (struct tick[]){{"Dec", 11}, {"Jan 2026", 42}, {"Feb", 73}}, 3);
}

static void years_have_a_few_ticks_at_first_days_of_months(void **state)
{
    (void)state;
    assert_axis(
        iso_time_day_number(2024, 1, 1), 366,
        (struct tick[]){
            {"Jan 2024", 0}, {"Mar", 60}, {"May", 121}, {"Jul", 182}, {"Sep", 244}, {"Nov", 305}, {"Jan 2025", 366}},
        7);
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    for (long days = 71; days < 36500; days += 97) {
        struct tick tick[64];
        for (int month = 1; month <= 12; month++) {
            long first = iso_time_day_number(2023, month, 3 * month % 28 + 1);
            size_t count = read_ticks(first, days, true, tick);
            bool has_year = false;
            assert_in_range(count, 1,
                            days > 29200 ? 2 + days / 3652 : TICKS_MAX + 2); /* the widest step is ten years */
            for (size_t k = 0; k < count; k++) {
                int tick_year, tick_month, tick_day, labelled_year;
                char name[8];
                iso_time_civil(first + tick[k].offset, &tick_year, &tick_month, &tick_day);
                assert_int_equal(tick_day, 1);
                assert_in_range(tick[k].offset, 0, days);
                int parts = sscanf(tick[k].label, "%7s %d", name, &labelled_year);
                assert_true(parts >= 1);
                assert_string_equal(name, months[tick_month - 1]);
                if (parts == 2)
                    assert_int_equal(labelled_year, tick_year);
                has_year = has_year || parts == 2;
            }
            assert_true(has_year);
        }
    }
}

static void ticks_without_labels_are_at_the_same_days(void **state)
{
    (void)state;
    struct tick labelled[64], unlabelled[64];
    static const long spans[] = {5, 40, 100, 900};
    for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++) {
        size_t count = read_ticks(iso_time_day_number(2026, 5, 9), spans[i], true, labelled);
        assert_int_equal(read_ticks(iso_time_day_number(2026, 5, 9), spans[i], false, unlabelled), count);
        for (size_t k = 0; k < count; k++)
            assert_true(unlabelled[k].label[0] == '\0' && unlabelled[k].offset == labelled[k].offset);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_and_weeks_are_labelled_by_day),
        cmocka_unit_test(months_are_at_their_first_day),
        cmocka_unit_test(years_have_a_few_ticks_at_first_days_of_months),
        cmocka_unit_test(ticks_without_labels_are_at_the_same_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
