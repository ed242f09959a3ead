/* SPDX-License-Identifier: MIT */
#include "compare/output/compare_output.h"

#include "compare/output/chart_mirror.h"
#include "charts/svg.h"

#include <stdio.h>

bool compare_charts_draw(const struct comparison *comparison, struct compare_charts *charts,
                         struct failure *failure)
{
    struct chart_canvas canvas[2 * COMPARISON_VIEWS_MAX];
    const struct chart_canvas *drawn[2 * COMPARISON_VIEWS_MAX];
    struct text_buffer script = {0}, svg[2 * COMPARISON_VIEWS_MAX] = {{0}};
    size_t pictures = 2 * comparison->view_count;
    for (size_t i = 0; i < pictures; i++) {
        canvas[i] = chart_mirror_canvas(i / 2, i % 2 == 1);
        drawn[i] = &canvas[i];
        chart_begin(&script, drawn[i]);
        chart_mirror_script(&script, drawn[i], &comparison->view[i / 2]);
        chart_end(&script);
    }
    bool ok = svg_draw(&script, drawn, svg, pictures, failure);
    for (size_t i = 0; i < comparison->view_count; i++)
        charts->view[i] = (struct chart_pair){svg[2 * i], svg[2 * i + 1]};
    text_free(&script);
    return ok;
}

bool compare_charts_write(const struct comparison *comparison, const struct chart_destination *place,
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
        struct chart_canvas drawn = chart_files_begin_file(&files, &canvas, &legend, name, place->format);
        chart_mirror_script(&files.script, &drawn, view);
        chart_files_end_file(&files, &drawn, &legend);
    }
    return chart_files_write(&files, place, failure);
}

void compare_charts_free(struct compare_charts *charts)
{
    for (size_t i = 0; i < COMPARISON_VIEWS_MAX; i++)
        chart_pair_free(&charts->view[i]);
}
