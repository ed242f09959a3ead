/* SPDX-License-Identifier: MIT */
/* The file of a calibration: its lines as told, nothing overwritten, nothing kept that holds no point, a full disk told. */
#include "check.h"

#include "calibration_file.h"
#include "temp_dir.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

struct fixture {
    struct temp_dir dir;
    char path[512];
    struct calibration_file file;
    struct failure failure;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture)
        return -1;
    temp_dir_make(&fixture->dir);
    temp_dir_join(&fixture->dir, "c.csv", fixture->path, sizeof fixture->path);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    temp_dir_remove(&fixture->dir);
    free(fixture);
    return 0;
}

static void points_are_there_line_by_line(void **state)
{
    struct fixture *fixture = *state;
    assert_true(calibration_file_open(&fixture->file, fixture->path, "strips", &fixture->failure));
    calibration_file_line(&fixture->file, true, "%d,%d,%.2f", 1, 3, 49.03);
    char *now = temp_file_read(fixture->path, NULL); /* before it is closed: power may fail */
    assert_int_equal(strncmp(now, "# foam-roller-calibration: 1\n# started: 2", 41), 0);
    assert_non_null(strstr(now, "\n# kind: strips\n# logger: roller-logger "));
    assert_non_null(strstr(now, "\n1,3,49.03\n"));
    free(now);
    assert_true(calibration_file_close(&fixture->file, &fixture->failure));
    assert_false(calibration_file_open(&fixture->file, fixture->path, "strips", &fixture->failure));
    assert_int_equal(fixture->failure.status, EXIT_STATUS_OUTPUT);
    assert_non_null(strstr(fixture->failure.sentence, "nothing is overwritten"));
}

static void without_a_point_no_file_stays(void **state)
{
    struct fixture *fixture = *state;
    assert_true(calibration_file_open(&fixture->file, fixture->path, "radius", &fixture->failure));
    calibration_file_line(&fixture->file, false, "# length_mm: 300");
    assert_true(calibration_file_close(&fixture->file, &fixture->failure));
    assert_int_not_equal(access(fixture->path, F_OK), 0);
}

static void a_name_that_is_too_long_is_refused(void **state)
{
    struct fixture *fixture = *state;
    char name[CALIBRATION_FILE_PATH_SIZE + 10];
    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_false(calibration_file_open(&fixture->file, name, "strips", &fixture->failure));
    assert_non_null(strstr(fixture->failure.sentence, "too long"));
}

static void a_disk_that_is_full_is_told_once_and_named(void **state)
{
    struct fixture *fixture = *state;
    struct rlimit before, little = {0};
    assert_true(calibration_file_open(&fixture->file, fixture->path, "strips", &fixture->failure));
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    little.rlim_max = before.rlim_max;
    little.rlim_cur = 300;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
    for (int point = 1; point <= 20; point++)
        calibration_file_line(&fixture->file, true, "%d,0,20.00,1000.00,1.00", point);
    bool closed = calibration_file_close(&fixture->file, &fixture->failure);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_false(closed);
    assert_int_equal(fixture->failure.status, EXIT_STATUS_OUTPUT);
    assert_non_null(strstr(fixture->failure.sentence, "could not all be written to "));
    assert_non_null(strstr(fixture->failure.sentence, "File too large"));
    char *kept = temp_file_read(fixture->path, NULL);
    assert_non_null(strstr(kept, "\n1,0,20.00,1000.00,1.00\n"));
    free(kept);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(points_are_there_line_by_line),
        TEST(without_a_point_no_file_stays),
        TEST(a_name_that_is_too_long_is_refused),
        TEST(a_disk_that_is_full_is_told_once_and_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
