/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "led_task.h"
#include "calibrate_steps.h"
#include "support/cmocka_includes.h"
#include "support/json_seen.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct led_task *led_task_open(const char *rig_options)
{
    struct led_task *task = calloc(1, sizeof *task);
    assert_non_null(task);
    task->events = task->control = -1;
    rig_dialog_open(&task->rig, rig_options);
    return task;
}

/* Start the logger with the arguments of `line`. */
void led_task_start(struct led_task *task, const char *line)
{
    int events[2], control[2];
    char words[256];
    assert_int_equal(pipe2(events, O_CLOEXEC) | pipe2(control, O_CLOEXEC), 0);
    assert_int_equal(fcntl(events[1], F_SETFD, 0) | fcntl(control[0], F_SETFD, 0), 0);
    snprintf(words, sizeof words, "%s --events %d --control %d", line, events[1], control[0]);
    rig_dialog_start(&task->rig, words);
    close(events[1]);
    close(control[0]);
    task->events = events[0];
    task->control = control[1];
}

/* Read the next event; NULL at their end. */
const json_t *led_task_next(struct led_task *task)
{
    char *newline;
    while (!(newline = memchr(task->bytes, '\n', task->used))) {
        struct pollfd events = {.fd = task->events, .events = POLLIN};
        assert_true(task->used < sizeof task->bytes);
        if (poll(&events, 1, (int)(RIG_DIALOG_LIMIT_S * 1000)) <= 0)
            fail_msg("no event came in %.0f s", RIG_DIALOG_LIMIT_S);
        ssize_t count = read(task->events, task->bytes + task->used, sizeof task->bytes - task->used);
        if (count <= 0)
            return NULL;
        task->used += (size_t)count;
    }
    size_t length = (size_t)(newline + 1 - task->bytes);
    json_decref(task->newest);
    json_seen_add(task->bytes, length);
    task->newest = json_loadb(task->bytes, length - 1, 0, NULL);
    assert_non_null(task->newest);
    task->used -= length;
    memmove(task->bytes, task->bytes + length, task->used);
    return task->newest;
}

const char *led_text(const json_t *event, const char *key)
{
    const char *text = json_string_value(json_object_get(event, key));
    return text ? text : "";
}

bool led_flag(const json_t *event, const char *key)
{
    const json_t *value = json_object_get(event, key); /* jansson's macros evaluate their argument twice */
    assert_true(json_is_boolean(value));
    return json_is_true(value);
}

/* End what runs, and fail: a rig at full speed would slow down all tests that follow. */
static void give_up(struct led_task *task, const char *expected, const char *found)
{
    (void)kill(task->rig.logger.pid, SIGKILL);
    (void)kill(task->rig.rig.pid, SIGKILL);
    fail_msg("expected %s, but found %s", expected, found);
}

/* Read up to the next event with this name. */
const json_t *led_expect(struct led_task *task, const char *name)
{
    const json_t *event;
    while ((event = led_task_next(task)))
        if (strcmp(led_text(event, "event"), name) == 0)
            return event;
    give_up(task, name, "the end of the events");
    return NULL;
}

/* Wait until this strip is on top, and reads more than `reading`. Returns what it reads. */
double led_await_reading(struct led_task *task, unsigned strip, double reading)
{
    for (;;) {
        const json_t *signal = led_expect(task, "signal");
        double found = json_number_value(json_array_get(json_object_get(signal, "readings"), strip));
        if (json_integer_value(json_object_get(signal, "up_strip")) == strip && found > reading)
            return found;
    }
}

void led_send(struct led_task *task, const char *line)
{
    assert_true(dprintf(task->control, "%s\n", line) > 0);
}

/* Read up to the next question, which must be about `step`; return its number. */
int led_expect_question(struct led_task *task, const char *step)
{
    const json_t *ask = led_expect(task, "ask");
    if (strcmp(led_text(ask, "step"), step) != 0)
        give_up(task, step, led_text(ask, "step"));
    return (int)calibrate_number(ask, "ask");
}

void led_answer_question(struct led_task *task, int ask, const char *text)
{
    char line[128];
    snprintf(line, sizeof line, "{\"command\":\"answer\",\"ask\":%d,\"text\":\"%s\"}", ask, text);
    led_send(task, line);
}

void led_answer(struct led_task *task, const char *step, const char *text)
{
    led_answer_question(task, led_expect_question(task, step), text);
}

/* Read up to the end, which must say the status, that of the program; return the sentence of the end. The caller frees
 * it. */
char *led_task_end(struct led_task *task, int status)
{
    const json_t *end = led_expect(task, "end");
    assert_int_equal(calibrate_number(end, "status"), status);
    char *text = strdup(led_text(end, "text"));
    assert_null(led_task_next(task));
    struct program_result result = rig_dialog_wait(&task->rig, status);
    program_result_free(&result);
    close(task->events);
    if (task->control >= 0)
        close(task->control);
    task->events = task->control = -1;
    return text;
}

void led_task_close(struct led_task *task)
{
    json_decref(task->newest);
    rig_dialog_close(&task->rig);
    free(task);
}
