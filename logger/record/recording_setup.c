/* SPDX-License-Identifier: MIT */
#include "record/recording_parts.h"

#include "platform/platform.h"
#include "record/last_time.h"
#include "serial/open_roller.h"
#include "shared/decimal.h"
#include "shared/sanitized_text.h"
#include "storage/disk_space.h"
#include "storage/file_names.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Return the length, in seconds, of one session file for which the disk must have space. */
static double needed_space_s(const struct recording *recording)
{
    const struct options *options = recording->options;
    if (options->port && strcmp(options->port, "-") == 0)
        return 0; /* a replay of recorded lines, whose number is unknown */
    double leg_s = options->duration_s > 0 ? options->duration_s : DISK_SPACE_MIN_MINUTES * 60;
    int leg_count = options->both_legs && recording->phase.leg == SESSION_LEG_RIGHT ? 2 : 1;
    int file_count = options->raw ? 2 : 1; /* a raw file is about as large as the session file */
    return leg_s * leg_count * file_count;
}

/* With both legs, check that the second file can be created before the first leg is rolled. */
static bool check_second_file(struct recording *recording, struct failure *failure)
{
    char name[SESSION_WRITER_PATH_SIZE];
    if (!recording->options->output || !recording->options->both_legs || recording->phase.leg != SESSION_LEG_RIGHT)
        return true;
    file_names_add_leg(name, sizeof name, recording->options->output, SESSION_LEG_LEFT);
    if (!session_writer_open(&recording->writer, name, failure))
        return false;
    session_writer_abandon(&recording->writer);
    return true;
}

/* Open a session file that is named by date and time, with the first number that no other logger has taken. */
static bool open_dated_file(struct recording *recording, struct failure *failure)
{
    char name[SESSION_WRITER_PATH_SIZE], path[SESSION_WRITER_PATH_SIZE + LAST_TIME_FOLDER_SIZE + 1];
    const char *folder = recording->options->folder;
    int64_t wall_us = platform_wall_clock_us();
    for (unsigned number = 1;; number++) {
        file_names_make_session(name, sizeof name, wall_us, recording->phase.leg, number);
        snprintf(path, sizeof path, "%s%s%s", folder, *folder ? "/" : "", name);
        if (session_writer_open(&recording->writer, path, failure))
            return true;
        if (number == FILE_NAMES_NUMBER_MAX || !file_names_is_taken(path))
            return false;
    }
}

static bool open_session_file(struct recording *recording, struct failure *failure)
{
    char name[SESSION_WRITER_PATH_SIZE];
    const char *path = recording->options->output;
    if (!path)
        return open_dated_file(recording, failure);
    if (!recording->options->both_legs)
        return session_writer_open(&recording->writer, path, failure);
    file_names_add_leg(name, sizeof name, path, recording->phase.leg);
    return session_writer_open(&recording->writer, name, failure);
}

static bool open_raw_file(struct recording *recording, struct failure *failure)
{
    if (!raw_file_open(&recording->raw, recording->options->raw, failure))
        return false;
    /* No file had the session's name when its writer was opened, so this one is the raw file. */
    if (!recording->options->raw || access(recording->writer.path, F_OK) != 0)
        return true;
    raw_file_abandon(&recording->raw);
    return failure_set(failure, EXIT_STATUS_USAGE, "-o and --raw name the same file, %s: they need two names.",
                       recording->writer.path);
}

bool recording_setup_output(struct recording *recording, struct failure *failure)
{
    if (!check_second_file(recording, failure) || !open_session_file(recording, failure))
        return false;
    recording->disk = (struct disk_watch){0};
    if (disk_space_check(recording->writer.fd, recording->writer.path, needed_space_s(recording), failure) &&
        open_raw_file(recording, failure))
        return true;
    session_writer_abandon(&recording->writer);
    return false;
}

bool recording_setup_link(struct recording *recording, int stop_fd, size_t *received_count, struct failure *failure)
{
    const struct options *options = recording->options;
    struct opened_roller roller = {.received = {.bytes = recording->bytes, .size = sizeof recording->bytes}};
    struct open_roller_request request = {options, &recording->status_line, stop_fd};
    if (!open_roller_link(&request, &roller, failure))
        return false;
    recording->link = roller.link;
    *received_count = roller.received.count;
    snprintf(recording->port, sizeof recording->port, "%s", roller.port);
    return true;
}

/* Copy a text that may not be given. */
static void copy_said(char *out, size_t size, const struct annotation *annotation, enum annotation_key key)
{
    sanitized_text_copy(out, size, annotation->value[key] ? annotation->value[key] : "");
}

/* Return a pain that may not be given. The options have checked it; "" = not said. */
static double said_pain(const struct annotation *annotation, enum annotation_key key)
{
    double pain;
    const char *value = annotation->value[key];
    return value && decimal_parse(value, strlen(value), &pain) ? pain : NAN;
}

struct session_header recording_setup_header(const struct recording *recording)
{
    const struct options *options = recording->options;
    const char *start = options->annotation.value[ANNOTATION_START];
    struct session_header header;
    session_header_init(&header);
    sanitized_text_copy(header.subject, sizeof header.subject, options->subject);
    sanitized_text_copy(header.note, sizeof header.note, options->note);
    copy_said(header.condition, sizeof header.condition, &options->annotation, ANNOTATION_CONDITION);
    copy_said(header.study_visit, sizeof header.study_visit, &options->annotation, ANNOTATION_STUDY_VISIT);
    if (start)
        session_start_from_name(start, &header.start);      /* the options have checked it; "" = not said */
    if (recording->phase.start_events & SESSION_EVENT_KNEE) /* said by the button, at the start */
        header.start = SESSION_START_KNEE;
    header.pain_before = said_pain(&options->annotation, ANNOTATION_PAIN_BEFORE);
    header.pain_after = said_pain(&options->annotation, ANNOTATION_PAIN_AFTER);
    header.leg = recording->phase.leg;
    if (options->both_legs)
        snprintf(header.recording_id, sizeof header.recording_id, "%s", recording->id);
    header.thigh_length_mm = options->thigh_length_mm;
    snprintf(header.logger, sizeof header.logger, "roller-logger %s", ROLLER_VERSION);
    return header;
}
