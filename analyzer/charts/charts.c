/* SPDX-License-Identifier: MIT */
#include "charts/charts.h"

#include "charts/chart_kinds.h"
#include "charts/svg.h"

#include <stdio.h>

#define PICTURES (LAYOUT_COUNT * CHART_COUNT) /* chart i has the pictures LAYOUT_COUNT * i and following */

static const struct chart_kind *const kinds[CHART_COUNT] = {
    [CHART_THIGH] = &chart_thigh,
    [CHART_SESSION] = &chart_session,
    [CHART_STROKES] = &chart_strokes,
    [CHART_FORCES] = &chart_forces,
};

/* A canvas with the leg in its id, because the charts of both legs may share a page. */
struct named_canvas {
    struct chart_canvas canvas;
    char id[32];
};

static struct named_canvas canvas_of(const struct result *result, size_t picture)
{
    const struct chart_kind *kind = kinds[picture / LAYOUT_COUNT];
    const struct chart_canvas *const canvases[LAYOUT_COUNT] = {
        [LAYOUT_WIDE] = &kind->wide, [LAYOUT_NARROW] = &kind->narrow, [LAYOUT_PAPER] = &kind->paper};
    struct named_canvas named = {.canvas = *canvases[picture % LAYOUT_COUNT]};
    snprintf(named.id, sizeof named.id, "%s%s", named.canvas.id, session_leg_name(result->header.leg));
    return named;
}

void charts_legend(const struct result *result, enum chart chart, struct legend *legend)
{
    *legend = (struct legend){.count = 0};
    kinds[chart]->add_legend(legend, result);
}

void charts_script(const struct result *result, struct text_buffer *script)
{
    for (size_t picture = 0; picture < PICTURES; picture++) {
        struct named_canvas named = canvas_of(result, picture);
        named.canvas.id = named.id;
        chart_begin(script, &named.canvas);
        kinds[picture / LAYOUT_COUNT]->add_panels(script, &named.canvas, result);
        chart_end(script);
    }
}

void charts_add_file(struct chart_files *files, const struct result *result, enum chart chart, enum chart_format format)
{
    struct legend legend;
    charts_legend(result, chart, &legend);
    struct chart_canvas canvas =
        chart_files_begin_file(files, &kinds[chart]->wide, &legend, kinds[chart]->name, format);
    kinds[chart]->add_panels(&files->script, &canvas, result);
    chart_files_end_file(files, &canvas, &legend);
}

bool charts_write(const struct result *result, const struct chart_destination *destination, struct failure *failure)
{
    struct chart_files files = {.count = 0};
    for (size_t i = 0; i < CHART_COUNT; i++)
        charts_add_file(&files, result, (enum chart)i, destination->format);
    return chart_files_write(&files, destination, failure);
}

bool charts_draw(const struct result *result, struct charts *charts, struct failure *failure)
{
    struct text_buffer script = {0};
    struct text_buffer picture[PICTURES] = {{0}};
    struct named_canvas named[PICTURES];
    const struct chart_canvas *canvas[PICTURES];
    for (size_t i = 0; i < PICTURES; i++) {
        named[i] = canvas_of(result, i);
        named[i].canvas.id = named[i].id;
        canvas[i] = &named[i].canvas;
    }
    charts_script(result, &script);
    bool ok = svg_draw(&script, canvas, picture, PICTURES, failure);
    for (size_t i = 0; i < CHART_COUNT; i++) {
        charts->wide[i] = picture[LAYOUT_COUNT * i + LAYOUT_WIDE];
        charts->narrow[i] = picture[LAYOUT_COUNT * i + LAYOUT_NARROW];
        charts->paper[i] = picture[LAYOUT_COUNT * i + LAYOUT_PAPER];
    }
    text_free(&script);
    return ok;
}

void charts_free(struct charts *charts)
{
    for (size_t i = 0; i < CHART_COUNT; i++) {
        text_free(&charts->wide[i]);
        text_free(&charts->narrow[i]);
        text_free(&charts->paper[i]);
    }
}
