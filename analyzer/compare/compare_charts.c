/* SPDX-License-Identifier: MIT */
#include "compare/compare_output.h"

#include "compare/chart_mirror.h"

#include <stdio.h>

bool compare_charts_draw(const struct comparison *comparison, struct compare_charts *charts, struct failure *failure)
{
    struct chart_pair_drawing drawing = {.picture_count = 0};
    for (size_t i = 0; i < comparison->view_count; i++) {
        for (int narrow = 0; narrow <= 1; narrow++) {
            const struct chart_canvas *canvas = chart_pair_begin(&drawing, chart_mirror_canvas(i, narrow));
            chart_mirror_script(&drawing.script, canvas, &comparison->view[i]);
            chart_end(&drawing.script);
        }
    }
    return chart_pair_draw(&drawing, charts->view, failure);
}

bool compare_charts_write(const struct comparison *comparison, const struct chart_destination *destination,
                          struct failure *failure)
{
    struct chart_files files = {.count = 0};
    for (size_t i = 0; i < comparison->view_count; i++) {
        const struct comparison_view *view = &comparison->view[i];
        struct chart_canvas canvas = chart_mirror_canvas(i, false);
        struct legend legend;
        const char *leg = session_leg_name(view->leg);
        char name[24];
        snprintf(name, sizeof name, "mirror-%s",
                 view->kind == COMPARISON_LEFT_AND_RIGHT ? "sides"
                 : leg[0]                                ? leg
                                                         : "thigh");
        chart_mirror_legend(&legend, view);
        struct chart_canvas file_canvas = chart_files_begin_file(&files, &canvas, &legend, name, destination->format);
        chart_mirror_script(&files.script, &file_canvas, view);
        chart_files_end_file(&files, &file_canvas, &legend);
    }
    return chart_files_write(&files, destination, failure);
}

void compare_charts_free(struct compare_charts *charts)
{
    for (size_t i = 0; i < COMPARISON_VIEWS_MAX; i++)
        chart_pair_free(&charts->view[i]);
}
