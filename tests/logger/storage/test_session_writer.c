/* SPDX-License-Identifier: MIT */
/* The session file: exact bytes, no file overwritten, every failure of the disk reported. */

#include "storage/session_writer.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"
#include "support/temp_dir.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

struct fixture {
    struct temp_dir dir;
    char path[512];
    char part[512];
    struct session_writer writer;
    struct failure failure;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture)
        return -1;
    temp_dir_make(&fixture->dir);
    temp_dir_join(&fixture->dir, "a.csv", fixture->path, sizeof fixture->path);
    temp_dir_join(&fixture->dir, "a.csv.part", fixture->part, sizeof fixture->part);
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

static struct session_header small_header(void)
{
    struct session_header header;
    session_header_init(&header);
    session_header_space_strips_evenly(&header, 4);
    snprintf(header.started, sizeof header.started, "2026-03-01T18:30:00.000+01:00");
    snprintf(header.subject, sizeof header.subject, "J\xC3\xB6rg, \"J\"");
    header.leg = SESSION_LEG_RIGHT;
    header.thigh_length_mm = 350;
    header.rate_hz = 1e6 / 9984;
    header.has_imu = true;
    header.calibration_k_n[1] = 118.25;
    header.calibration_p[3] = 1.125;
    header.bias_conductance = 0.01;
    snprintf(header.device, sizeof header.device, "id=5A3C21F0 fw=1.0.0 board=uno");
    snprintf(header.logger, sizeof header.logger, "roller-logger 1.0.0");
    return header;
}

static const char small_file[] =
    "# foam-roller-session: 1\n"
    "# started: 2026-03-01T18:30:00.000+01:00\n"
    "# subject: J\xC3\xB6rg, \"J\"\n"
    "# leg: right\n"
    "# note:\n"
    "# thigh_length_mm: 350\n"
    "# rate_hz: 100.16\n"
    "# rolling_radius_mm: 72.5\n"
    "# roll_direction: auto\n"
    "# strip_angle_deg: 0 90 180 270\n"
    "# adc_full_scale: 1023\n"
    "# calibration_k_n: 100 118.25 100 100\n"
    "# calibration_p: 1 1 1 1.125\n"
    "# calibration_source: default\n"
    "# bias_conductance: 0.01\n"
    "# accel_lsb_per_g: 8192\n"
    "# gyro_lsb_per_dps: 32.8\n"
    "# device: id=5A3C21F0 fw=1.0.0 board=uno\n"
    "# logger: roller-logger 1.0.0\n"
    "time_s,host_s,seq,strip0,strip1,strip2,strip3,accel_x,accel_y,accel_z,gyro_x,gyro_y,gyro_z,event\n"
    "0.000000,0.003120,65535,0,15,1023,65535,-32768,32767,0,1,-1,9,mark+resume\n"
    "4294.967296,4294.000007,0,1,2,3,4,,,,,,,\n"
    "# end: rows=2 lost=3\n";

static void write_small(struct session_writer *writer)
{
    struct session_header header = small_header();
    session_writer_add_header(writer, &header);
    struct session_row row = {.host_us = 3120,
                              .seq = 65535,
                              .strip = {0, 15, 1023, 65535},
                              .imu_valid = true,
                              .imu = {-32768, 32767, 0, 1, -1, 9},
                              .event = "mark+resume"};
    session_writer_add_row(writer, &row);
    struct session_row empty = {.time_us = 4294967296, .host_us = 4294000007, .strip = {1, 2, 3, 4}};
    session_writer_add_row(writer, &empty);
}

static void assert_file(const char *path, const char *expected)
{
    char *bytes = temp_file_read(path, NULL);
    assert_non_null(bytes);
    assert_string_equal(bytes, expected);
    free(bytes);
}

static void the_file_is_exact(void **state)
{
    struct fixture *fixture = *state;
    assert_true(session_writer_open(&fixture->writer, fixture->path, &fixture->failure));
    write_small(&fixture->writer);
    session_writer_sync(&fixture->writer);
    char *part = temp_file_read(fixture->part, NULL); /* all bytes before the end line */
    assert_non_null(part);
    assert_int_equal(strlen(part), strlen(small_file) - strlen("# end: rows=2 lost=3\n"));
    free(part);
    assert_int_not_equal(access(fixture->path, F_OK), 0);
    assert_true(session_writer_close(&fixture->writer, 3, &fixture->failure));
    assert_file(fixture->path, small_file);
    assert_int_not_equal(access(fixture->part, F_OK), 0);
}

static void without_an_imu_its_columns_are_absent(void **state)
{
    struct fixture *fixture = *state;
    struct session_header header = small_header();
    header.has_imu = false;
    assert_true(session_writer_open(&fixture->writer, fixture->path, &fixture->failure));
    session_writer_add_header(&fixture->writer, &header);
    struct session_row row = {.strip = {1, 2, 3, 4}, .imu_valid = true};
    session_writer_add_row(&fixture->writer, &row);
    assert_true(session_writer_close(&fixture->writer, 0, &fixture->failure));
    char *bytes = temp_file_read(fixture->path, NULL);
    assert_non_null(
        strstr(bytes, "\ntime_s,host_s,seq,strip0,strip1,strip2,strip3,event\n0.000000,0.000000,0,1,2,3,4,\n# end"));
    assert_null(strstr(bytes, SESSION_KEY_ACCEL_LSB));
    free(bytes);
}

static void assert_rejected(struct fixture *fixture, const char *named)
{
    fixture->failure = (struct failure){0};
    assert_false(session_writer_open(&fixture->writer, fixture->path, &fixture->failure));
    assert_int_equal(fixture->failure.status, EXIT_STATUS_OUTPUT);
    assert_non_null(strstr(fixture->failure.message, named));
}

static void existing_files_are_not_overwritten(void **state)
{
    struct fixture *fixture = *state;
    temp_file_write(fixture->path, "mine", 4);
    assert_rejected(fixture, fixture->path);
    assert_file(fixture->path, "mine");
    assert_int_not_equal(access(fixture->part, F_OK), 0);
    unlink(fixture->path);
    temp_file_write(fixture->part, "mine too", 8);
    assert_rejected(fixture, fixture->part);
    assert_file(fixture->part, "mine too");
}

static void symbolic_links_are_not_followed(void **state)
{
    struct fixture *fixture = *state;
    char elsewhere[512];
    temp_dir_join(&fixture->dir, "elsewhere", elsewhere, sizeof elsewhere);
    assert_int_equal(symlink(elsewhere, fixture->path), 0);
    assert_rejected(fixture, fixture->path);
    unlink(fixture->path);
    assert_int_equal(symlink(elsewhere, fixture->part), 0);
    assert_rejected(fixture, fixture->part);
    assert_int_not_equal(access(elsewhere, F_OK), 0);
    fault_held("40", "the output is a symbolic link", 1, "refused, untouched");
}

static void a_missing_folder_is_reported(void **state)
{
    struct fixture *fixture = *state;
    temp_dir_join(&fixture->dir, "no/such/a.csv", fixture->path, sizeof fixture->path);
    assert_rejected(fixture, "No such file or directory");
}

static void a_file_created_during_the_recording_stays(void **state)
{
    struct fixture *fixture = *state;
    assert_true(session_writer_open(&fixture->writer, fixture->path, &fixture->failure));
    write_small(&fixture->writer);
    temp_file_write(fixture->path, "mine", 4);
    assert_false(session_writer_close(&fixture->writer, 3, &fixture->failure));
    assert_int_equal(fixture->failure.status, EXIT_STATUS_OUTPUT);
    assert_non_null(strstr(fixture->failure.message, fixture->part));
    assert_file(fixture->path, "mine");
    assert_file(fixture->part, small_file);
}

/* When the disk is full after `limit` bytes, the first error is kept, and the file ends with a complete line. */
static void fill_disk(struct fixture *fixture, rlim_t limit)
{
    struct rlimit before, small = {.rlim_cur = limit};
    getrlimit(RLIMIT_FSIZE, &before);
    small.rlim_max = before.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    assert_true(session_writer_open(&fixture->writer, fixture->path, &fixture->failure));
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    write_small(&fixture->writer);
    session_writer_sync(&fixture->writer);
    bool failed = fixture->writer.failed;
    setrlimit(RLIMIT_FSIZE, &before);
    write_small(&fixture->writer); /* there is space again, but rows are missing: nothing more is written */
    bool closed = session_writer_close(&fixture->writer, 0, &fixture->failure);
    assert_true(failed);
    assert_false(closed);
    assert_int_equal(fixture->failure.status, EXIT_STATUS_OUTPUT);
    assert_non_null(strstr(fixture->failure.message, "File too large"));
    assert_non_null(strstr(fixture->failure.message, fixture->part));
    assert_int_not_equal(access(fixture->path, F_OK), 0);
    size_t length;
    char *bytes = temp_file_read(fixture->part, &length);
    assert_true(length <= limit);
    assert_memory_equal(bytes, small_file, length);
    assert_true(length == 0 || bytes[length - 1] == '\n');
    assert_true(limit < 25 || length > 0);
    free(bytes);
    unlink(fixture->part);
}

static void a_full_disk_is_reported_and_leaves_complete_lines(void **state)
{
    rlim_t rows_end = strlen(small_file) - strlen("# end: rows=2 lost=3\n");
    unsigned tries = 0;
    for (rlim_t limit = 1; limit < rows_end; limit += 7, tries++)
        fill_disk(*state, limit);
    printf("figure: disk full at %u sizes of a file: each reported, every file ends in a whole line\n", tries);
    fault_held("29", "no space at 98 sizes of a file", 98, "each reported, whole lines");
}

static void an_abandoned_recording_leaves_nothing(void **state)
{
    struct fixture *fixture = *state;
    assert_true(session_writer_open(&fixture->writer, fixture->path, &fixture->failure));
    session_writer_abandon(&fixture->writer);
    assert_int_not_equal(access(fixture->part, F_OK), 0);
    assert_int_not_equal(access(fixture->path, F_OK), 0);
}

static void many_rows_are_written_completely(void **state)
{
    struct fixture *fixture = *state;
    struct session_header header = small_header();
    assert_true(session_writer_open(&fixture->writer, fixture->path, &fixture->failure));
    session_writer_add_header(&fixture->writer, &header);
    for (unsigned i = 0; i < 20000; i++) {
        struct session_row row = {.time_us = i * 9984LL, .seq = (uint16_t)i, .imu_valid = true};
        session_writer_add_row(&fixture->writer, &row);
    }
    assert_true(session_writer_close(&fixture->writer, 0, &fixture->failure));
    size_t length, lines = 0;
    char *bytes = temp_file_read(fixture->path, &length);
    for (size_t i = 0; i < length; i++)
        lines += bytes[i] == '\n';
    assert_int_equal(lines, 20 + 20000 + 1);
    assert_int_equal(length, fixture->writer.bytes);
    assert_non_null(strstr(bytes, "\n199.670016,0.000000,19999,0,0,0,0,0,0,0,0,0,0,\n# end: rows=20000 lost=0\n"));
    free(bytes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_file_is_exact),
        TEST(without_an_imu_its_columns_are_absent),
        TEST(existing_files_are_not_overwritten),
        TEST(symbolic_links_are_not_followed),
        TEST(a_missing_folder_is_reported),
        TEST(a_file_created_during_the_recording_stays),
        TEST(a_full_disk_is_reported_and_leaves_complete_lines),
        TEST(an_abandoned_recording_leaves_nothing),
        TEST(many_rows_are_written_completely),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
