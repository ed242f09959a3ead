/* SPDX-License-Identifier: MIT */
#include "support/cmocka_includes.h"
#include "whole_session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void session_make(struct session *session)
{
    session_make_with(session, &SENSORS_PERFECT);
}

void session_make_with(struct session *session, const struct sensors *sensors)
{
    struct motion motion;
    motion_init(&motion);
    motion_lift(&motion, 1, 0);
    motion_hold(&motion, 0.5);
    for (int k = 0; k < 14; k++)
        motion_roll(&motion, k % 2 == 0 ? 330 : 0, 130);
    motion_roll(&motion, 90, 130);
    motion_hold(&motion, 12);
    motion_roll(&motion, 240, 130);
    motion_rock(&motion, 12, 0.5, 9);
    motion_roll(&motion, 330, 130);
    motion_roll(&motion, 245, 130);
    motion_hold(&motion, 8);
    motion_roll(&motion, 0, 130);
    motion_lift(&motion, 1, 0.5);
    temp_dir_make(&session->dir);
    motion_write(&motion, sensors, temp_dir_join(&session->dir, "s.csv", session->path, sizeof session->path));
    motion_free(&motion);
}

void session_edit(const struct session *session, const char *from, const char *to)
{
    size_t length;
    char *text = temp_file_read(session->path, &length);
    char *match = strstr(text, from);
    assert_non_null(match);
    char *edited = malloc(length + strlen(to) + 1);
    size_t offset = (size_t)(match - text);
    memcpy(edited, text, offset);
    strcpy(edited + offset, to);
    strcpy(edited + offset + strlen(to), match + strlen(from));
    temp_file_write(session->path, edited, strlen(edited));
    free(edited);
    free(text);
}

bool session_warned(const struct result *result, const char *text)
{
    for (size_t k = 0; k < result->warning_count; k++)
        if (strstr(result->warning[k], text) != NULL)
            return true;
    return false;
}

struct result session_analyze(const struct session *session, struct analysis_options options)
{
    struct result result;
    struct failure failure;
    if (!pipeline_run(session->path, &options, &result, &failure))
        fail_msg("%s", failure.message);
    return result;
}
