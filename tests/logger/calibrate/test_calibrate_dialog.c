/* SPDX-License-Identifier: MIT */
/* How a calibration reads frames; the lines come from a file instead of a roller. */

#include "calibrate/calibrate_dialog.h"
#include "logger/support/logger_run.h"
#include "support/cmocka_includes.h"

/* Open a calibration and read all frames. Returns their number, not counting the one read while opening, and sets the
 * failure that ended the reading. */
static unsigned count_frames(struct fixture *fixture, struct failure *failure)
{
    char lines[512];
    struct options options = {.port = temp_dir_join(&fixture->dir, "lines", lines, sizeof lines), .quiet = true};
    struct calibrate_dialog *dialog = calloc(1, sizeof *dialog);
    assert_non_null(dialog);
    *dialog = (struct calibrate_dialog){.options = &options, .stop_fd = -1};
    temp_file_write(lines, fixture->wire.bytes, fixture->wire.length);
    if (!calibrate_dialog_open(dialog, failure))
        fail_msg("%s", failure->message);
    unsigned frames = 0;
    for (bool has_frame; calibrate_dialog_next_frame(dialog, &has_frame, failure);)
        frames += has_frame;
    device_client_close(&dialog->client);
    free(dialog);
    return frames;
}

/* Rows with a different number of strips cannot be averaged with the earlier rows. */
static void a_changed_number_of_strips_ends_the_calibration(void **state)
{
    struct fixture *fixture = *state;
    struct failure failure;
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 5, 20000);
    wire_add(&fixture->wire, "H,proto=1,boot=00A2,id=5A3C21F0,strips=4,imu=none,period_us=9984,full=6138");
    for (unsigned i = 0; i < 5; i++)
        wire_add(&fixture->wire, "D,%u,%u,1,2,3,4", i, 20000 + i * WIRE_PERIOD_US);
    assert_int_equal(count_frames(fixture, &failure), 4);
    assert_int_equal(failure.status, EXIT_STATUS_DEVICE);
    assert_string_equal(failure.message, "The roller had 8 strips and now has 4: is it a different one?");
}

static void a_restart_does_not_end_the_calibration(void **state)
{
    struct fixture *fixture = *state;
    struct failure failure;
    wire_add_hello(&fixture->wire, "00A1");
    wire_add_frames(&fixture->wire, 0, 5, 20000);
    wire_add_hello(&fixture->wire, "00A2");
    wire_add_frames(&fixture->wire, 0, 5, 20000);
    assert_int_equal(count_frames(fixture, &failure), 9);
    assert_string_equal(failure.message, "The roller was unplugged.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGGER_TEST(a_changed_number_of_strips_ends_the_calibration),
        LOGGER_TEST(a_restart_does_not_end_the_calibration),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
