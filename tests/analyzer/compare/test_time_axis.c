/* SPDX-License-Identifier: MIT */
/* The labels of time axes of a few days, of weeks, of months and of years. */
#include "support/cmocka_includes.h"

#include "shared/iso_time.h"
#include "compare/output/time_axis.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TICS_MAX 8

struct tic {
    char label[24];
    long offset;
};

/* Read the tics of an axis from its script. Returns the number of tics. */
static size_t read_tics(long first_day, long days, bool labels, struct tic tic[64])
{
    struct text_buffer script = {0};
    size_t count = 0;
    time_axis_add(&script, first_day, days, TICS_MAX, labels);
    const char *cursor = strchr(script.bytes, '(');
    assert_non_null(cursor);
    for (cursor++; *cursor != ')'; cursor += strcspn(cursor, ",)") + (cursor[strcspn(cursor, ",)")] == ',')) {
        int used = 0;
        assert_true(count < 64);
        while (*cursor == ' ')
            cursor++;
        tic[count].label[0] = '\0';
        if (sscanf(cursor, "'%23[^']' %ld%n", tic[count].label, &tic[count].offset, &used) != 2)
            assert_int_equal(sscanf(cursor, "'' %ld%n", &tic[count].offset, &used), 1);
        count++;
    }
    assert_non_null(strstr(script.bytes, "\nset grid xtics "));
    text_free(&script);
    return count;
}

static void assert_axis(long first_day, long days, const struct tic *expected, size_t count)
{
    struct tic tic[64];
    assert_int_equal(read_tics(first_day, days, true, tic), count);
    for (size_t k = 0; k < count; k++) {
        assert_string_equal(tic[k].label, expected[k].label);
        assert_int_equal(tic[k].offset, expected[k].offset);
    }
}

static void days_and_weeks_are_labelled_by_day(void **state)
{
    (void)state;
    long first = iso_time_day_number(2026, 2, 26);
    assert_axis(first, 4, (struct tic[]){{"26 Feb", 0}, {"27 Feb", 1}, {"28 Feb", 2}, {"1 Mar", 3}, {"2 Mar", 4}}, 5);
    assert_axis(first, 30, (struct tic[]){{"26 Feb", 0}, {"5 Mar", 7}, {"12 Mar", 14}, {"19 Mar", 21}, {"26 Mar", 28}},
                5);
}

static void months_are_at_their_first_day(void **state)
{
    (void)state;
    assert_axis(iso_time_day_number(2026, 3, 1), 92,
                (struct tic[]){{"Mar 2026", 0}, {"Apr", 31}, {"May", 61}, {"Jun", 92}}, 4);
    assert_axis(iso_time_day_number(2026, 3, 2), 91, (struct tic[]){{"Apr 2026", 30}, {"May", 60}, {"Jun", 91}}, 3);
    /* A January is labelled with its year. */
    assert_axis(iso_time_day_number(2025, 11, 20), 80, (struct tic[]){{"Dec", 11}, {"Jan 2026", 42}, {"Feb", 73}}, 3);
}

static void years_have_a_few_tics_at_first_days_of_months(void **state)
{
    (void)state;
    assert_axis(
        iso_time_day_number(2024, 1, 1), 366,
        (struct tic[]){
            {"Jan 2024", 0}, {"Mar", 60}, {"May", 121}, {"Jul", 182}, {"Sep", 244}, {"Nov", 305}, {"Jan 2025", 366}},
        7);
    for (long days = 71; days < 36500; days += 97) {
        struct tic tic[64];
        for (int month = 1; month <= 12; month++) {
            long first = iso_time_day_number(2023, month, 3 * month % 28 + 1);
            size_t count = read_tics(first, days, true, tic);
            bool has_year = false;
            assert_in_range(count, 1, days > 29200 ? 2 + days / 3652 : TICS_MAX + 2); /* the widest step is ten years */
            for (size_t k = 0; k < count; k++) {
                int tic_year, tic_month, tic_day, labelled_year;
                char name[8];
                iso_time_civil(first + tic[k].offset, &tic_year, &tic_month, &tic_day);
                assert_int_equal(tic_day, 1);
                assert_in_range(tic[k].offset, 0, days);
                int parts = sscanf(tic[k].label, "%7s %d", name, &labelled_year);
                assert_true(parts >= 1);
                assert_string_equal(name, iso_time_month_name(tic_month));
                if (parts == 2)
                    assert_int_equal(labelled_year, tic_year);
                has_year = has_year || parts == 2;
            }
            assert_true(has_year);
        }
    }
}

static void tics_without_labels_are_at_the_same_days(void **state)
{
    (void)state;
    struct tic labelled[64], unlabelled[64];
    static const long spans[] = {5, 40, 100, 900};
    for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++) {
        size_t count = read_tics(iso_time_day_number(2026, 5, 9), spans[i], true, labelled);
        assert_int_equal(read_tics(iso_time_day_number(2026, 5, 9), spans[i], false, unlabelled), count);
        for (size_t k = 0; k < count; k++)
            assert_true(unlabelled[k].label[0] == '\0' && unlabelled[k].offset == labelled[k].offset);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_and_weeks_are_labelled_by_day),
        cmocka_unit_test(months_are_at_their_first_day),
        cmocka_unit_test(years_have_a_few_tics_at_first_days_of_months),
        cmocka_unit_test(tics_without_labels_are_at_the_same_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
