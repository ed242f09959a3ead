/* SPDX-License-Identifier: MIT */
#include "compare/output/trend_output.h"

#include "compare/output/chart_trend.h"
#include "charts/svg.h"

#include <stdio.h>

bool trend_charts_draw(const struct trend *trend, struct trend_charts *charts, struct failure *failure)
{
    struct chart_canvas canvas[2 * TREND_LEGS];
    const struct chart_canvas *drawn[2 * TREND_LEGS];
    struct text_buffer script = {0}, svg[2 * TREND_LEGS] = {{0}};
    size_t pictures = 2 * trend->leg_count;
    for (size_t i = 0; i < pictures; i++) {
        canvas[i] = chart_trend_canvas(&trend->leg[i / 2], i / 2, i % 2 == 1);
        drawn[i] = &canvas[i];
        chart_begin(&script, drawn[i]);
        chart_trend_script(&script, drawn[i], &trend->leg[i / 2]);
        chart_end(&script);
    }
    bool ok = svg_draw(&script, drawn, svg, pictures, failure);
    for (size_t i = 0; i < trend->leg_count; i++)
        charts->leg[i] = (struct chart_pair){svg[2 * i], svg[2 * i + 1]};
    text_free(&script);
    return ok;
}

bool trend_charts_write(const struct trend *trend, const struct chart_destination *place,
                        struct failure *failure)
{
    struct chart_files files = {.count = 0};
    for (size_t i = 0; i < trend->leg_count; i++) {
        const struct trend_leg *leg = &trend->leg[i];
        struct chart_canvas canvas = chart_trend_canvas(leg, i, false);
        struct legend legend;
        const char *leg_name = session_leg_name(leg->leg);
        char name[24];
        snprintf(name, sizeof name, "weeks-%s", leg_name[0] ? leg_name : "thigh");
        chart_trend_legend(&legend, leg);
        struct chart_canvas drawn = chart_files_begin_file(&files, &canvas, &legend, name, place->format);
        chart_trend_script(&files.script, &drawn, leg);
        chart_files_end_file(&files, &drawn, &legend);
    }
    return chart_files_write(&files, place, failure);
}

void trend_charts_free(struct trend_charts *charts)
{
    for (size_t i = 0; i < TREND_LEGS; i++)
        chart_pair_free(&charts->leg[i]);
}
