/* SPDX-License-Identifier: MIT */
/* The roller on the rig: its commands, the forces on its strips, and how it rolls. */
#include "body/rig.h"
#include "run_roller.h"
#include "support/cmocka_includes.h"

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct roller_body roller(void)
{
    struct roller_body body;
    struct random random;
    random_seed(&random, 1, 0);
    body_randomize(&body, 72.0, -1, false, &random);
    return body;
}

static double sum(const double strip_force_n[BODY_STRIPS])
{
    double total = 0.0;
    for (unsigned i = 0; i < BODY_STRIPS; i++)
        total += strip_force_n[i];
    return total;
}

static void a_load_lies_on_the_strip_that_is_up(void **state)
{
    (void)state;
    struct roller_body body = roller();
    struct rig rig;
    double strip_force_n[BODY_STRIPS];
    rig_init(&rig);
    for (unsigned strip = 0; strip < BODY_STRIPS; strip++) {
        double time_s = 10.0 * strip;
        rig_execute(&rig, &body, &(struct rig_command){.kind = RIG_LOAD, .strip = strip, .load_n = 50.0}, time_s);
        rig_strip_forces(&rig, &body, time_s + 0.2, strip_force_n); /* no load while the roller is being rotated */
        assert_true(fabs(sum(strip_force_n) - body.weight_n) < 1e-9);
        struct motion motion = rig_motion(&rig, time_s + 1.0);
        assert_true(fabs(remainder(body_up_rad(&body, &motion) - body.strip[strip].angle_rad, 2.0 * M_PI)) < 1e-9);
        rig_strip_forces(&rig, &body, time_s + 1.0, strip_force_n);
        assert_true(fabs(strip_force_n[strip] - 50.0) < 1e-9);
        assert_true(fabs(strip_force_n[(strip + 4) % 8] - 50.0 - body.weight_n) < 1e-9);
        assert_true(fabs(sum(strip_force_n) - 100.0 - body.weight_n) < 1e-9);
    }
}

static void the_roller_rolls_the_length_of_the_command(void **state)
{
    (void)state;
    struct roller_body body = roller();
    struct rig rig;
    double strip_force_n[BODY_STRIPS];
    rig_init(&rig);
    rig_execute(&rig, &body, &(struct rig_command){.kind = RIG_ROLL, .roll_mm = 300.0, .seconds = 4.0}, 1.0);
    struct motion start = rig_motion(&rig, 1.0), end = rig_motion(&rig, 6.0);
    assert_true(fabs(body_rotation_rad(&body, &end) - body_rotation_rad(&body, &start) + 300.0 / 72.0) < 1e-9);
    rig_strip_forces(&rig, &body, 3.0, strip_force_n);
    assert_true(sum(strip_force_n) > 400.0);
    assert_false(rig_is_pressing(&rig, 6.0));
    rig_execute(&rig, &body, &(struct rig_command){.kind = RIG_PRESS}, 6.0);
    assert_true(rig_is_pressing(&rig, 6.1));
    assert_false(rig_is_pressing(&rig, 6.5));
}

static void commands_are_parsed_and_errors_name_the_line(void **state)
{
    (void)state;
    struct temp_dir dir;
    struct rig_commands commands;
    struct rig_command command;
    struct failure failure;
    char path[512];
    static const char text[] = "# first\n\nload 3 49.5\nroll -300 2.5\nroll 10\npress # now\nwait 1.5\nend";
    static const enum rig_command_kind kinds[] = {RIG_LOAD, RIG_ROLL, RIG_ROLL, RIG_PRESS, RIG_WAIT, RIG_END};
    temp_dir_make(&dir);
    temp_file_write(temp_dir_join(&dir, "commands", path, sizeof path), text, strlen(text));
    assert_true(rig_commands_open(&commands, path, &failure));
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        assert_true(rig_commands_next(&commands, &command, &failure));
        assert_int_equal(command.kind, kinds[i]);
        assert_true(i != 0 || (command.strip == 3 && command.load_n == 49.5));
        assert_true(i != 1 || (command.roll_mm == -300.0 && command.seconds == 2.5));
    }
    assert_true(rig_commands_next(&commands, &command, &failure) && command.kind == RIG_NONE);
    rig_commands_close(&commands);
    static const char *const wrong[] = {"load 8 10", "load 1",  "load 1 nan", "load 1 -5", "roll x",
                                        "roll 10 0", "wait -1", "press 2",    "jump",      "load 1 10 20"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        temp_file_write(path, wrong[i], strlen(wrong[i]));
        assert_true(rig_commands_open(&commands, path, &failure));
        assert_false(rig_commands_next(&commands, &command, &failure));
        assert_int_equal(failure.status, EXIT_STATUS_INPUT);
        assert_non_null(strstr(failure.message, "line 1 is not a command"));
        rig_commands_close(&commands);
    }
    temp_dir_remove(&dir);
}

/* Other processes, such as the shell, share standard input, so its flags must not change. */
static void standard_input_is_left_unchanged(void **state)
{
    (void)state;
    struct rig_commands commands;
    struct rig_command command;
    struct failure failure;
    int ends[2], own = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
    assert_true(own >= 0 && pipe(ends) == 0 && dup2(ends[0], STDIN_FILENO) == STDIN_FILENO);
    int before = fcntl(STDIN_FILENO, F_GETFL);
    assert_true(rig_commands_open(&commands, "-", &failure));
    assert_true(rig_commands_next(&commands, &command, &failure) && command.kind == RIG_NONE); /* does not block */
    assert_int_equal(write(ends[1], "pre", 3), 3);
    assert_true(rig_commands_next(&commands, &command, &failure) && command.kind == RIG_NONE);
    assert_int_equal(write(ends[1], "ss\n", 3), 3);
    assert_true(rig_commands_next(&commands, &command, &failure) && command.kind == RIG_PRESS);
    assert_int_equal(fcntl(STDIN_FILENO, F_GETFL), before);
    rig_commands_close(&commands);
    assert_true(dup2(own, STDIN_FILENO) == STDIN_FILENO && close(own) == 0 && close(ends[0]) == 0 &&
                close(ends[1]) == 0);
}

static void the_rig_needs_the_firmware(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    struct program_result result = roller_run(&dir, "--session s.csv --bench commands");
    assert_int_equal(result.status, 2);
    program_result_free(&result);
    result = roller_run(&dir, "--stdout --rig nothing-there --firmware " FIRMWARE_DIR "/uno.elf");
    assert_int_equal(result.status, 3);
    assert_non_null(strstr(result.err, "cannot read the commands in nothing-there"));
    program_result_free(&result);
    temp_dir_remove(&dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_load_lies_on_the_strip_that_is_up),
        cmocka_unit_test(the_roller_rolls_the_length_of_the_command),
        cmocka_unit_test(commands_are_parsed_and_errors_name_the_line),
        cmocka_unit_test(standard_input_is_left_unchanged),
        cmocka_unit_test(the_rig_needs_the_firmware),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
