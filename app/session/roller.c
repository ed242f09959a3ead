/* SPDX-License-Identifier: MIT */
#include "session/roller.h"

#include "platform/platform.h"
#include "session/virtual_rig.h"
#include "shared/json_line.h"
#include "shared/sanitized_text.h"
#include "store/text_hash.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LOOK_PAUSE_US 500000
#define PORTS_MAX 64
#define LIST_LIMIT_S 60

static void set(struct roller *roller, enum roller_status status, const char *port, const char *name, const char *text)
{
    roller->status = status;
    (void)snprintf(roller->port, sizeof roller->port, "%s", port);
    sanitized_text_copy(roller->name, sizeof roller->name, name);
    sanitized_text_copy(roller->text, sizeof roller->text, text);
    roller->changed(roller->owner);
}

void roller_init(struct roller *roller, const struct programs *programs, struct server *server,
                 void (*changed)(void *owner), void *owner)
{
    *roller = (struct roller){
        .programs = programs, .changed = changed, .owner = owner, .task = {.server = server}, .must_list = true};
}

void roller_stop(struct roller *roller)
{
    child_kill(&roller->lister, SIGTERM);
    roller_task_stop(&roller->task);
    child_kill(&roller->virtual_roller, SIGTERM);
}

void roller_free(struct roller *roller)
{
    roller_task_free(&roller->task);
    json_decref(roller->choices);
    free(roller->listed);
    roller->choices = NULL;
    roller->listed = NULL;
}

/* ---- Real rollers ---- */

/* A number that changes when a port appears or vanishes. The order of the list means nothing. */
static uint64_t sum_up_ports(void)
{
    struct platform_port ports[PORTS_MAX];
    size_t count = 0;
    uint64_t sum = 0;
    if (!platform_list_ports(ports, PORTS_MAX, &count))
        return 0;
    for (size_t i = 0; i < count; i++)
        sum += text_hash(ports[i].path);
    return sum + count;
}

/* Without a roller, say what is at the first port on USB that could not be opened. */
static void explain_none(struct roller *roller, const json_t *ports)
{
    size_t i;
    json_t *port;
    json_array_foreach(ports, i, port)
    {
        const char *state = json_text(port, "state");
        bool is_forbidden = strcmp(state, "no_permission") == 0, is_busy = strcmp(state, "busy") == 0;
        if (!is_forbidden && !is_busy && strcmp(state, "closed") != 0)
            continue;
        set(roller,
            is_forbidden ? ROLLER_PERMISSION
            : is_busy    ? ROLLER_BUSY
                         : ROLLER_NONE,
            json_text(port, "port"), "", json_text(port, "what"));
        return;
    }
    set(roller, ROLLER_NONE, "", "", "Plug in the roller, or try the virtual one.");
}

/* Choose among the rollers that were found. */
static void choose(struct roller *roller)
{
    size_t i, count = json_array_size(roller->choices);
    json_t *choice, *chosen = count == 1 ? json_array_get(roller->choices, 0) : NULL;
    json_array_foreach(roller->choices, i, choice)
    {
        if (*roller->chosen && strcmp(json_text(choice, "id"), roller->chosen) == 0)
            chosen = choice;
    }
    if (chosen)
        set(roller, ROLLER_FOUND, json_text(chosen, "port"), json_text(chosen, "name"), "The roller is ready.");
    else
        set(roller, ROLLER_TWO, "", "", "There are several rollers: choose one.");
}

static void take_list(struct roller *roller, const json_t *ports)
{
    size_t i;
    json_t *port;
    json_decref(roller->choices);
    roller->choices = json_array();
    json_array_foreach(ports, i, port)
    {
        const json_t *found = json_object_get(port, "roller");
        if (!json_is_object(found))
            continue;
        char name[sizeof roller->name];
        struct text_buffer whole = text_fixed(name, sizeof name);
        text_addf(&whole, "Roller %s (%s)", json_text(found, "id"), json_text(found, "board"));
        /* A roller that does not identify itself is known by its port. */
        const char *id = *json_text(found, "id") ? json_text(found, "id") : json_text(port, "port");
        json_array_append_new(roller->choices,
                              json_pack("{s:s, s:s, s:s}", "id", id, "name", name, "port", json_text(port, "port")));
    }
    if (json_array_size(roller->choices) > 0)
        choose(roller);
    else
        explain_none(roller, ports);
}

static void take_list_line(void *owner, const char *line, size_t length)
{
    struct roller *roller = owner;
    (void)length;
    free(roller->listed);
    roller->listed = strdup(line);
}

static void end_list(void *owner, int status, const char *message)
{
    struct roller *roller = owner;
    json_t *ports = roller->listed ? json_loads(roller->listed, 0, NULL) : NULL;
    free(roller->listed);
    roller->listed = NULL;
    if (roller->is_simulated)
        ; /* it is not asked for any more */
    else if (json_is_array(ports))
        take_list(roller, ports);
    else
        set(roller, ROLLER_NONE, "", "", *message ? message : "The ports cannot be listed.");
    (void)status;
    json_decref(ports);
}

static void list(struct roller *roller)
{
    const char *const argv[] = {roller->programs->logger, "list", "--json", "--quiet", NULL};
    struct child_options options = {.output_as = STDOUT_FILENO, .limit_s = LIST_LIMIT_S};
    struct failure failure;
    roller->must_list = false;
    if (child_start(roller->programs->children, &roller->lister, argv, &options,
                    (struct child_owner){take_list_line, end_list, roller}, &failure))
        set(roller, ROLLER_SEARCHING, "", "", "Looking for the roller.");
    else
        set(roller, ROLLER_NONE, "", "", failure.message);
}

void roller_update(struct roller *roller)
{
    int64_t now_us = platform_now_us();
    roller_task_update(roller);
    if (now_us - roller->looked_us < LOOK_PAUSE_US)
        return;
    roller->looked_us = now_us;
    uint64_t ports = sum_up_ports();
    if (ports != roller->ports_seen)
        roller->must_list = true;
    roller->ports_seen = ports;
    if (roller->must_list && !roller->is_simulated && !roller->is_in_use && !child_is_running(&roller->lister) &&
        !roller_task_is_active(&roller->task))
        list(roller);
}

bool roller_choose(struct roller *roller, const char *id)
{
    size_t i;
    json_t *choice;
    json_array_foreach(roller->choices, i, choice)
    {
        if (id && strcmp(json_text(choice, "id"), id) == 0) {
            (void)snprintf(roller->chosen, sizeof roller->chosen, "%s", id);
            choose(roller);
            return true;
        }
    }
    return false;
}

/* ---- The virtual roller ---- */

void roller_simulate(struct roller *roller, bool is_simulated)
{
    roller->is_simulated = is_simulated;
    roller->must_list = true;
    if (is_simulated)
        set(roller, ROLLER_FOUND, "", "Virtual roller", "A simulated roller and person, to try things out.");
    else
        set(roller, ROLLER_SEARCHING, "", "", "Looking for the roller.");
}

/* ---- Sessions ---- */

bool roller_take(struct roller *roller, const char *legs, double thigh_length_mm, struct failure *failure)
{
    if (roller->status != ROLLER_FOUND)
        return failure_set(failure, EXIT_STATUS_DEVICE, "%s", *roller->text ? roller->text : "There is no roller.");
    if (roller_task_is_active(&roller->task))
        return failure_set(failure, EXIT_STATUS_DEVICE, ROLLER_TASK_TEXT);
    if (roller->is_simulated && !virtual_rig_start_person(roller, legs, thigh_length_mm, failure))
        return false;
    roller->is_in_use = true;
    return true;
}

bool roller_is_connected(const struct roller *roller)
{
    return !roller->is_simulated || access(roller->port, F_OK) == 0;
}

bool roller_has_failed(const struct roller *roller, struct failure *failure)
{
    const char *colon = strstr(roller->virtual_roller.message, ": "); /* after the program's name */
    if (!roller->is_simulated || !roller->is_in_use || child_is_running(&roller->virtual_roller))
        return false;
    failure_set(failure, EXIT_STATUS_DEVICE, "The virtual roller has ended%s.", colon ? colon : "");
    return true;
}

bool roller_is_ending(const struct roller *roller)
{
    return !roller->is_in_use && child_is_running(&roller->virtual_roller);
}

void roller_release(struct roller *roller)
{
    child_kill(&roller->virtual_roller, SIGTERM);
    roller->is_in_use = false;
    if (roller->is_lost)
        roller->must_list = true;
    roller_set_lost(roller, false);
}

void roller_set_lost(struct roller *roller, bool is_lost)
{
    if (is_lost == roller->is_lost)
        return;
    roller->is_lost = is_lost;
    roller->changed(roller->owner);
}

/* ---- For the page ---- */

json_t *roller_describe(const struct roller *roller)
{
    static const char *const names[] = {
        [ROLLER_SEARCHING] = "searching", [ROLLER_FOUND] = "found",
        [ROLLER_NONE] = "none",           [ROLLER_PERMISSION] = "permission",
        [ROLLER_BUSY] = "busy",           [ROLLER_TWO] = "two",
        [ROLLER_LOST] = "lost",
    };
    enum roller_status status = roller->is_lost ? ROLLER_LOST : roller->status;
    char port[ROLLER_PORT_SIZE];
    sanitized_text_copy(port, sizeof port, roller->port);
    return json_pack("{s:s, s:s, s:s, s:s, s:b, s:o, s:O?, s:O?}", "status", names[status], "port", port, "name",
                     roller->name, "text",
                     roller->is_lost ? "The roller is unplugged. Plug it in again." : roller->text, "simulated",
                     roller->is_simulated, "choices", roller->choices ? json_incref(roller->choices) : json_array(),
                     "check", roller->task.check, "task", roller->task.shown);
}
