/* SPDX-License-Identifier: MIT */
/* The exported CSV, byte for byte. */
#include "support/cmocka_includes.h"

#include "report/report.h"
#include "sample_result.h"
#include "support/temp_dir.h"

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *export_text(const struct result *result)
{
    struct temp_dir dir;
    struct failure failure = {0};
    char path[400];
    temp_dir_make(&dir);
    int fd = open(temp_dir_join(&dir, "out.csv", path, sizeof path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_true(export_csv_write(result, fd, path, &failure));
    close(fd);
    char *bytes = temp_file_read(path, NULL);
    assert_non_null(bytes);
    temp_dir_remove(&dir);
    return bytes;
}

static void the_csv_is_exact(void **state)
{
    (void)state;
    struct result result;
    sample_result_make_empty(&result);
    struct result_trace *trace = &result.trace;
    session_header_space_strips_evenly(&result.header, 4);
    strcpy(result.header.started, "2026-03-01T18:30:00.000+01:00");
    strcpy(result.header.note, "sore,=1+1");
    strcpy(result.header.calibration_source, "default");
    result.header.leg = SESSION_LEG_LEFT;
    result.header.rate_hz = 100.16;
    result.header.roll_direction = -1;
    result.header.calibration_k_n[1] = 118.25;
    trace->count = 4;
    for (size_t i = 1; i < 4; i++) {
        trace->contact[i] = i != 2;
        trace->position_mm[i] = 10.0 + (double)i / 3;
        trace->speed_mm_s[i] = -33.25;
        trace->force_n[i] = 120.0005;
        trace->stroke[i] = 2;
    }
    trace->spot[3] = 1;
    trace->speed_mm_s[3] = NAN;
    char *bytes = export_text(&result);
    assert_string_equal(bytes, "# foam-roller-session: 1\n"
                               "# started: 2026-03-01T18:30:00.000+01:00\n"
                               "# subject: \n"
                               "# leg: left\n"
                               "# note: sore,'=1+1\n"
                               "# thigh_length_mm: \n"
                               "# rate_hz: 100.16\n"
                               "# rolling_radius_mm: 72.5\n"
                               "# roll_direction: -1\n"
                               "# strip_angle_deg: 0 90 180 270\n"
                               "# adc_full_scale: 1023\n"
                               "# calibration_k_n: 100 118.25 100 100\n"
                               "# calibration_p: 1 1 1 1\n"
                               "# calibration_source: default\n"
                               "# device: \n"
                               "# logger: \n"
                               "time_s,position_mm,speed_mm_s,force_n,stroke,spot\n"
                               "0.000000,,,,,\n"
                               "0.010000,10.333,-33.250,120.001,2,\n"
                               "0.020000,,,,,\n"
                               "0.030000,11.000,,120.001,2,1\n");
    free(bytes);
    result_free(&result);
}

static void every_row_is_exported(void **state)
{
    (void)state;
    struct result result;
    sample_result_make(&result);
    char *bytes = export_text(&result); /* the output has many blocks */
    const char *line = strstr(bytes, "time_s,");
    size_t rows = 0;
    for (line = strchr(line, '\n') + 1; *line; line = strchr(line, '\n') + 1) {
        double time_s = strtod(line, NULL);
        assert_true(fabs(time_s - result.trace.time_s[rows]) < 1e-6);
        rows++;
    }
    assert_int_equal(rows, result.trace.count);
    assert_non_null(strstr(bytes, "# accel_lsb_per_g: 8192\n# gyro_lsb_per_dps: 32.8\n"));
    free(bytes);
    result_free(&result);
}

static void a_full_disk_is_reported(void **state)
{
    (void)state;
    struct result result;
    struct failure failure = {0};
    sample_result_make(&result);
    int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_false(export_csv_write(&result, fd, "out", &failure));
    assert_int_equal(failure.status, EXIT_STATUS_OUTPUT);
    close(fd);
    result_free(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_csv_is_exact),
        cmocka_unit_test(every_row_is_exported),
        cmocka_unit_test(a_full_disk_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
