/* SPDX-License-Identifier: MIT */
#include "charts/charts.h"

#include "charts/chart_forces.h"
#include "charts/chart_session.h"
#include "charts/chart_strokes.h"
#include "charts/chart_thigh.h"
#include "charts/svg.h"

#define PICTURES (2 * CHART_COUNT) /* chart i wide: 2 i; narrow: 2 i + 1 */

static const struct {
    const char *name;
    const struct chart_canvas *wide, *narrow;
    void (*add_script)(struct text_buffer *script, const struct chart_canvas *canvas,
                       const struct result *result);
    void (*add_keys)(struct legend *legend, const struct result *result);
} drawn[CHART_COUNT] = {
    [CHART_THIGH] = {"thigh", &CHART_THIGH_CANVAS, &CHART_THIGH_NARROW_CANVAS, chart_thigh_script,
                     chart_thigh_legend},
    [CHART_SESSION] = {"session", &CHART_SESSION_CANVAS, &CHART_SESSION_NARROW_CANVAS, chart_session_script,
                       chart_session_legend},
    [CHART_STROKES] = {"strokes", &CHART_STROKES_CANVAS, &CHART_STROKES_NARROW_CANVAS, chart_strokes_script,
                       chart_strokes_legend},
    [CHART_FORCES] = {"force", &CHART_FORCES_CANVAS, &CHART_FORCES_NARROW_CANVAS, chart_forces_script,
                      chart_forces_legend},
};

static const struct chart_canvas *canvas_of(size_t picture)
{
    return picture % 2 == 0 ? drawn[picture / 2].wide : drawn[picture / 2].narrow;
}

const char *charts_name(enum chart chart)
{
    return drawn[chart].name;
}

void charts_legend(const struct result *result, enum chart chart, struct legend *legend)
{
    *legend = (struct legend){.count = 0};
    drawn[chart].add_keys(legend, result);
}

void charts_script(const struct result *result, struct text_buffer *script)
{
    for (size_t i = 0; i < PICTURES; i++) {
        chart_begin(script, canvas_of(i));
        drawn[i / 2].add_script(script, canvas_of(i), result);
        chart_end(script);
    }
}

void charts_file_script(const struct result *result, enum chart chart, const char *file_name,
                        struct text_buffer *script)
{
    struct legend legend;
    struct chart_canvas canvas = *drawn[chart].wide;
    int top_px = canvas.height_px;
    charts_legend(result, chart, &legend);
    canvas.file_name = file_name;
    canvas.height_px += legend_height_px(&legend, &canvas);
    chart_begin(script, &canvas);
    drawn[chart].add_script(script, &canvas, result);
    legend_draw(script, &canvas, &legend, top_px);
    chart_end(script);
}

bool charts_draw(const struct result *result, struct charts *charts, struct failure *failure)
{
    struct text_buffer script = {0};
    struct text_buffer picture[PICTURES] = {{0}};
    const struct chart_canvas *canvas[PICTURES];
    for (size_t i = 0; i < PICTURES; i++)
        canvas[i] = canvas_of(i);
    charts_script(result, &script);
    bool ok = svg_draw(&script, canvas, picture, PICTURES, failure);
    for (size_t i = 0; i < CHART_COUNT; i++) {
        charts->wide[i] = picture[2 * i];
        charts->narrow[i] = picture[2 * i + 1];
    }
    text_free(&script);
    return ok;
}

void charts_free(struct charts *charts)
{
    for (size_t i = 0; i < CHART_COUNT; i++) {
        text_free(&charts->wide[i]);
        text_free(&charts->narrow[i]);
    }
}
