/* SPDX-License-Identifier: MIT */
/* virtual-roller runs the image: pseudo-terminal, standard output, truth, signals. */
#include "listener.h"
#include "support/cmocka_includes.h"
#include "support/now.h"
#include "support/run_program.h"
#include "support/temp_dir.h"

#include <jansson.h>
#include <limits.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROLLER BUILD_DIR "/virtual-roller"
#define IMAGE FIRMWARE_DIR "/uno.elf"

static json_t *load(const struct temp_dir *dir, const char *name)
{
    char path[512];
    json_t *json = json_load_file(temp_dir_join(dir, name, path, sizeof path), 0, NULL);
    assert_non_null(json);
    return json;
}

static double number(const json_t *object, const char *key)
{
    assert_true(json_is_number(json_object_get(object, key)));
    return json_number_value(json_object_get(object, key));
}

static struct program start(const struct temp_dir *dir, const char *speed, const char *strokes)
{
    const char *argv[] = {ROLLER, "--firmware", IMAGE, "--pty",     "port",  "--truth",     "t.json", "--seed",
                          "3",    "--speed",    speed, "--strokes", strokes, "--button-at", "2",      NULL};
    struct program_options options = {.folder = dir->path};
    return program_start(argv, &options);
}

static void expect_success(struct program *program)
{
    struct program_result result = program_wait(program, LISTENER_LIMIT_S);
    if (result.status != 0 || result.err_length != 0 || result.out_length != 0)
        fail_msg("virtual-roller: %d %s%s", result.status, result.out, result.err);
    program_result_free(&result);
}

/* Block until the program has created its link and is asleep; at full speed it sleeps only to wait for a reader. */
static void wait_until_blocked(const struct program *program, const char *link)
{
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/%ld/stat", (long)program->pid);
    double limit_s = listener_now_s() + LISTENER_LIMIT_S;
    for (char state = '\0'; state != 'S';) {
        assert_true(listener_now_s() < limit_s);
        (void)poll(NULL, 0, 5);
        FILE *file = access(link, F_OK) == 0 ? fopen(path, "r") : NULL;
        if (file != NULL) {
            assert_int_equal(fscanf(file, "%*d (%*[^)]) %c", &state), 1);
            (void)fclose(file);
        }
    }
}

static void a_slow_reader_gets_every_frame_and_the_truth_counts_them(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    char link[512];
    struct program program = start(&dir, "max", "4");
    int fd = listener_open(temp_dir_join(&dir, "port", link, sizeof link));
    listener_wait_until_full(fd);
    struct reception reception = listener_new();
    listener_read(fd, &reception, 300);
    listener_wait_until_full(fd);
    listener_read(fd, &reception, ULONG_MAX);
    (void)close(fd);
    expect_success(&program);
    json_t *truth = load(&dir, "t.json");
    assert_true(reception.frames > 800 && reception.first_seq == 0);
    assert_true(number(truth, "sent") == (double)reception.frames);
    assert_true(number(truth, "lost") == 0.0 && number(truth, "device_dropped") == 0.0);
    assert_int_equal(reception.marks, json_array_size(json_object_get(truth, "marks_s")));
    assert_true(reception.marks >= 1);
    double length_s = (reception.last_t_us - reception.first_t_us) / 1e6;
    assert_true(fabs(number(truth, "duration_s") - length_s) < 0.05);
    json_decref(truth);
    struct stat status;
    assert_int_not_equal(lstat(link, &status), 0); /* the link is gone */
    temp_dir_remove(&dir);
}

static void at_real_speed_the_roller_keeps_time_and_replies(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    char link[512];
    /* The link of an earlier run is replaced. */
    assert_int_equal(symlink("/nowhere", temp_dir_join(&dir, "port", link, sizeof link)), 0);
    struct program program = start(&dir, "real", "20");
    wait_until_blocked(&program, link);
    double opened_s = listener_now_s();
    int fd = listener_open(link); /* opened in time for the first frame */
    struct reception reception = listener_new();
    listener_read(fd, &reception, 100);
    assert_int_equal(reception.first_seq, 0);
    assert_int_equal(write(fd, "?\n", 2), 2);
    /* 200 frames take 2.0 s, and longer on a busy computer. */
    unsigned long frames = 300;
    double start_s = listener_now_s();
    listener_read(fd, &reception, frames);
    assert_true(listener_now_s() - start_s < 3.5 * busy_factor());
    assert_true(listener_now_s() - opened_s > 0.00998 * (double)frames - 0.2);
    assert_int_equal(reception.replies, 1);
    assert_int_equal(reception.hellos, 2);
    assert_int_equal(kill(program.pid, SIGTERM), 0);
    listener_read(fd, &reception, ULONG_MAX);
    (void)close(fd);
    expect_success(&program);
    json_t *truth = load(&dir, "t.json"); /* the truth is written although the program ended early */
    assert_true(number(truth, "sent") >= (double)frames && number(truth, "sent") < (double)frames + 100.0);
    assert_true(number(truth, "duration_s") < 0.01 * (double)frames + 2.0);
    json_decref(truth);
    temp_dir_remove(&dir);
}

static void without_a_listener_the_roller_waits_and_can_be_stopped(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    char link[512];
    struct program program = start(&dir, "max", "4");
    (void)temp_dir_join(&dir, "port", link, sizeof link);
    wait_until_blocked(&program, link);
    struct stat status;
    assert_int_equal(kill(program.pid, SIGINT), 0);
    expect_success(&program);
    assert_int_not_equal(lstat(link, &status), 0);
    temp_dir_remove(&dir);
}

static void a_listener_that_disconnects_does_not_stop_the_roller(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    char link[512];
    struct program program = start(&dir, "max", "4");
    int fd = listener_open(temp_dir_join(&dir, "port", link, sizeof link));
    struct reception reception = listener_new();
    listener_read(fd, &reception, 50);
    (void)close(fd);
    expect_success(&program);
    json_t *truth = load(&dir, "t.json");
    double lost = number(truth, "lost");
    assert_true(lost > 0.0 && lost + 50.0 <= number(truth, "sent"));
    json_decref(truth);
    temp_dir_remove(&dir);
}

static void closing_the_port_discards_unread_bytes_and_ends_exclusive_mode(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    char link[512], before[64] = "", after[64] = "";
    struct program program = start(&dir, "max", "30");
    int exclusive = 0, fd = listener_open(temp_dir_join(&dir, "port", link, sizeof link));
    listener_wait_until_full(fd);
    assert_true(readlink(link, before, sizeof before - 1) > 0);
    assert_int_equal(ioctl(fd, TIOCEXCL), 0);
    (void)close(fd);
    double limit_s = listener_now_s() + LISTENER_LIMIT_S;
    while (readlink(link, after, sizeof after - 1) > 0 && strcmp(before, after) == 0)
        assert_true(listener_now_s() < limit_s);
    fd = listener_open(link);
    assert_int_equal(ioctl(fd, TIOCGEXCL, &exclusive), 0);
    assert_int_equal(exclusive, 0);
    struct reception reception = listener_new();
    wire_decoder_init(&reception.decoder, true);
    listener_read(fd, &reception, 50);
    assert_true(reception.first_seq >= 40); /* more frames were in the 4096 bytes that were not read */
    (void)close(fd);
    assert_int_equal(kill(program.pid, SIGINT), 0);
    expect_success(&program);
    temp_dir_remove(&dir);
}

/* Compare the rotation according to the gyro with the true positions, reading standard output. */
static void the_gyro_agrees_with_the_true_distance(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    const char *argv[] = {ROLLER,    "--firmware", IMAGE,       "--stdout", "--truth",          "t.json", "--seed", "6",
                          "--speed", "max",        "--strokes", "6",        "--rolling-radius", "70",     NULL};
    struct program_options options = {.folder = dir.path};
    struct program_result result = program_run(argv, &options, LISTENER_LIMIT_S);
    assert_int_equal(result.status, 0);
    json_t *truth = load(&dir, "t.json");
    const json_t *position = json_object_get(truth, "position");
    double direction = number(truth, "roll_direction");
    /* The rotation is the sum of the gyro readings less the bias, which is the mean of the first readings, before the
     * roller moves. */
    double bias_dps = 0.0, rotation_deg = 0.0, worst_mm = 0.0;
    unsigned bias_readings = 0;
    struct wire_decoder decoder;
    wire_decoder_init(&decoder, false);
    uint32_t first_t_us = 0;
    size_t offset = 0;
    unsigned readings = 0;
    while (offset < result.out_length) {
        struct wire_line line;
        bool accepted = false;
        offset += wire_decoder_feed(&decoder, result.out + offset, result.out_length - offset, &line, &accepted);
        struct wire_frame data;
        if (!accepted || line.type != 'D')
            continue;
        assert_true(wire_decoder_parse_data(&decoder, &line, 8, &data) && data.imu_valid);
        first_t_us = readings == 0 ? data.t_us : first_t_us;
        double gyro_dps = data.imu[5] / 32.8;
        if (readings < 60) {
            bias_dps += gyro_dps;
            bias_readings++;
        } else {
            rotation_deg += (gyro_dps - bias_dps / bias_readings) * 0.009984;
        }
        readings++;
        size_t index = (size_t)lround((data.t_us - first_t_us) / 1e5);
        const json_t *true_mm = json_array_get(json_array_get(position, index), 1);
        if (true_mm != NULL && fabs((data.t_us - first_t_us) / 1e5 - (double)index) < 0.05) {
            double mm = direction * rotation_deg * M_PI / 180.0 * 70.0;
            worst_mm = fmax(worst_mm, fabs(mm - json_number_value(true_mm)));
        }
    }
    printf("figure: the gyro alone follows the true position within %.1f mm over %u readings\n", worst_mm, readings);
    assert_true(readings > 1000);
    assert_true(worst_mm < 12.0); /* scale error of 0.8 %, and a bias estimated from 0.6 s */
    json_decref(truth);
    program_result_free(&result);
    temp_dir_remove(&dir);
}

static void a_closed_standard_output_is_reported(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    (void)close(ends[0]);
    const char *argv[] = {ROLLER, "--firmware", IMAGE, "--stdout", "--truth", "t.json", "--speed", "max", NULL};
    struct program_options options = {.folder = dir.path, .out_fd = ends[1]};
    struct program_result result = program_run(argv, &options, LISTENER_LIMIT_S);
    (void)close(ends[1]);
    assert_int_equal(result.status, 5);
    assert_non_null(strstr(result.err, "the reader of standard output has closed it"));
    program_result_free(&result);
    temp_dir_remove(&dir);
}

static void the_memory_usage_is_printed(void **state)
{
    (void)state;
    const char *argv[] = {ROLLER, "--budget", "--firmware", IMAGE, NULL};
    struct program_result result = program_run(argv, NULL, LISTENER_LIMIT_S);
    assert_int_equal(result.status, 0);
    unsigned used, size;
    const char *stack = strstr(result.out, "\nstack ");
    assert_non_null(stack);
    assert_int_equal(sscanf(stack, " stack %u of %u bytes", &used, &size), 2);
    assert_true(used > 30 && used < 600 && size == 2048);
    program_result_free(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slow_reader_gets_every_frame_and_the_truth_counts_them),
        cmocka_unit_test(at_real_speed_the_roller_keeps_time_and_replies),
        cmocka_unit_test(without_a_listener_the_roller_waits_and_can_be_stopped),
        cmocka_unit_test(a_listener_that_disconnects_does_not_stop_the_roller),
        cmocka_unit_test(closing_the_port_discards_unread_bytes_and_ends_exclusive_mode),
        cmocka_unit_test(the_gyro_agrees_with_the_true_distance),
        cmocka_unit_test(a_closed_standard_output_is_reported),
        cmocka_unit_test(the_memory_usage_is_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
