/* SPDX-License-Identifier: MIT */
/* The summary of a recording with each kind of problem. */

#include "logger/support/decoded_session.h"
#include "record/recording_parts.h"
#include "support/cmocka_includes.h"
#include "support/temp_dir.h"

#include <fcntl.h>
#include <unistd.h>

static void the_longest_gaps_are_kept_in_order(void **state)
{
    (void)state;
    struct loss_counter losses = {0};
    for (int i = 0; i < 20; i++)
        loss_counter_add_gap(&losses, (struct loss_gap){.start_us = i, .length_us = i % 2 ? 100 + i : 5, .lost = 1});
    assert_int_equal(losses.gap_count, 20);
    assert_int_equal(losses.gaps_kept, LOSS_COUNTER_GAPS_MAX);
    for (int i = 0; i < LOSS_COUNTER_GAPS_MAX; i++)
        assert_int_equal(losses.gap[i].start_us, 5 + 2 * i); /* of ten long gaps, the last eight are kept */
}

/* A file whose last gaps belong to the next one does not list them, even if it had more than are kept. */
static void gaps_move_to_the_next_file(void **state)
{
    (void)state;
    struct loss_counter losses = {0}, later;
    for (int i = 0; i < 20; i++)
        loss_counter_add_gap(&losses, (struct loss_gap){.start_us = i, .length_us = 100 + i, .lost = 1});
    later = losses;
    loss_counter_move_gaps(&later, 17, &losses);
    assert_int_equal(losses.gap_count, 17);
    assert_int_equal(losses.gaps_kept, LOSS_COUNTER_GAPS_MAX - 3);
    assert_int_equal(losses.gap[losses.gaps_kept - 1].start_us, 16);
    assert_int_equal(later.gap_count, 3);
    assert_int_equal(later.gaps_kept, 3);
    for (int i = 0; i < 3; i++)
        assert_int_equal(later.gap[i].start_us, i);
}

static void problems_are_reported_with_their_time(void **state)
{
    struct session *session = *state;
    static struct session_writer writer = {.path = "my session.csv", .rows = 3030, .bytes = 200000};
    static char text[SUMMARY_SIZE];
    struct byte_queue_counts overrun = {.overruns = 2, .dropped_bytes = 777};
    wire_add_hello(&session->wire, "00A1");
    feed(session, 0);
    for (unsigned i = 0; i < 3000; i++) { /* the host's clock gains 100 ppm */
        if (i == 1000)
            i += 3;
        wire_add_data(&session->wire, i, 20000 + i * WIRE_PERIOD_US);
        feed(session, (int64_t)i * WIRE_PERIOD_US + (int64_t)i * WIRE_PERIOD_US / 10000);
    }
    wire_add_raw(&session->wire, "D,1,2*0000\n", 11);
    wire_add_hello(&session->wire, "00A2");
    wire_add_frames(&session->wire, 0, 2, 20000);
    wire_add(&session->wire, "S,50000,sent=2,dropped=1");
    feed(session, 40000000);
    session_decoder_finish(&session->decoder);
    summary_text(text, sizeof text, &session->decoder, &writer, &overrun, "build/");
    assert_non_null(strstr(text, "Saved my session.csv: 3030 rows"));
    assert_non_null(strstr(text, "Lost: 4 of 3003 frames (0.13 %); 1 of them were dropped by the roller itself.\n"));
    assert_non_null(strstr(text, "gap at 9.97 s, 0.04 s long: 3 frames lost"));
    assert_non_null(strstr(text, "gap at 29.94 s, 10.05 s long: 0 frames lost"));
    assert_non_null(strstr(text, "restarted 1 time;"));
    assert_non_null(strstr(text, "too slow 2 times: 777 bytes"));
    assert_non_null(strstr(text, "Rejected lines: 1 (checksum wrong 1)"));
    assert_non_null(strstr(text, "runs 100 ppm slower"));
    assert_non_null(strstr(text, "\n  build/roller-analyzer report 'my session.csv'\n"));
}

static void a_replug_is_not_called_a_restart(void **state)
{
    struct session *session = *state;
    static struct session_writer writer = {.path = "a.csv"};
    static char text[SUMMARY_SIZE];
    struct byte_queue_counts overrun = {0};
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 10, 20000);
    feed(session, 0);
    session_decoder_replugged(&session->decoder);
    wire_add_raw(&session->wire, "torn\n", 5);
    wire_add_frames(&session->wire, 20, 10, 20000 + 20 * WIRE_PERIOD_US);
    feed(session, 200000);
    session_decoder_finish(&session->decoder);
    summary_text(text, sizeof text, &session->decoder, &writer, &overrun, "build/");
    assert_non_null(strstr(text, "came back 1 time without a restart"));
    assert_null(strstr(text, "The roller restarted"));
    assert_null(strstr(text, "is unknown"));
}

/* Save a file of this name in the folder; return the summary that is printed. The caller frees it. */
static char *save_file(struct recording *recording, const struct temp_dir *dir, const char *name)
{
    char path[512], printed[512];
    struct failure failure;
    struct session_header header;
    session_header_init(&header);
    assert_true(session_writer_open(&recording->writer, temp_dir_join(dir, name, path, sizeof path), &failure));
    session_writer_add_header(&recording->writer, &header);
    int own_fd = dup(STDERR_FILENO),
        fd = open(temp_dir_join(dir, "printed", printed, sizeof printed), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(own_fd >= 0 && dup2(fd, STDERR_FILENO) >= 0);
    bool saved = recording_save_file(recording, &failure);
    dup2(own_fd, STDERR_FILENO);
    close(own_fd);
    close(fd);
    assert_true(saved);
    return temp_file_read(printed, NULL);
}

/* A recording of two files, because the settings changed: bytes that were dropped during one count in one. */
static void each_file_counts_its_own_overruns(void **state)
{
    (void)state;
    static const struct options options = {.program_folder = ""};
    static const char bytes[4096];
    struct temp_dir dir;
    struct recording *recording = calloc(1, sizeof *recording);
    struct byte_queue_item item = {.count = sizeof bytes};
    assert_non_null(recording);
    temp_dir_make(&dir);
    recording->options = &options;
    assert_true(byte_queue_init(&recording->reader.queue, sizeof bytes));
    assert_true(byte_queue_put(&recording->reader.queue, &item, bytes, BYTE_QUEUE_DROP));
    char *first = save_file(recording, &dir, "a.csv"), *second = save_file(recording, &dir, "a_2.csv");
    assert_non_null(strstr(first, "too slow 1 time: 4096 bytes"));
    assert_null(strstr(second, "too slow"));
    assert_non_null(strstr(second, "a_2.csv: 0 rows"));
    free(first);
    free(second);
    byte_queue_free(&recording->reader.queue);
    free(recording);
    temp_dir_remove(&dir);
}

/* Names are quoted for a shell, whatever they contain. */
static void commands_can_be_copied(void **state)
{
    (void)state;
    static char text[SUMMARY_SIZE];
    summary_both_legs(text, sizeof text, "my tools/", "Ann's; ls.csv", "a_left.csv");
    assert_string_equal(text, "See the report of both legs:\n"
                              "  'my tools/roller-analyzer' report 'Ann'\\''s; ls.csv' a_left.csv\n");
}

static void the_summary_of_a_replay_does_not_mention_the_clocks(void **state)
{
    struct session *session = *state;
    static struct session_writer writer = {.path = "a.csv"};
    static char text[SUMMARY_SIZE];
    struct byte_queue_counts overrun = {0};
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 4000, 20000);
    feed(session, 0);
    session_decoder_finish(&session->decoder);
    summary_text(text, sizeof text, &session->decoder, &writer, &overrun, "build/");
    assert_non_null(strstr(text, "Lost: 0 of 4000 frames.\n"));
    assert_null(strstr(text, "ppm"));
    assert_null(strstr(text, "gap"));
    assert_null(strstr(text, "too slow"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_gaps_are_kept_in_order),
        cmocka_unit_test(gaps_move_to_the_next_file),
        DECODER_TEST(problems_are_reported_with_their_time),
        DECODER_TEST(a_replug_is_not_called_a_restart),
        cmocka_unit_test(each_file_counts_its_own_overruns),
        cmocka_unit_test(commands_can_be_copied),
        DECODER_TEST(the_summary_of_a_replay_does_not_mention_the_clocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
