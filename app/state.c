/* SPDX-License-Identifier: MIT */
#include "state.h"

#include "shared/dose.h"

static json_t *describe_settings(const struct app *app)
{
    json_t *settings = json_copy(app->settings.values);
    if (settings)
        json_object_set_new(settings, "folder", json_string(app->places.folder));
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
    if (app->history.folder_is_gone)
        return json_pack("{s:s, s:s}", "code", "folder_gone", "text",
                         "The folder of the sessions cannot be read. Is its disk still there?");
    return recorder_describe_problem(&app->recorder);
}

json_t *state_describe(const struct app *app)
{
    return json_pack("{s:s, s:s, s:o, s:O, s:o, s:o, s:o, s:o}", "version", ROLLER_VERSION, "phase",
                     phase_name(app->recorder.phase.phase), "roller", roller_describe(&app->roller), "people",
                     app->settings.people, "settings", describe_settings(app), "dose", describe_dose(), "session",
                     recorder_describe(&app->recorder), "problem", describe_problem(app));
}
