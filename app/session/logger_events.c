/* SPDX-License-Identifier: MIT */
#include "session/logger_events.h"

#include "shared/json_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void keep(json_t **kept, json_t *event)
{
    json_decref(*kept);
    *kept = json_incref(event);
}

static void take_state(struct recorder *recorder, const json_t *event)
{
    const char *phase = json_text(event, "phase"), *leg = json_text(event, "leg");
    if (strcmp(leg, "left") == 0 || strcmp(leg, "right") == 0)
        (void)snprintf(recorder->leg, sizeof recorder->leg, "%s", leg);
    recorder->zero_set = json_is_true(json_object_get(event, "zero"));
    recorder->knee_set = json_is_true(json_object_get(event, "knee"));
    enum phase before = recorder->phase.phase;
    if (strcmp(phase, "search") == 0 || strcmp(phase, "ready") == 0)
        phase_report(&recorder->phase, PHASE_LOGGER_LISTENS);
    else if (strcmp(phase, "recording") == 0)
        phase_report(&recorder->phase, PHASE_LOGGER_RECORDS);
    if (recorder->phase.phase != before && recorder->phase.phase != PHASE_ROLLING) {
        json_decref(recorder->live);
        json_decref(recorder->places);
        recorder->live = recorder->places = NULL;
    }
    recorder->history->is_paused = recorder->phase.phase == PHASE_ROLLING;
    recorder->changed(recorder->owner);
}

/* Add a saved file to the session: by its id, because pages get no paths. */
static void add_saved(struct recorder *recorder, const json_t *event, const char *id)
{
    json_t *saved = json_copy((json_t *)event);
    json_object_del(saved, "file");
    json_object_del(saved, "event");
    json_object_set_new(saved, "id", json_string(id));
    if (!recorder->saved)
        recorder->saved = json_array();
    if (json_array_size(recorder->saved) < RECORDER_FILES_MAX)
        json_array_append(recorder->saved, saved);
    server_send(recorder->server, "saved", saved);
    json_decref(saved);
}

/* A file was saved: write into it what the person has said before. A file elsewhere is none of the app's. */
static void take_saved(struct recorder *recorder, const json_t *event)
{
    const char *file = json_text(event, "file");
    const char *path = session_files_find_below(recorder->programs->places->folder, file);
    char id[SESSION_INDEX_ID_SIZE] = "";
    struct annotator_remarks remarks = {.pain_before = *recorder->pain_before ? recorder->pain_before : NULL};
    if (path) {
        session_index_make_id(path, id);
        if (recorder->file_count < RECORDER_FILES_MAX && (recorder->file[recorder->file_count] = strdup(file)) != NULL)
            recorder->file_count++;
        annotator_write(&recorder->annotator, file, &remarks);
    }
    phase_report(&recorder->phase, PHASE_LOGGER_SAVED);
    history_update(recorder->history, 0);
    add_saved(recorder, event, id);
    recorder->changed(recorder->owner);
}

static void take_end(struct recorder *recorder, const json_t *event)
{
    json_int_t status = json_integer_value(json_object_get(event, "status"));
    recorder->has_reported_end = true;
    if (status == EXIT_STATUS_DONE || recorder->has_nothing_to_save)
        return;
    recorder_set_problem(recorder,
                         status == EXIT_STATUS_OUTPUT   ? "not_saved"
                         : status == EXIT_STATUS_DEVICE ? "roller"
                                                        : "logger",
                         json_text(event, "text"));
}

void logger_events_take(struct recorder *recorder, const char *line, size_t length)
{
    /* Passed to the page under their own names. */
    static const char *const passed[] = {"live", "places", "visit",     "dose", "lifted", "countdown", "mark",
                                         "zero", "knee",   "lost_link", "back", "notice", "discarded", "dropped"};
    json_t *event = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
    const char *name = json_text(event, "event");
    if (strcmp(name, "state") == 0)
        roller_set_lost(recorder->roller, json_is_true(json_object_get(event, "unplugged")));
    /* A logger that is being replaced says nothing about the session that comes. */
    if (recorder->must_start)
        name = "";
    if (strcmp(name, "state") == 0)
        take_state(recorder, event);
    else if (strcmp(name, "saved") == 0)
        take_saved(recorder, event);
    else if (strcmp(name, "end") == 0)
        take_end(recorder, event);
    else if (strcmp(name, "error") == 0)
        server_send(recorder->server, "refused", event); /* to an EventSource, "error" is a lost connection */
    if (strcmp(name, "live") == 0)
        keep(&recorder->live, event);
    else if (strcmp(name, "places") == 0)
        keep(&recorder->places, event);
    for (size_t i = 0; i < sizeof passed / sizeof passed[0]; i++)
        if (strcmp(name, passed[i]) == 0)
            server_send(recorder->server, name, event);
    json_decref(event);
}

void logger_events_take_end(struct recorder *recorder, int status, const char *message)
{
    const char *colon = strstr(message, ": ");
    if (!recorder->has_reported_end && !recorder->has_nothing_to_save)
        recorder_set_problem(
            recorder, "logger_died",
            status > 128 ? "The recording program was ended. What it had recorded is kept, and is in the history."
            : colon      ? colon + 2
                         : "The recording program has ended unexpectedly.");
    recorder->history->is_paused = false;
    history_update(recorder->history, 0);
    if (!recorder->must_start)
        phase_report(&recorder->phase, PHASE_LOGGER_ENDED);
    recorder->changed(recorder->owner);
}
