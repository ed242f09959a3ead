/* SPDX-License-Identifier: MIT */
#include "compare_html.h"

#include "chart_mirror.h"
#include "pictures.h"

bool compare_charts_draw(const struct comparison *comparison, struct compare_charts *charts, struct failure *failure)
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
    bool ok = pictures_draw(&script, drawn, svg, pictures, failure);
    for (size_t i = 0; i < comparison->view_count; i++)
        charts->view[i] = (struct figure){svg[2 * i], svg[2 * i + 1]};
    text_free(&script);
    return ok;
}

void compare_charts_free(struct compare_charts *charts)
{
    for (size_t i = 0; i < COMPARISON_VIEWS_MAX; i++)
        figure_free(&charts->view[i]);
}
