/* SPDX-License-Identifier: MIT */
/* Events for readers that are quick, slow, stopped or gone. */

#include "events/event_stream.h"
#include "support/cmocka_includes.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#define READ_SIZE 400000

struct stream_fixture {
    struct event_stream stream;
    int output; /* the reader's end */
    char read[READ_SIZE];
};

static int setup(void **state)
{
    struct stream_fixture *fixture = calloc(1, sizeof *fixture);
    int ends[2];
    signal(SIGPIPE, SIG_IGN);
    if (!fixture || pipe(ends) != 0 || !event_stream_open(&fixture->stream, ends[1]))
        return -1;
    fixture->output = ends[0];
    *state = fixture;
    return fcntl(ends[0], F_SETFL, O_NONBLOCK);
}

static int teardown(void **state)
{
    struct stream_fixture *fixture = *state;
    close(fixture->stream.fd);
    if (fixture->output >= 0)
        close(fixture->output);
    free(fixture);
    return 0;
}

/* Return all that the pipe holds, as a string. */
static const char *read_pipe(struct stream_fixture *fixture)
{
    size_t used = 0;
    ssize_t count;
    while ((count = read(fixture->output, fixture->read + used, READ_SIZE - 1 - used)) > 0)
        used += (size_t)count;
    fixture->read[used] = '\0';
    return fixture->read;
}

static void add(struct stream_fixture *fixture, enum event_kind kind, unsigned number)
{
    char bytes[64];
    struct text_buffer line = text_fixed(bytes, sizeof bytes);
    text_addf(&line, "{\"event\":\"%s\",\"number\":%06u}\n", kind == EVENT_LIVE ? "live" : "mark", number);
    event_stream_add(&fixture->stream, kind, &line);
}

/* Add lines until one has to wait. Returns their number. */
static unsigned fill_pipe(struct stream_fixture *fixture)
{
    unsigned count = 0;
    while (fixture->stream.used == 0)
        add(fixture, EVENT_LASTING, count++);
    return count;
}

static void a_quick_reader_gets_every_line_at_once(void **state)
{
    struct stream_fixture *fixture = *state;
    for (unsigned i = 0; i < 1000; i++) {
        char expected[64];
        enum event_kind kind = i % 3 == 0 ? EVENT_LASTING : EVENT_LIVE;
        snprintf(expected, sizeof expected, "{\"event\":\"%s\",\"number\":%06u}\n", i % 3 == 0 ? "mark" : "live", i);
        add(fixture, kind, i);
        assert_string_equal(read_pipe(fixture), expected);
    }
}

static void a_stopped_reader_loses_live_lines_first(void **state)
{
    struct stream_fixture *fixture = *state;
    unsigned count = fill_pipe(fixture);
    for (unsigned i = 0; i < 100; i++) {
        add(fixture, EVENT_LIVE, 0);
        add(fixture, EVENT_LASTING, count++);
    }
    read_pipe(fixture);
    size_t length = strlen(fixture->read);
    event_stream_flush(&fixture->stream);
    assert_int_equal(fixture->stream.used, 0);
    ssize_t rest = read(fixture->output, fixture->read + length, READ_SIZE - 1 - length);
    assert_true(rest > 0);
    fixture->read[length + (size_t)rest] = '\0';
    assert_null(strstr(fixture->read, "\"live\",")); /* no live line */
    char *line = fixture->read;
    for (unsigned i = 0; i < count; i++) { /* whole lines, none missing, none twice */
        unsigned number;
        assert_int_equal(sscanf(line, "{\"event\":\"mark\",\"number\":%u}\n", &number), 1);
        assert_int_equal(number, i);
        line = strchr(line, '\n') + 1;
    }
    assert_string_equal(line, "{\"event\":\"dropped\",\"live\":100,\"other\":0}\n");
}

static void what_does_not_fit_is_counted(void **state)
{
    struct stream_fixture *fixture = *state;
    for (unsigned i = 0; i < 20000; i++)
        add(fixture, EVENT_LASTING, i);
    assert_true(fixture->stream.used > EVENT_STREAM_QUEUE_SIZE - 64);
    unsigned lines = 0;
    unsigned long long lost = 0;
    bool is_counted = false;
    while (!is_counted) { /* until the line that counts the others */
        const char *bytes = read_pipe(fixture);
        for (const char *byte = bytes; *byte; byte++)
            lines += *byte == '\n';
        const char *dropped = strstr(bytes, "{\"event\":\"dropped\"");
        is_counted = dropped && sscanf(dropped, "{\"event\":\"dropped\",\"live\":0,\"other\":%llu}", &lost) == 1;
        event_stream_flush(&fixture->stream);
    }
    assert_int_equal(lines - 1 + lost, 20000);
    assert_true(lost > 0);
    add(fixture, EVENT_LIVE, 7);
    assert_string_equal(read_pipe(fixture), "{\"event\":\"live\",\"number\":000007}\n");
}

static void a_line_without_memory_is_counted(void **state)
{
    struct stream_fixture *fixture = *state;
    char bytes[8];
    struct text_buffer line = text_fixed(bytes, sizeof bytes);
    text_add(&line, "{\"event\":\"mark\"}\n");
    event_stream_add(&fixture->stream, EVENT_LASTING, &line);
    event_stream_flush(&fixture->stream);
    assert_string_equal(read_pipe(fixture), "{\"event\":\"dropped\",\"live\":0,\"other\":1}\n");
}

static void a_reader_that_has_gone_ends_the_events(void **state)
{
    struct stream_fixture *fixture = *state;
    fill_pipe(fixture);
    close(fixture->output);
    fixture->output = -1;
    add(fixture, EVENT_LASTING, 0);
    assert_false(event_stream_is_open(&fixture->stream));
    assert_int_equal(fixture->stream.error, EPIPE);
    add(fixture, EVENT_LASTING, 1);
    event_stream_finish(&fixture->stream, 100000);
}

static void the_end_waits_only_so_long_for_a_stopped_reader(void **state)
{
    struct stream_fixture *fixture = *state;
    fill_pipe(fixture);
    event_stream_finish(&fixture->stream, 50); /* returns */
    assert_true(fixture->stream.used > 0);
    read_pipe(fixture);
    event_stream_finish(&fixture->stream, 100000);
    assert_int_equal(fixture->stream.used, 0);
}

static void without_a_descriptor_nothing_is_sent(void **state)
{
    struct stream_fixture *fixture = *state;
    int fd = fixture->stream.fd;
    assert_true(event_stream_open(&fixture->stream, 0));
    assert_false(event_stream_is_open(&fixture->stream));
    add(fixture, EVENT_LASTING, 0);
    event_stream_finish(&fixture->stream, 100000);
    assert_string_equal(read_pipe(fixture), "");
    fixture->stream.fd = fd;
}

#define STREAM_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STREAM_TEST(a_quick_reader_gets_every_line_at_once),
        STREAM_TEST(a_stopped_reader_loses_live_lines_first),
        STREAM_TEST(what_does_not_fit_is_counted),
        STREAM_TEST(a_line_without_memory_is_counted),
        STREAM_TEST(a_reader_that_has_gone_ends_the_events),
        STREAM_TEST(the_end_waits_only_so_long_for_a_stopped_reader),
        STREAM_TEST(without_a_descriptor_nothing_is_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
