/* SPDX-License-Identifier: MIT */
#include "state.h"

#include "shared/dose.h"
#include "shared/sanitized_text.h"

static json_t *describe_settings(const struct app *app)
{
    char folder[sizeof app->places.folder];
    json_t *settings = json_copy(app->settings.values);
    sanitized_text_copy(folder, sizeof folder, app->places.folder);
    if (settings)
        json_object_set_new(settings, "folder", json_string(folder));
    return settings;
}

/* How much to do, as docs/FORMATS.md describes it: the page has no numbers of its own. */
static json_t *describe_dose(void)
{
    return json_pack("{s:i, s:i, s:i, s:i, s:i}", "place_s", DOSE_PLACE_S, "leg_min_minutes", DOSE_LEG_MIN_MINUTES,
                     "leg_max_minutes", DOSE_LEG_MAX_MINUTES, "stretch_min_s", DOSE_STRETCH_MIN_S, "stretch_max_s",
                     DOSE_STRETCH_MAX_S);
}

/* The problem that the user must know first. */
static json_t *describe_problem(const struct app *app)
{
    switch (app->history.problem) {
    case HISTORY_FOLDER_GONE:
        return json_pack("{s:s, s:s}", "code", "folder_gone", "text",
                         "The folder of the sessions cannot be read. Is its disk still there?");
    case HISTORY_NOT_STORED:
        if (*app->recorder.problem)
            break;
        return json_pack("{s:s, s:s}", "code", "index", "text",
                         "The list of sessions cannot be brought up to date. Is the disk full?");
    case HISTORY_FINE: break;
    }
    return recorder_describe_problem(&app->recorder);
}

json_t *state_describe(const struct app *app)
{
    return json_pack("{s:s, s:s, s:o, s:O, s:o, s:o, s:o, s:o}", "version", ROLLER_VERSION, "phase",
                     phase_name(app->recorder.phase.phase), "roller", roller_describe(&app->roller), "people",
                     app->settings.people, "settings", describe_settings(app), "dose", describe_dose(), "session",
                     recorder_describe(&app->recorder), "problem", describe_problem(app));
}
