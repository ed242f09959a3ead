/* SPDX-License-Identifier: MIT */
#include "charts/svg.h"

#include "charts/gnuplot.h"
#include "charts/svg_inline.h"

bool svg_draw(const struct text_buffer *script, const struct chart_canvas *const canvas[],
              struct text_buffer svg[], size_t count, struct failure *failure)
{
    struct text_buffer picture[SVG_COUNT_MAX] = {{0}};
    const char *file_name[SVG_COUNT_MAX] = {0};
    if (count > SVG_COUNT_MAX)
        return failure_set(failure, EXIT_STATUS_NO_CHARTS,
                           "The charts could not be drawn: there are too many.");
    for (size_t i = 0; i < count; i++)
        file_name[i] = canvas[i]->file_name;
    bool ok = gnuplot_run(script, file_name, picture, count, failure);
    for (size_t i = 0; i < count; i++) {
        if (ok)
            svg_add_inline(&svg[i], &picture[i], canvas[i]->id);
        if (svg[i].failed)
            ok = failure_set(failure, EXIT_STATUS_NO_CHARTS,
                             "The charts could not be drawn: not enough memory.");
        text_free(&picture[i]);
    }
    for (size_t i = 0; !ok && i < count; i++)
        text_free(&svg[i]);
    return ok;
}
