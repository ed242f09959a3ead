/* SPDX-License-Identifier: MIT */
#include "controlled_run.h"
#include "support/cmocka_includes.h"
#include "support/json_seen.h"
#include "support/now.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#define SOCKET_BYTES 4096 /* about a second of events, so that a reader that stops is soon noticed */

int controlled_setup(void **state)
{
    struct controlled_run *run = calloc(1, sizeof *run);
    void *base = NULL;
    signal(SIGPIPE, SIG_IGN);
    if (!run || fixture_setup(&base) != 0)
        return -1;
    run->base = base;
    run->roller.id = "5A3C21F0";
    run->events = run->control = -1;
    *state = run;
    return 0;
}

int controlled_teardown(void **state)
{
    struct controlled_run *run = *state;
    void *base = run->base;
    if (run->roller.pty)
        fake_roller_stop(&run->roller);
    if (run->events >= 0)
        close(run->events);
    if (run->control >= 0)
        close(run->control);
    json_decref(run->newest);
    free(run);
    return fixture_teardown(&base);
}

void controlled_start(struct controlled_run *run, const char *more, const char *value)
{
    int events[2], control[2];
    const int size = SOCKET_BYTES;
    char events_fd[12], control_fd[12];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, events), 0);
    assert_int_equal(setsockopt(events[1], SOL_SOCKET, SO_SNDBUF, &size, sizeof size), 0);
    assert_int_equal(pipe(control), 0);
    run->events = events[0];
    run->control = control[1];
    /* The program must not have the test's ends, or it would never see that they are closed. */
    assert_int_equal(fcntl(run->events, F_SETFD, FD_CLOEXEC) | fcntl(run->control, F_SETFD, FD_CLOEXEC), 0);
    snprintf(events_fd, sizeof events_fd, "%d", events[1]);
    snprintf(control_fd, sizeof control_fd, "%d", control[0]);
    const char *const argv[] = {LOGGER,     "record",  "--port",    run->base->pty.path, "-o", run->base->path,
                                "--events", events_fd, "--control", control_fd,          more, value,
                                NULL};
    device_pty_end_exclusive_mode(&run->base->pty);
    fake_roller_start(&run->roller, &run->base->pty);
    run->program = program_start(argv, NULL);
    close(events[1]);
    close(control[0]);
}

void controlled_send(struct controlled_run *run, const char *bytes, size_t count)
{
    assert_int_equal(write(run->control, bytes, count), count);
}

void controlled_command(struct controlled_run *run, const char *command)
{
    char line[64];
    int length = snprintf(line, sizeof line, "{\"command\":\"%s\"}\n", command);
    controlled_send(run, line, (size_t)length);
}

/* Parse the line of `length` bytes at the start of the bytes, and remove it. */
static void take_line(struct controlled_run *run, size_t length)
{
    json_decref(run->newest);
    json_seen_add(run->bytes, length);
    run->newest = json_loadb(run->bytes, length - 1, 0, NULL);
    if (!json_is_string(json_object_get(run->newest, "event")))
        fail_msg("not an event: %.*s", (int)length, run->bytes);
    run->used -= length;
    memmove(run->bytes, run->bytes + length, run->used);
    run->live_count += strcmp(json_string_value(json_object_get(run->newest, "event")), "live") == 0;
}

bool controlled_read(struct controlled_run *run)
{
    char *newline;
    while (!(newline = memchr(run->bytes, '\n', run->used))) {
        struct pollfd events = {.fd = run->events, .events = POLLIN};
        assert_true(run->used < sizeof run->bytes);
        if (poll(&events, 1, (int)(LIMIT_S * 1000)) <= 0)
            fail_msg("no event came in %.0f s", LIMIT_S);
        ssize_t count = read(run->events, run->bytes + run->used, sizeof run->bytes - run->used);
        if (count <= 0) {
            assert_int_equal(run->used, 0); /* whole lines only */
            return false;
        }
        run->used += (size_t)count;
    }
    take_line(run, (size_t)(newline + 1 - run->bytes));
    return true;
}

const json_t *controlled_expect(struct controlled_run *run, const char *name)
{
    double end_s = now_s() + LIMIT_S;
    while (now_s() < end_s && controlled_read(run))
        if (strcmp(json_string_value(json_object_get(run->newest, "event")), name) == 0)
            return run->newest;
    fail_msg("no %s came until the events ended, or in %.0f s", name, LIMIT_S);
    return NULL;
}

const json_t *controlled_expect_state(struct controlled_run *run, const char *key, const char *value)
{
    for (;;) {
        const json_t *state = controlled_expect(run, "state");
        const char *found = json_string_value(json_object_get(state, key));
        if (found && strcmp(found, value) == 0)
            return state;
    }
}

double event_number(const json_t *event, const char *key)
{
    const json_t *value = json_object_get(event, key);
    assert_true(json_is_number(value));
    return json_number_value(value);
}

const char *event_text(const json_t *event, const char *key)
{
    const char *text = json_string_value(json_object_get(event, key));
    assert_non_null(text);
    return text;
}

bool event_flag(const json_t *event, const char *key)
{
    const json_t *value = json_object_get(event, key);
    assert_true(json_is_boolean(value));
    return json_is_true(value);
}

void controlled_await_readings(struct controlled_run *run)
{
    while (!event_flag(controlled_expect(run, "state"), "receiving"))
        continue;
}

void controlled_begin(struct controlled_run *run, const char *more, const char *value)
{
    controlled_start(run, more, value);
    controlled_await_readings(run);
    controlled_command(run, "start");
    controlled_expect_state(run, "phase", "recording");
}

void controlled_await_rows(struct controlled_run *run, unsigned rows)
{
    while (event_number(controlled_expect(run, "live"), "rows") < rows)
        continue;
}

size_t controlled_assert_saved(const json_t *saved, const char *path)
{
    assert_string_equal(event_text(saved, "file"), path);
    size_t rows = assert_whole_rows(path);
    assert_int_equal(event_number(saved, "rows"), rows);
    assert_int_equal(event_number(saved, "lost"), 0);
    return rows;
}

unsigned session_rows_with(const char *path, const char *event)
{
    char *bytes = temp_file_read(path, NULL), row_end[32];
    unsigned count = 0;
    assert_non_null(bytes);
    snprintf(row_end, sizeof row_end, ",%s\n", event);
    for (const char *found = bytes; (found = strstr(found, row_end)); found++)
        count++;
    free(bytes);
    return count;
}

struct program_result controlled_end(struct controlled_run *run, int status)
{
    assert_int_equal(json_integer_value(json_object_get(controlled_expect(run, "end"), "status")), status);
    assert_false(controlled_read(run));
    struct program_result result = program_wait(&run->program, LIMIT_S);
    assert_int_equal(result.status, status);
    return result;
}

void session_first_row(const char *path, char *row, size_t size)
{
    FILE *file = fopen(path, "r");
    bool is_row = false;
    assert_non_null(file);
    while (!is_row && fgets(row, (int)size, file))
        is_row = *row >= '0' && *row <= '9';
    fclose(file);
    assert_true(is_row);
}
