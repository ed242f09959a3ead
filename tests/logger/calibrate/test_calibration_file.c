/* SPDX-License-Identifier: MIT */
/* The calibration file: points are written at once, no file is overwritten, a file without points is removed, and a
 * full disk is reported. */

#include "calibrate/calibration_file.h"
#include "logger/support/logger_run.h"
#include "support/cmocka_includes.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

static void each_point_is_written_at_once(void **state)
{
    const struct fixture *fixture = *state;
    struct calibration_file file;
    struct failure failure;
    assert_true(calibration_file_open(&file, fixture->path, "strips", &failure));
    calibration_file_write_point(&file, "%d,%d,%.2f", 1, 3, 49.03);
    char *written = temp_file_read(fixture->path, NULL); /* before the file is closed, since power may fail */
    assert_int_equal(strncmp(written, "# foam-roller-calibration: 1\n# started: 2", 41), 0);
    assert_non_null(strstr(written, "\n# kind: strips\n# logger: roller-logger "));
    assert_non_null(strstr(written, "\n1,3,49.03\n"));
    free(written);
    assert_true(calibration_file_close(&file, &failure));
    assert_false(calibration_file_open(&file, fixture->path, "strips", &failure));
    assert_int_equal(failure.status, EXIT_STATUS_OUTPUT);
    assert_non_null(strstr(failure.message, "nothing is overwritten"));
}

static void a_file_without_a_point_is_removed(void **state)
{
    const struct fixture *fixture = *state;
    struct calibration_file file;
    struct failure failure;
    assert_true(calibration_file_open(&file, fixture->path, "radius", &failure));
    calibration_file_write_line(&file, "# length_mm: 300");
    assert_true(calibration_file_close(&file, &failure));
    assert_int_not_equal(access(fixture->path, F_OK), 0);
}

static void a_name_that_is_too_long_is_refused(void **state)
{
    (void)state;
    struct calibration_file file;
    struct failure failure;
    char name[CALIBRATION_FILE_PATH_SIZE + 10];
    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_false(calibration_file_open(&file, name, "strips", &failure));
    assert_non_null(strstr(failure.message, "too long"));
}

static void a_full_disk_is_reported_once_with_the_path(void **state)
{
    const struct fixture *fixture = *state;
    struct calibration_file file;
    struct failure failure;
    struct rlimit old_limit, small_limit = {0};
    assert_true(calibration_file_open(&file, fixture->path, "strips", &failure));
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old_limit), 0);
    small_limit.rlim_max = old_limit.rlim_max;
    small_limit.rlim_cur = 300;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small_limit), 0);
    for (int point = 1; point <= 20; point++)
        calibration_file_write_point(&file, "%d,0,20.00,1000.00,1.00", point);
    bool is_complete = calibration_file_close(&file, &failure);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old_limit), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_false(is_complete);
    assert_int_equal(failure.status, EXIT_STATUS_OUTPUT);
    assert_non_null(strstr(failure.message, "could not all be written to "));
    assert_non_null(strstr(failure.message, "File too large"));
    char *kept = temp_file_read(fixture->path, NULL);
    assert_non_null(strstr(kept, "\n1,0,20.00,1000.00,1.00\n"));
    free(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(each_point_is_written_at_once),
        LOGGER_TEST(a_file_without_a_point_is_removed),
        LOGGER_TEST(a_name_that_is_too_long_is_refused),
        LOGGER_TEST(a_full_disk_is_reported_once_with_the_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
