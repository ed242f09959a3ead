/* SPDX-License-Identifier: MIT */
#include "session/roller_task.h"

#include "platform/platform.h"
#include "session/roller.h"
#include "session/virtual_rig.h"
#include "shared/iso_time.h"
#include "shared/json_line.h"
#include "store/path_format.h"
#include "store/session_files.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define CHECK_LIMIT_S 120
#define START_LIMIT_US 20000000 /* for a logger that listens, or the virtual roller */
#define LINE_SIZE 512
#define LIST_MAX 256 /* notices, findings or stored strips: more than a task has */

static const char *const kind_names[] = {
    [ROLLER_TASK_CHECK] = "check", [ROLLER_TASK_STRIPS] = "strips", [ROLLER_TASK_RADIUS] = "radius"};

bool roller_task_is_active(const struct roller_task *task)
{
    return task->must_start || child_is_running(&task->logger);
}

/* ---- What the logger says ---- */

static void append(json_t *shown, const char *key, json_t *value)
{
    json_t *list = json_object_get(shown, key);
    if (!list) {
        list = json_array();
        json_object_set_new(shown, key, list);
    }
    if (json_array_size(list) < LIST_MAX)
        json_array_append(list, value);
}

/* Keep an event for the page, which may be opened later. */
static void keep(struct roller_task *task, const char *name, json_t *event)
{
    json_t *shown = task->shown;
    if (strcmp(name, "task") == 0) {
        json_object_set(shown, "phase", json_object_get(event, "phase"));
    } else if (strcmp(name, "notice") == 0) {
        append(shown, "notices", json_object_get(event, "text"));
    } else if (strcmp(name, "answered") == 0) {
        json_object_del(shown, "ask");
        json_object_del(shown, "notices");
    } else if (strcmp(name, "finding") == 0 || strcmp(name, "stored") == 0) {
        append(shown, name, event);
    } else {
        if (strcmp(name, "points") == 0)
            json_object_del(shown, "fit");
        json_object_set(shown, name, event);
    }
}

static void take_event(void *owner, const char *line, size_t length)
{
    static const char *const kept[] = {"task", "ask",    "answered", "notice", "finding", "verdict",
                                       "seen", "points", "fit",      "passes", "stored",  "end"};
    struct roller *roller = owner;
    struct roller_task *task = &roller->task;
    json_t *event = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
    const char *name = json_text(event, "event");
    if (strcmp(name, "signal") == 0 || strcmp(name, "settling") == 0)
        server_send(task->server, name, event);
    else if (strcmp(name, "error") == 0)
        server_send(task->server, "refused", event); /* to an EventSource, "error" is a lost connection */
    for (size_t i = 0; task->shown && i < sizeof kept / sizeof kept[0]; i++)
        if (strcmp(name, kept[i]) == 0) {
            keep(task, name, event);
            roller->changed(roller->owner);
        }
    task->has_verdict = task->has_verdict || strcmp(name, "verdict") == 0;
    if (roller->is_simulated)
        virtual_rig_follow(roller, name, event);
    json_decref(event);
}

/* Keep the result of a check, which has ended, in the place of the task. */
static void keep_check(struct roller_task *task)
{
    const json_t *verdict = json_object_get(task->shown, "verdict"), *end = json_object_get(task->shown, "end");
    const char *summary = verdict ? json_text(verdict, "text") : json_text(end, "text");
    char at[ISO_TIME_SIZE];
    iso_time_format(at, sizeof at, platform_wall_clock_us());
    json_t *items = json_object_get(task->shown, "finding");
    json_decref(task->check);
    task->check = NULL;
    if (!task->is_cancelled || verdict)
        task->check = json_pack("{s:b, s:s, s:s, s:o}", "ok",
                                json_is_true(json_object_get(verdict, "healthy")) &&
                                    json_integer_value(json_object_get(end, "status")) == EXIT_STATUS_DONE,
                                "summary", summary, "at", at, "items", items ? json_incref(items) : json_array());
    json_decref(task->shown);
    task->shown = NULL;
}

/* The logger has ended, or could not be started. */
static void end_task(void *owner, int status, const char *message)
{
    struct roller *roller = owner;
    struct roller_task *task = &roller->task;
    task->must_start = false;
    if (task->shown && !json_object_get(task->shown, "end")) /* NULL: the page closed it */
        json_object_set_new(task->shown, "end",
                            json_pack("{s:i, s:s}", "status", status, "text",
                                      status > 128 || !*message ? "The program that works with the roller has ended "
                                                                  "unexpectedly. Try again."
                                                                : message));
    json_object_set_new(task->shown, "phase", json_string("ended"));
    json_object_set_new(task->shown, "cancelled", json_boolean(task->is_cancelled));
    json_object_del(task->shown, "ask");
    if (status != EXIT_STATUS_DONE && !task->has_verdict)
        roller->must_list = true; /* it may be unplugged */
    child_kill(&roller->virtual_roller, SIGTERM);
    if (task->kind == ROLLER_TASK_CHECK && task->shown)
        keep_check(task);
    roller->changed(roller->owner);
}

/* ---- Starting ---- */

/* Make the folder of the calibrations' points; those of the virtual roller do not last. */
static bool make_folder(const struct roller *roller, char folder[PATH_MAX], struct failure *failure)
{
    const struct places *places = roller->programs->places;
    if (roller->is_simulated || roller->task.kind == ROLLER_TASK_CHECK)
        return path_format(folder, PATH_MAX, "%s", places->runtime);
    return (path_format(folder, PATH_MAX, "%s/" SESSION_FILES_CALIBRATION, places->folder) &&
            (mkdir(folder, 0777) == 0 || errno == EEXIST)) ||
           failure_set(failure, EXIT_STATUS_OUTPUT, "The folder for the measured points in %s cannot be made: %s.",
                       places->folder, strerror(errno));
}

static bool start_logger(struct roller *roller, struct failure *failure)
{
    struct roller_task *task = &roller->task;
    bool is_check = task->kind == ROLLER_TASK_CHECK;
    char folder[PATH_MAX], strip[16];
    const char *argv[16] = {roller->programs->logger, "calibrate", kind_names[task->kind]};
    size_t count = 3;
    if (is_check) {
        argv[1] = "check";
        argv[2] = "--quiet";
    }
    const char *const more[] = {"--port",    roller->port,
                                "--events",  PROGRAMS_FD_TEXT(PROGRAMS_EVENTS_FD),
                                "--control", PROGRAMS_FD_TEXT(PROGRAMS_CONTROL_FD)};
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++)
        argv[count++] = more[i];
    if (task->kind == ROLLER_TASK_STRIPS && task->strip >= 0) {
        (void)snprintf(strip, sizeof strip, "%d", task->strip);
        argv[count++] = "--strip";
        argv[count++] = strip;
    }
    struct child_options options = {.folder = folder,
                                    .output_as = PROGRAMS_EVENTS_FD,
                                    .input_as = PROGRAMS_CONTROL_FD,
                                    .limit_s = is_check ? CHECK_LIMIT_S : 0};
    return make_folder(roller, folder, failure) &&
           child_start(roller->programs->children, &task->logger, argv, &options,
                       (struct child_owner){take_event, end_task, roller}, failure);
}

void roller_task_update(struct roller *roller)
{
    struct roller_task *task = &roller->task;
    struct failure failure;
    bool is_late = platform_now_us() - task->asked_us > START_LIMIT_US;
    if (!task->must_start)
        return;
    bool is_free = !roller->is_in_use && !child_is_running(&roller->lister);
    if (roller->is_simulated && is_free && !child_is_running(&roller->virtual_roller) && !is_late) {
        if (virtual_rig_start(roller, task->kind == ROLLER_TASK_CHECK, &failure))
            return;
        end_task(roller, (int)failure.status, failure.message);
    } else if (is_free && roller_is_connected(roller)) {
        task->must_start = false;
        if (!start_logger(roller, &failure))
            end_task(roller, (int)failure.status, failure.message);
    } else if (is_late) {
        end_task(roller, EXIT_STATUS_DEVICE, "The roller is used by another program.");
    }
}

/* ---- Commands of the page ---- */

static bool ask_to_start(struct roller *roller, enum roller_task_kind kind, const json_t *body, struct failure *failure)
{
    struct roller_task *task = &roller->task;
    const json_t *strip = json_object_get(body, "strip");
    if (roller_task_is_active(task))
        return failure_set(failure, EXIT_STATUS_DEVICE, "A check or a calibration runs already.");
    if (roller->status != ROLLER_FOUND)
        return failure_set(failure, EXIT_STATUS_DEVICE, "There is no roller.");
    json_decref(task->shown);
    task->shown = json_pack("{s:s, s:s, s:b}", "kind", kind_names[kind], "phase", "search", "cancelled", 0);
    task->kind = kind;
    task->strip = json_is_integer(strip) ? (int)json_integer_value(strip) : -1;
    task->must_start = true;
    task->has_verdict = task->is_cancelled = false;
    task->asked_us = platform_now_us();
    roller->changed(roller->owner);
    return true;
}

static bool pass_answer(struct roller *roller, const json_t *body, struct failure *failure)
{
    struct roller_task *task = &roller->task;
    const json_t *ask = json_object_get(task->shown, "ask");
    json_int_t number = json_integer_value(json_object_get(body, "ask"));
    const char *text = json_string_value(json_object_get(body, "text"));
    if (!text || strlen(text) > 60)
        return failure_set(failure, EXIT_STATUS_USAGE, "An answer is a short text.");
    if (!ask || number != json_integer_value(json_object_get(ask, "ask")))
        return failure_set(failure, EXIT_STATUS_DEVICE, "This was answered already.");
    json_t *command = json_pack("{s:s, s:I, s:s}", "command", "answer", "ask", number, "text", text);
    char *line = json_dumps(command, JSON_COMPACT | JSON_ENSURE_ASCII), whole[LINE_SIZE];
    json_decref(command);
    (void)snprintf(whole, sizeof whole, "%s\n", line ? line : "");
    free(line);
    if (roller->is_simulated)
        virtual_rig_take_answer(roller, ask, text);
    return child_send(&task->logger, whole) ||
           failure_set(failure, EXIT_STATUS_DEVICE, "The answer did not reach the roller's program.");
}

void roller_task_stop(struct roller_task *task)
{
    task->must_start = false;
    child_kill(&task->logger, SIGTERM);
}

/* Ask the logger to stop; while it still looks for the roller, it takes no commands, so end it by a signal. */
static void cancel(struct roller *roller)
{
    struct roller_task *task = &roller->task;
    task->is_cancelled = true;
    if (task->must_start)
        end_task(roller, EXIT_STATUS_DEVICE, "Cancelled.");
    else if (strcmp(json_text(task->shown, "phase"), "running") != 0 ||
             !child_send(&task->logger, "{\"command\":\"stop\"}\n"))
        roller_task_stop(task);
}

bool roller_task_command(struct roller *roller, const char *command, const json_t *body, bool *is_known,
                         struct failure *failure)
{
    struct roller_task *task = &roller->task;
    bool is_calibration = strcmp(command, "calibrate") == 0;
    *is_known = true;
    if (strcmp(command, "check") == 0)
        return ask_to_start(roller, ROLLER_TASK_CHECK, body, failure);
    if (is_calibration && strcmp(json_text(body, "what"), "strips") == 0)
        return ask_to_start(roller, ROLLER_TASK_STRIPS, body, failure);
    if (is_calibration && strcmp(json_text(body, "what"), "radius") == 0)
        return ask_to_start(roller, ROLLER_TASK_RADIUS, body, failure);
    if (is_calibration)
        return failure_set(failure, EXIT_STATUS_USAGE, "Choose the strips or the radius.");
    if (strcmp(command, "answer") == 0)
        return pass_answer(roller, body, failure);
    if (strcmp(command, "cancel") == 0) {
        if (roller_task_is_active(task))
            cancel(roller);
        return true;
    }
    if (strcmp(command, "close") == 0) {
        if (!roller_task_is_active(task) || json_object_get(task->shown, "end")) { /* its logger may still be ending */
            json_decref(task->shown);
            task->shown = NULL;
            roller->changed(roller->owner);
        }
        return true;
    }
    *is_known = false;
    return false;
}

void roller_task_free(struct roller_task *task)
{
    json_decref(task->shown);
    json_decref(task->check);
    task->shown = task->check = NULL;
}
