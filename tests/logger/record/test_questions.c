/* SPDX-License-Identifier: MIT */
/* What a recording asks at a terminal: name, thigh and folder as last time, and the pain before and after. */

#include "logger/support/screen_fixture.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD "foam-roller-last-session: 1\n"

static const char *const NOTHING[] = {NULL};

/* Wait for a question, and answer it. */
static void answer(struct screen_fixture *fixture, const char *question, const char *typed)
{
    screen_expect(fixture, question);
    fake_terminal_type(&fixture->terminal, typed);
}

/* Record for two seconds from the landmark on, answer the last question with `pain`, and return the session's bytes. */
static char *record_leg(struct screen_fixture *fixture, const char *pain)
{
    answer(fixture, "short press, or s and Enter", "\n");
    answer(fixture, "0:02", "\n");
    if (pain)
        answer(fixture, "Pain now, after rolling", pain);
    assert_int_equal(fake_terminal_end(&fixture->terminal, LIMIT_S), 0);
    assert_true(assert_whole_rows(fixture->base->path) > 50);
    char *bytes = temp_file_read(fixture->base->path, NULL);
    assert_non_null(bytes);
    return bytes;
}

static void write_last_time(const struct screen_fixture *fixture, const char *text)
{
    char path[600];

    snprintf(path, sizeof path, "%s/foam-roller", fixture->config.path);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/foam-roller/last-session", fixture->config.path);
    temp_file_write(path, text, strlen(text));
}

/* Check that this is what will be offered next time. */
static void assert_last_time(const struct screen_fixture *fixture, const char *wanted)
{
    char path[600];
    snprintf(path, sizeof path, "%s/foam-roller/last-session", fixture->config.path);
    char *text = temp_file_read(path, NULL);
    assert_non_null(text);
    assert_string_equal(text, wanted);
    free(text);
}

static void answers_are_in_the_session_and_remembered(void **state)
{
    struct screen_fixture *fixture = *state;
    char wanted[700];
    screen_start_with(fixture, NOTHING);
    answer(fixture, "Your name, for the session?", "Anna\n");
    answer(fixture, "How long is your thigh", "35\n");
    answer(fixture, "Type a number from 50 to 1000", "350\n");
    answer(fixture, "Pain now, from 0 (none) to 10 (the worst)?", "eleven\n");
    answer(fixture, "Type a number from 0 to 10", "6\n");
    char *bytes = record_leg(fixture, "3\n");
    assert_non_null(strstr(bytes, "\n# subject: Anna\n"));
    assert_non_null(strstr(bytes, "\n# thigh_length_mm: 350\n"));
    assert_non_null(strstr(bytes, "\n# pain_before: 6\n"));
    assert_non_null(strstr(bytes, "\n# pain_after: 3\n"));
    free(bytes);
    snprintf(wanted, sizeof wanted, HEAD "subject: Anna\nthigh_length_mm: 350\nfolder: %s\n", fixture->base->dir.path);
    assert_last_time(fixture, wanted);
}

static void last_time_is_taken_when_confirmed(void **state)
{
    struct screen_fixture *fixture = *state;
    static const char *const pains[] = {"--pain-before=2", "--pain-after=1", NULL};
    write_last_time(fixture, HEAD "subject: Anna\nthigh_length_mm: 350\n");
    screen_start_with(fixture, pains);
    answer(fixture, "Anna, thigh 350 mm, as last time?", "\n");
    char *bytes = record_leg(fixture, NULL);
    assert_non_null(strstr(bytes, "\n# subject: Anna\n"));
    assert_non_null(strstr(bytes, "\n# thigh_length_mm: 350\n"));
    assert_non_null(strstr(bytes, "\n# pain_before: 2\n# pain_after: 1\n"));
    assert_int_equal(screen_count(&fixture->terminal, "Pain now"), 0);
    free(bytes);
}

static void last_time_is_not_taken_when_denied(void **state)
{
    struct screen_fixture *fixture = *state;
    write_last_time(fixture, HEAD "subject: Anna\nthigh_length_mm: 350\n");
    screen_start_with(fixture, NOTHING);
    answer(fixture, "Anna, thigh 350 mm, as last time?", "n\n");
    answer(fixture, "Your name, for the session?", "\n");
    answer(fixture, "How long is your thigh", "\n");
    answer(fixture, "Pain now", "\n");
    char *bytes = record_leg(fixture, "\n");
    assert_non_null(strstr(bytes, "\n# subject:\n"));
    assert_null(strstr(bytes, "Anna"));
    assert_null(strstr(bytes, "thigh_length_mm: 350"));
    assert_null(strstr(bytes, "pain"));
    free(bytes);
    assert_last_time(fixture, HEAD "subject: Anna\nthigh_length_mm: 350\n"); /* nothing else was said */
}

static void another_person_is_not_offered_what_was_said(void **state)
{
    struct screen_fixture *fixture = *state;
    static const char *const options[] = {"--subject=Ben", "--pain-before=", "--pain-after=", NULL};
    write_last_time(fixture, HEAD "subject: Anna\nthigh_length_mm: 350\n");
    screen_start_with(fixture, options);
    answer(fixture, "How long is your thigh", "\n");
    assert_int_equal(screen_count(&fixture->terminal, "as last time"), 0);
    char *bytes = record_leg(fixture, NULL);
    assert_non_null(strstr(bytes, "\n# subject: Ben\n"));
    assert_null(strstr(bytes, "thigh_length_mm: 350"));
    free(bytes);
}

static void a_damaged_file_is_named_once_and_stops_nothing(void **state)
{
    struct screen_fixture *fixture = *state;
    write_last_time(fixture, "subject: Anna\n");
    screen_start_with(fixture, NOTHING);
    screen_expect(fixture, "Your name, for the session?");
    assert_int_equal(screen_count(&fixture->terminal, "What was said last time is not used"), 1);
    fake_terminal_type(&fixture->terminal, "\004"); /* Ctrl-D: no more questions */
    screen_expect(fixture, "short press");
    assert_int_equal(screen_count(&fixture->terminal, "How long is your thigh"), 0);
    assert_int_equal(screen_count(&fixture->terminal, "Pain"), 0);
    char *bytes = record_leg(fixture, NULL);
    assert_null(strstr(bytes, "Anna"));
    free(bytes);
}

static void a_stop_at_a_question_records_nothing(void **state)
{
    struct screen_fixture *fixture = *state;
    screen_start_with(fixture, NOTHING);
    answer(fixture, "Your name, for the session?", "\003");
    screen_expect(fixture, "Stopped before the leg began; nothing was recorded.");
    assert_int_equal(fake_terminal_end(&fixture->terminal, LIMIT_S), 4);
    assert_true(folder_is_empty(fixture->base->dir.path));
}

/* Without a terminal, with --no-ask and in a replay nothing is asked, taken or remembered. */
static void nothing_is_taken_where_it_cannot_be_asked(void **state)
{
    struct screen_fixture *fixture = *state;
    char config[600];
    const char *const env[] = {config, NULL};
    const char last_time[] = HEAD "subject: Anna\nthigh_length_mm: 350\n";
    snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s", fixture->config.path);
    write_last_time(fixture, last_time);
    fake_roller_start(&fixture->roller, &fixture->base->pty);
    struct program program = start_on_pty_in(fixture->base, env, "--duration", "1");
    struct program_result result = program_wait(&program, LIMIT_S);
    assert_null(strstr(result.err, "?"));
    assert_ended(&result, 0, NULL);
    char *bytes = temp_file_read(fixture->base->path, NULL);
    assert_null(strstr(bytes, "Anna"));
    assert_null(strstr(bytes, "thigh_length_mm: 350"));
    free(bytes);
    fake_roller_stop(&fixture->roller);
    fixture->roller = (struct fake_roller){.id = "5A3C21F0", .is_steady = true};
    unlink(fixture->base->path);
    static const char *const options[] = {"--no-ask", "--subject=Ben", "--duration=1", NULL};
    screen_start_with(fixture, options);
    screen_expect(fixture, "See the report:");
    assert_int_equal(fake_terminal_end(&fixture->terminal, LIMIT_S), 0);
    assert_int_equal(screen_count(&fixture->terminal, "?"), 0);
    bytes = temp_file_read(fixture->base->path, NULL);
    assert_non_null(strstr(bytes, "\n# subject: Ben\n"));
    assert_null(strstr(bytes, "thigh_length_mm: 350"));
    free(bytes);
    assert_last_time(fixture, last_time);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCREEN_TEST(answers_are_in_the_session_and_remembered),
        SCREEN_TEST(last_time_is_taken_when_confirmed),
        SCREEN_TEST(last_time_is_not_taken_when_denied),
        SCREEN_TEST(another_person_is_not_offered_what_was_said),
        SCREEN_TEST(a_damaged_file_is_named_once_and_stops_nothing),
        SCREEN_TEST(a_stop_at_a_question_records_nothing),
        SCREEN_TEST(nothing_is_taken_where_it_cannot_be_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
