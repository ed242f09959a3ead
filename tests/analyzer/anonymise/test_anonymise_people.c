/* SPDX-License-Identifier: MIT */
/* `anonymise` and who is who: dates, keys, people, and what is refused. */
#include "support/cmocka_includes.h"

#include "analyzer/anonymise/personal_session.h"
#include "shared/iso_time.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Return the start that the file says, and the line's value in `started`. */
static struct iso_time started_of(const struct program_fixture *fixture, const char *name, char started[64])
{
    char *text = program_read_file(fixture, name);
    assert_non_null(text);
    assert_int_equal(sscanf(strstr(text, "# started: "), "# started: %63s", started), 1);
    free(text);
    return iso_time_parse(started);
}

static void all_dates_of_a_run_move_by_the_same_days(void **state)
{
    const struct program_fixture *fixture = *state;
    static const char *const dates[] = {"2026-03-01T18:30", "2026-03-04T07:00", "2026-07-01T18:31"};
    char path[512], started[64];
    temp_dir_join(&fixture->dir, "in", path, sizeof path);
    assert_int_equal(mkdir(path, 0777), 0);
    for (size_t i = 0; i < 3; i++) {
        char name[32], *text = personal_session_with("2026-03-01T18:30", dates[i]);
        snprintf(name, sizeof name, "in/%zu.csv", i);
        personal_session_write(fixture, name, text);
        free(text);
    }
    personal_session_write(fixture, "key", "foam-roller-key: 000102030405060708090a0b0c0d0e0f\n");
    personal_session_write(fixture, "in/same-second.csv", PERSONAL_SESSION);
    personal_session_write(fixture, "in/other.csv", "a,b\n1,2\n"); /* skipped, like every file that is no session */
    ASSERT_ANONYMISES(fixture, "in", "-o", "out/", "--subject", "P07", "--key", "key");
    temp_dir_join(&fixture->dir, "out", path, sizeof path);
    DIR *folder = opendir(path);
    assert_non_null(folder);
    long shift[3] = {0};
    size_t count = 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char name[300];
        if (entry->d_name[0] == '.')
            continue;
        assert_int_equal(strncmp(entry->d_name, "P07_20", 6), 0);
        assert_non_null(strstr(entry->d_name, "_left"));
        snprintf(name, sizeof name, "out/%s", entry->d_name);
        const struct iso_time after = started_of(fixture, name, started);
        for (size_t i = 0; i < 3; i++)
            if (strncmp(dates[i] + 10, started + 10, 6) == 0)
                shift[i] = iso_time_parse(dates[i]).day - after.day;
        count++;
    }
    closedir(folder);
    assert_int_equal(count, 4);
    assert_true(shift[0] >= 30 && shift[0] == shift[1] && shift[0] == shift[2]);

    /* a later session of the person; another person; and another key, which is made */
    ASSERT_ANONYMISES(fixture, "in/2.csv", "-o", "later.csv", "--subject", "P07", "--key", "key");
    ASSERT_ANONYMISES(fixture, "in/2.csv", "-o", "ben.csv", "--subject", "P08", "--key", "key");
    ASSERT_ANONYMISES(fixture, "in/2.csv", "-o", "new.csv", "--subject", "P07", "--key", "new");
    struct stat status;
    assert_int_equal(stat(temp_dir_join(&fixture->dir, "new", path, sizeof path), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    const long day = iso_time_parse(dates[2]).day;
    assert_int_equal(day - started_of(fixture, "later.csv", started).day, shift[0]);
    assert_int_not_equal(day - started_of(fixture, "ben.csv", started).day, shift[0]);
    char *a = program_read_file(fixture, "later.csv"), *c = program_read_file(fixture, "new.csv");
    char a_device[32], c_device[32];
    assert_int_equal(sscanf(strstr(a, "# device: id="), "# device: id=%8[0-9A-F]\n", a_device), 1);
    assert_int_equal(sscanf(strstr(c, "# device: id="), "# device: id=%8[0-9A-F]\n", c_device), 1);
    assert_string_not_equal(a_device, c_device);
    free(a);
    free(c);
}

/* Without --key the user's own key is used, which the first run makes. */
static void separate_runs_fit_together(void **state)
{
    const struct program_fixture *fixture = *state;
    char started[64], *later = personal_session_with("2026-03-01", "2026-03-09");
    personal_session_write(fixture, "1.csv", PERSONAL_SESSION);
    personal_session_write(fixture, "2.csv", later);
    free(later);
    ASSERT_ANONYMISES(fixture, "1.csv", "-o", "x.csv", "--subject", "P07");
    ASSERT_ANONYMISES(fixture, "2.csv", "-o", "y.csv", "--subject", "P07");
    long first = started_of(fixture, "x.csv", started).day, second = started_of(fixture, "y.csv", started).day;
    assert_int_equal(second - first, 8);
    assert_true(program_file_exists(fixture, "config/foam-roller/anonymise.key"));
}

/* What a clock that was not set shows is known, so a date made from it would give away the number of days. */
static void the_date_of_a_wrong_clock_is_left_out(void **state)
{
    const struct program_fixture *fixture = *state;
    static const char *const dates[] = {"1970-01-01T00:00", "2000-01-01T00:00", "2106-02-07T06:28"};
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        char *text = personal_session_with("2026-03-01T18:30", dates[i]);
        personal_session_write(fixture, "in.csv", text);
        free(text);
        ASSERT_ANONYMISES(fixture, "in.csv", "-o", "out/", "--subject", "P07");
        char name[64] = "out/P07_undated_left.csv";
        if (i > 0)
            snprintf(name, sizeof name, "out/P07_undated_left_%zu.csv", i + 1);
        text = program_read_file(fixture, name);
        assert_non_null(text);
        assert_non_null(strstr(text, "# started: \n"));
        free(text);
    }
    char *text = personal_session_with("measured 2026-02-20", "measured 1970-01-01");
    personal_session_write(fixture, "in.csv", text);
    free(text);
    ASSERT_ANONYMISES(fixture, "in.csv", "-o", "out.csv", "--subject", "P07");
    text = program_read_file(fixture, "out.csv");
    assert_non_null(strstr(text, "# calibration_source: measured\n"));
    free(text);
}

static void two_people_do_not_become_one(void **state)
{
    const struct program_fixture *fixture = *state;
    char *other = personal_session_with("Annabell", "Benjamin"),
         *unnamed = personal_session_with(" Annabell Wonderwoman", "");
    personal_session_write(fixture, "1.csv", PERSONAL_SESSION);
    personal_session_write(fixture, "2.csv", other);
    personal_session_write(fixture, "3.csv", unnamed);
    free(other);
    free(unnamed);
    program_assert_message(ANONYMISE(fixture, "1.csv", "2.csv", "-o", "out", "--subject", "P07"), 3,
                           "2.csv was left out: it names another person");
    program_assert_message(ANONYMISE(fixture, "1.csv", "3.csv", "-o", "out2", "--subject", "P07"), 3,
                           "3.csv was left out: it names another person than the first session, or none");
}

static void wrong_use_and_bad_files_are_refused(void **state)
{
    const struct program_fixture *fixture = *state;
    personal_session_write(fixture, "1.csv", PERSONAL_SESSION);
    personal_session_write(fixture, "exists.csv", "mine");
    personal_session_write(fixture, "no-key", "hello\n");
    program_assert_message(ANONYMISE(fixture, "1.csv", "-o", "x.csv"), 2, "Give the person a new name");
    program_assert_message(ANONYMISE(fixture, "1.csv", "--subject", "P07"), 2, "Name the new file or folder");
    program_assert_message(ANONYMISE(fixture, "-o", "x", "--subject", "P07"), 2, "No session");
    program_assert_message(ANONYMISE(fixture, "1.csv", "-o", "x.csv", "--subject", "../P07"), 2, "--subject takes");
    program_assert_message(ANONYMISE(fixture, "1.csv", "-o", "x.csv", "--subject", "P07", "--json"), 2,
                           "takes only -o");
    program_assert_message(ANONYMISE(fixture, "1.csv", "-o", "exists.csv", "--subject", "P07"), 5,
                           "nothing is overwritten");
    program_assert_message(ANONYMISE(fixture, "1.csv", "-o", "x.csv", "--subject", "P07", "--key", "no-key"), 3,
                           "no-key is not a key");
    program_assert_message(ANONYMISE(fixture, "exists.csv", "-o", "x.csv", "--subject", "P07"), 3,
                           "is not a session file");
    assert_false(program_file_exists(fixture, "x.csv"));
    char *mine = program_read_file(fixture, "exists.csv");
    assert_string_equal(mine, "mine");
    free(mine);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, program_set_up, program_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_dates_of_a_run_move_by_the_same_days), TEST(separate_runs_fit_together),
        TEST(the_date_of_a_wrong_clock_is_left_out),    TEST(two_people_do_not_become_one),
        TEST(wrong_use_and_bad_files_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
