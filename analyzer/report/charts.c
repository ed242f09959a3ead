/* SPDX-License-Identifier: MIT */
#include "charts.h"

#include "chart_session.h"
#include "chart_thigh.h"
#include "pictures.h"

static const struct {
    const struct chart_canvas *canvas;
    void (*add_script)(struct text_buffer *script, const struct chart_canvas *canvas,
                       const struct result *result);
} drawn[CHART_COUNT] = {
    [CHART_THIGH] = {&CHART_THIGH_CANVAS, chart_thigh_script},
    [CHART_THIGH_NARROW] = {&CHART_THIGH_NARROW_CANVAS, chart_thigh_script},
    [CHART_SESSION] = {&CHART_SESSION_CANVAS, chart_session_script},
    [CHART_SESSION_NARROW] = {&CHART_SESSION_NARROW_CANVAS, chart_session_script},
};

void charts_script(const struct result *result, struct text_buffer *script)
{
    for (size_t i = 0; i < CHART_COUNT; i++)
        drawn[i].add_script(script, drawn[i].canvas, result);
}

bool charts_draw(const struct result *result, struct charts *charts, struct failure *failure)
{
    struct text_buffer script = {0};
    const struct chart_canvas *canvas[CHART_COUNT];
    for (size_t i = 0; i < CHART_COUNT; i++)
        canvas[i] = drawn[i].canvas;
    charts_script(result, &script);
    bool ok = pictures_draw(&script, canvas, charts->svg, CHART_COUNT, failure);
    text_free(&script);
    return ok;
}

void charts_free(struct charts *charts)
{
    for (size_t i = 0; i < CHART_COUNT; i++)
        text_free(&charts->svg[i]);
}
