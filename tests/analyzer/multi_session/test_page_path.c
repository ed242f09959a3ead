/* SPDX-License-Identifier: MIT */
/* Paths of the pages of compare and trend: beside the sessions, and different for different people. */
#include "support/cmocka_includes.h"

#include "multi_session/multi_session_output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void assert_trend(const char *path, bool is_folder, const char *subject, const char *expected)
{
    char *name = page_path_of_trend(path, is_folder, subject);
    assert_non_null(name);
    assert_string_equal(name, expected);
    free(name);
}

static void a_page_is_beside_its_sessions(void **state)
{
    (void)state;
    char *name = page_path_of_comparison("legs/a.csv");
    assert_non_null(name);
    assert_string_equal(name, "legs/a-compared.html");
    free(name);
    assert_trend(".", true, NULL, "./trend.html");
    assert_trend("year/", true, NULL, "year/trend.html");
    assert_trend("year/a.csv", false, NULL, "year/trend.html");
    assert_trend("a.csv", false, "Anna", "trend-Anna.html");
}

static void a_harmless_name_is_kept(void **state)
{
    (void)state;
    assert_trend(".", true, "Anna-Lena Berg", "./trend-Anna-Lena Berg.html");
    assert_trend(".", true, "P_01.b", "./trend-P_01.b.html");
    assert_trend(".", true, "J\xC3\xB6rg", "./trend-J\xC3\xB6rg.html");
}

/* A page is never outside the folder, and its name has no control characters and no invalid bytes. */
static void a_harmful_name_is_made_harmless(void **state)
{
    (void)state;
    static const char *const subjects[] = {"../../x", "a/b", "a\nb", "\xFF\xFE", "a\xE2\x80\xAEx", "$(x)`'\"*?"};
    for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++) {
        char *name = page_path_of_trend("a.csv", false, subjects[i]);
        assert_non_null(name);
        for (const char *byte = name; *byte; byte++)
            assert_non_null(strchr("abx.-trendhml0123456789cf", *byte));
        free(name);
    }
}

static void two_people_never_share_a_page(void **state)
{
    (void)state;
    static const char long_name[] = "A name that is longer than any that a file's name should be made of, ";
    char long_a[80], long_b[80];
    snprintf(long_a, sizeof long_a, "%sa", long_name);
    snprintf(long_b, sizeof long_b, "%sb", long_name);
    const char *const subjects[] = {"",    "J\xC3\xB6rg", "J\xC3\xA4rg", "\xE6\x9D\x8E", "\xE7\x8E\x8B", "A/B",
                                    "A+B", "A-B",         "A B",         "A_B",          "\xFF",         "\xFE",
                                    "?",   "-",           long_a,        long_b};
    enum { COUNT = sizeof subjects / sizeof subjects[0] };
    char *name[COUNT + 1] = {page_path_of_trend("a.csv", false, NULL)};
    for (size_t i = 0; i < COUNT; i++) {
        name[i + 1] = page_path_of_trend("a.csv", false, subjects[i]);
        assert_non_null(name[i + 1]);
        for (size_t k = 0; k <= i; k++)
            assert_string_not_equal(name[i + 1], name[k]);
    }
    for (size_t i = 0; i <= COUNT; i++)
        free(name[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_beside_its_sessions),
        cmocka_unit_test(a_harmless_name_is_kept),
        cmocka_unit_test(a_harmful_name_is_made_harmless),
        cmocka_unit_test(two_people_never_share_a_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
