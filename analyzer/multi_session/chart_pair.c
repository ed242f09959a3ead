/* SPDX-License-Identifier: MIT */
#include "multi_session/multi_session_output.h"

#include "charts/svg.h"

void chart_pair_free(struct chart_pair *chart)
{
    text_free(&chart->wide);
    text_free(&chart->narrow);
}

const struct chart_canvas *chart_pair_begin(struct chart_pair_drawing *drawing, struct chart_canvas canvas)
{
    struct chart_canvas *added = &drawing->canvas[drawing->picture_count++];
    *added = canvas;
    chart_begin(&drawing->script, added);
    return added;
}

bool chart_pair_draw(struct chart_pair_drawing *drawing, struct chart_pair pair[], struct failure *failure)
{
    const struct chart_canvas *canvas[2 * CHART_PAIRS_MAX];
    struct text_buffer svg[2 * CHART_PAIRS_MAX] = {{0}};
    for (size_t i = 0; i < drawing->picture_count; i++)
        canvas[i] = &drawing->canvas[i];
    bool ok = svg_draw(&drawing->script, canvas, svg, drawing->picture_count, failure);
    for (size_t i = 0; i < drawing->picture_count / 2; i++)
        pair[i] = (struct chart_pair){svg[2 * i], svg[2 * i + 1]};
    text_free(&drawing->script);
    return ok;
}
