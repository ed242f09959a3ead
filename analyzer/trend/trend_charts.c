/* SPDX-License-Identifier: MIT */
#include "trend/trend_output.h"

#include "trend/chart_trend.h"

#include <stdio.h>

bool trend_charts_draw(const struct trend *trend, struct trend_charts *charts, struct failure *failure)
{
    struct chart_pair_drawing drawing = {.picture_count = 0};
    for (size_t i = 0; i < trend->leg_count; i++) {
        for (int narrow = 0; narrow <= 1; narrow++) {
            const struct chart_canvas *canvas =
                chart_pair_begin(&drawing, chart_trend_canvas(&trend->leg[i], i, narrow));
            chart_trend_script(&drawing.script, canvas, &trend->leg[i]);
            chart_end(&drawing.script);
        }
    }
    return chart_pair_draw(&drawing, charts->leg, failure);
}

bool trend_charts_write(const struct trend *trend, const struct chart_destination *destination, struct failure *failure)
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
        struct chart_canvas file_canvas = chart_files_begin_file(&files, &canvas, &legend, name, destination->format);
        chart_trend_script(&files.script, &file_canvas, leg);
        chart_files_end_file(&files, &file_canvas, &legend);
    }
    return chart_files_write(&files, destination, failure);
}

void trend_charts_free(struct trend_charts *charts)
{
    for (size_t i = 0; i < TREND_LEGS; i++)
        chart_pair_free(&charts->leg[i]);
}
