/* SPDX-License-Identifier: MIT */
#include "session/recorder.h"

#include "session/logger_events.h"
#include "shared/json_line.h"
#include "shared/session_format.h"
#include "store/path_format.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SIMULATED_NOTE "simulated, no person: the virtual roller of the app"

static void note_problem(void *owner, const char *message)
{
    struct recorder *recorder = owner;
    recorder_set_problem(recorder, "not_saved", message);
    recorder->changed(recorder->owner);
}

void recorder_init(struct recorder *recorder)
{
    recorder->annotator.programs = recorder->programs;
    recorder->annotator.failed = note_problem;
    recorder->annotator.owner = recorder;
}

static void clear_session(struct recorder *recorder)
{
    for (size_t i = 0; i < recorder->file_count; i++)
        free(recorder->file[i]);
    json_decref(recorder->saved);
    json_decref(recorder->live);
    json_decref(recorder->places);
    recorder->file_count = 0;
    recorder->saved = recorder->live = recorder->places = NULL;
    recorder->zero_set = recorder->knee_set = false;
    recorder->pain_after[0] = '\0';
    recorder->problem_code[0] = recorder->problem[0] = '\0';
}

void recorder_stop(struct recorder *recorder)
{
    child_close_input(&recorder->logger); /* it saves, and ends */
    recorder->must_start = false;
    recorder->is_asked_to_end = true;
}

void recorder_free(struct recorder *recorder)
{
    clear_session(recorder);
}

bool recorder_is_active(const struct recorder *recorder)
{
    return recorder->must_start || child_is_running(&recorder->logger);
}

/* ---- The logger ---- */

/* Make the person's folder, for real sessions or simulated ones. */
static bool make_folder(const struct recorder *recorder, const json_t *person, char folder[PATH_MAX],
                        struct failure *failure)
{
    const char *root = recorder->programs->places->folder, *name = json_text(person, "folder");
    const char *kind = recorder->roller->is_simulated ? "/" SESSION_FILES_SIMULATED : "";
    bool ok = path_format(folder, PATH_MAX, "%s%s", root, kind) && (mkdir(folder, 0777) == 0 || errno == EEXIST) &&
              path_format(folder, PATH_MAX, "%s%s/%s", root, kind, name) &&
              (mkdir(folder, 0777) == 0 || errno == EEXIST);
    return ok || failure_set(failure, EXIT_STATUS_OUTPUT, "The folder for the session in %s cannot be made: %s.", root,
                             strerror(errno));
}

static void take_line(void *owner, const char *line, size_t length)
{
    logger_events_take(owner, line, length);
}

static void end_logger(void *owner, int status, const char *message)
{
    struct recorder *recorder = owner;
    roller_release(recorder->roller);
    logger_events_take_end(recorder, status, message);
}

/* Write a setting as the logger's option takes it. */
static void format_setting(const struct recorder *recorder, const char *name, char *out, size_t size)
{
    (void)snprintf(out, size, "%.1f", json_number_value(json_object_get(recorder->settings->values, name)));
}

static bool start_logger(struct recorder *recorder, struct failure *failure)
{
    char folder[PATH_MAX], length[32], end_on_lift[32], dose[32];
    const json_t *person = settings_find_person(recorder->settings, recorder->person);
    const json_t *thigh = json_object_get(person, "thigh_length_mm");
    bool is_simulated = recorder->roller->is_simulated;
    const char *argv[32] = {recorder->programs->logger,
                            "record",
                            "--events",
                            PROGRAMS_FD_TEXT(PROGRAMS_EVENTS_FD),
                            "--control",
                            PROGRAMS_FD_TEXT(PROGRAMS_CONTROL_FD),
                            "--quiet",
                            "--no-bell",
                            "--port",
                            recorder->roller->port,
                            "--leg",
                            recorder->legs,
                            "--subject",
                            is_simulated ? RECORDER_SIMULATED_SUBJECT : json_text(person, "name"),
                            "--end-on-lift",
                            end_on_lift,
                            "--place-dose",
                            dose};
    size_t count = 18;
    struct child_options options = {.folder = folder, .output_as = PROGRAMS_EVENTS_FD, .input_as = PROGRAMS_CONTROL_FD};
    format_setting(recorder, "end_on_lift_s", end_on_lift, sizeof end_on_lift);
    format_setting(recorder, "dose_place_s", dose, sizeof dose);
    if (json_is_number(thigh)) {
        (void)snprintf(length, sizeof length, "%.1f", json_number_value(thigh));
        argv[count++] = "--thigh-length";
        argv[count++] = length;
    }
    if (is_simulated) {
        argv[count++] = "--note";
        argv[count++] = SIMULATED_NOTE;
    }
    recorder->must_start = recorder->is_asked_to_end = recorder->has_nothing_to_save = recorder->has_reported_end =
        false;
    return make_folder(recorder, person, folder, failure) &&
           child_start(recorder->programs->children, &recorder->logger, argv, &options,
                       (struct child_owner){take_line, end_logger, recorder}, failure);
}

void recorder_update(struct recorder *recorder)
{
    struct failure failure;
    if (!recorder->must_start || child_is_running(&recorder->logger) || roller_is_ending(recorder->roller))
        return;
    if (!recorder->roller->is_in_use) {
        const json_t *person = settings_find_person(recorder->settings, recorder->person);
        double thigh_mm = json_number_value(json_object_get(person, "thigh_length_mm"));
        if (roller_take(recorder->roller, recorder->legs, thigh_mm, &failure))
            return;
    } else if (!roller_has_failed(recorder->roller, &failure) &&
               (!roller_is_connected(recorder->roller) || start_logger(recorder, &failure)))
        return;
    recorder->must_start = false;
    roller_release(recorder->roller);
    phase_report(&recorder->phase, PHASE_LOGGER_ENDED);
    recorder_set_problem(recorder, "roller", failure.message);
    recorder->changed(recorder->owner);
}

/* ---- Commands ---- */

/* Take a pain over as text for the logger; null and nothing = not said. */
static bool take_pain(const json_t *command, const char *key, char out[RECORDER_PAIN_SIZE], struct failure *failure)
{
    const json_t *value = json_object_get(command, key);
    double pain = json_number_value(value);
    if (!value)
        return true;
    if (!json_is_null(value) && !(json_is_number(value) && pain >= SESSION_PAIN_MIN && pain <= SESSION_PAIN_MAX))
        return failure_set(failure, EXIT_STATUS_USAGE, "Pain is a number from %.0f to %.0f.", SESSION_PAIN_MIN,
                           SESSION_PAIN_MAX);
    (void)snprintf(out, RECORDER_PAIN_SIZE, "%.*g", json_is_null(value) ? 0 : 3, pain);
    if (json_is_null(value))
        out[0] = '\0';
    return true;
}

/* Begin to listen with the values of the command. The same values again change nothing. */
static bool begin_to_listen(struct recorder *recorder, const json_t *command, struct failure *failure)
{
    const char *person = json_text(command, "person_id"), *legs = json_text(command, "legs");
    if (!settings_find_person(recorder->settings, person))
        return failure_set(failure, EXIT_STATUS_USAGE, "Choose who rolls.");
    if (strcmp(legs, "left") != 0 && strcmp(legs, "right") != 0 && strcmp(legs, "both") != 0)
        return failure_set(failure, EXIT_STATUS_USAGE, "Choose the left leg, the right leg or both.");
    bool is_same = strcmp(person, recorder->person) == 0 && strcmp(legs, recorder->legs) == 0;
    if (recorder_is_active(recorder) && !recorder->is_asked_to_end && is_same)
        return true;
    if (roller_task_is_active(&recorder->roller->task))
        return failure_set(failure, EXIT_STATUS_DEVICE, ROLLER_TASK_TEXT);
    if (!recorder_is_active(recorder) && recorder->roller->status != ROLLER_FOUND)
        return failure_set(failure, EXIT_STATUS_DEVICE, "%s", recorder->roller->text);
    clear_session(recorder);
    (void)phase_command(&recorder->phase, PHASE_COMMAND_LISTEN);
    (void)snprintf(recorder->person, sizeof recorder->person, "%s", person);
    (void)snprintf(recorder->legs, sizeof recorder->legs, "%s", legs);
    (void)snprintf(recorder->leg, sizeof recorder->leg, "%s", strcmp(legs, "left") == 0 ? "left" : "right");
    recorder->must_start = true;
    recorder->is_asked_to_end = recorder->has_nothing_to_save = child_is_running(&recorder->logger);
    if (recorder->is_asked_to_end)
        (void)child_send(&recorder->logger, "{\"command\":\"discard\"}\n");
    recorder_update(recorder);
    return true;
}

static bool finish(struct recorder *recorder, const json_t *command, struct failure *failure)
{
    const json_t *note = json_object_get(command, "note");
    if (note && !json_is_null(note) && !json_is_string(note))
        return failure_set(failure, EXIT_STATUS_USAGE, "A note is text.");
    if (!take_pain(command, "pain_after", recorder->pain_after, failure))
        return false;
    struct annotator_remarks remarks = {
        .pain_before = json_object_get(command, "pain_before") ? recorder->pain_before : NULL,
        .pain_after = *recorder->pain_after ? recorder->pain_after : NULL,
        .note = *json_text(command, "note") ? json_text(command, "note") : NULL,
    };
    for (size_t i = 0; i < recorder->file_count; i++)
        annotator_write(&recorder->annotator, recorder->file[i], &remarks);
    clear_session(recorder);
    return true;
}

static bool send_command(struct recorder *recorder, enum phase_command command, struct failure *failure)
{
    char line[64];
    (void)snprintf(line, sizeof line, "{\"command\":\"%s\"}\n", phase_command_name(command));
    if (!child_is_running(&recorder->logger)) {
        /* It has not started yet: then only ending makes sense. */
        if (command != PHASE_COMMAND_STOP && command != PHASE_COMMAND_DISCARD)
            return failure_set(failure, EXIT_STATUS_DEVICE, "The roller is not ready yet.");
        recorder->must_start = false;
        roller_release(recorder->roller);
        phase_report(&recorder->phase, PHASE_LOGGER_ENDED);
        return true;
    }
    if (command == PHASE_COMMAND_STOP || command == PHASE_COMMAND_DISCARD) {
        recorder->must_start = false;
        recorder->is_asked_to_end = true;
        recorder->has_nothing_to_save = command == PHASE_COMMAND_DISCARD || recorder->phase.phase != PHASE_ROLLING;
    }
    return child_send(&recorder->logger, line) ||
           failure_set(failure, EXIT_STATUS_DEVICE, "The logger does not take commands: %s.", strerror(errno));
}

bool recorder_command(struct recorder *recorder, const json_t *command, struct failure *failure)
{
    enum phase_command name;
    char pain[RECORDER_PAIN_SIZE];
    if (!phase_command_from_name(json_text(command, "command"), &name))
        return failure_set(failure, EXIT_STATUS_USAGE, "There is no such command.");
    bool is_new =
        name == PHASE_COMMAND_LISTEN && (recorder->phase.phase == PHASE_READY || recorder->phase.phase == PHASE_DONE);
    (void)snprintf(pain, sizeof pain, "%s", is_new ? "" : recorder->pain_before);
    if (!take_pain(command, "pain_before", pain, failure))
        return false;
    struct phase_state next = recorder->phase; /* as it is, if the command fails */
    enum phase_action action = phase_command(&next, name);
    if (action == PHASE_REFUSE)
        return failure_set(failure, EXIT_STATUS_DEVICE, "This is not possible now.");
    if (name == PHASE_COMMAND_LISTEN || name == PHASE_COMMAND_START || name == PHASE_COMMAND_DONE)
        memcpy(recorder->pain_before, pain, sizeof pain);
    bool ok = action == PHASE_IGNORE         ? true
              : action == PHASE_START_LOGGER ? begin_to_listen(recorder, command, failure)
              : action == PHASE_CLEAR        ? finish(recorder, command, failure)
                                             : send_command(recorder, name, failure);
    if (ok && action == PHASE_CLEAR)
        recorder->phase = next;
    recorder->changed(recorder->owner);
    return ok;
}
