/* SPDX-License-Identifier: MIT */
#include "state.h"

static json_t *describe_settings(const struct app *app)
{
    json_t *settings = json_copy(app->settings.values);
    if (settings)
        json_object_set_new(settings, "folder", json_string(app->places.folder));
    return settings;
}

/* The problem that the user must know first. */
static json_t *describe_problem(const struct app *app)
{
    if (app->history.folder_is_gone)
        return json_pack("{s:s, s:s}", "code", "folder_gone", "text",
                         "The folder of the sessions cannot be read. Is its disk still there?");
    return recorder_describe_problem(&app->recorder);
}

json_t *state_describe(const struct app *app)
{
    return json_pack("{s:s, s:s, s:o, s:O, s:o, s:o, s:o}", "version", ROLLER_VERSION, "phase",
                     phase_name(app->recorder.phase.phase), "roller", roller_describe(&app->roller), "people",
                     app->settings.people, "settings", describe_settings(app), "session",
                     recorder_describe(&app->recorder), "problem", describe_problem(app));
}
