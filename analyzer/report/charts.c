/* SPDX-License-Identifier: MIT */
#include "charts.h"

#include "chart_session.h"
#include "chart_thigh.h"
#include "gnuplot.h"
#include "svg_inline.h"

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
    struct text_buffer picture[CHART_COUNT] = {{0}};
    const char *file_name[CHART_COUNT];
    for (size_t i = 0; i < CHART_COUNT; i++)
        file_name[i] = drawn[i].canvas->file_name;
    charts_script(result, &script);
    bool ok = gnuplot_run(&script, file_name, picture, CHART_COUNT, failure);
    for (size_t i = 0; i < CHART_COUNT; i++) {
        if (ok)
            svg_inline_add(&charts->svg[i], &picture[i], drawn[i].canvas->id);
        if (charts->svg[i].failed)
            ok = failure_set(failure, EXIT_STATUS_NO_CHARTS,
                             "The charts could not be drawn: not enough memory.");
        text_free(&picture[i]);
    }
    if (!ok)
        charts_free(charts);
    text_free(&script);
    return ok;
}

void charts_free(struct charts *charts)
{
    for (size_t i = 0; i < CHART_COUNT; i++)
        text_free(&charts->svg[i]);
}
