/* SPDX-License-Identifier: MIT */
#include "compare/output/chart_batch.h"

#include "charts/gnuplot.h"

#include <stdio.h>

struct chart_canvas chart_batch_begin(struct chart_batch *files, const struct chart_canvas *canvas,
                                      const struct legend *legend, const char *name, enum chart_format format)
{
    struct chart_canvas drawn = *canvas;
    char *file_name = files->name[files->count++];
    snprintf(file_name, sizeof files->name[0], "%s.%s", name, chart_format_name(format));
    drawn.file_name = file_name;
    drawn.height_px += legend_height_px(legend, canvas);
    chart_begin(&files->script, &drawn);
    return drawn;
}

void chart_batch_end(struct chart_batch *files, const struct chart_canvas *drawn,
                     const struct chart_canvas *canvas, const struct legend *legend)
{
    legend_draw(&files->script, drawn, legend, canvas->height_px);
    chart_end(&files->script);
}

bool chart_batch_write(struct chart_batch *files, const struct chart_destination *place,
                       struct failure *failure)
{
    const char *name[CHART_BATCH_MAX] = {0};
    struct text_buffer picture[CHART_BATCH_MAX] = {{0}};
    for (size_t i = 0; i < files->count; i++)
        name[i] = files->name[i];
    bool ok =
        chart_files_check(place->folder, place->stem, name, files->count, place->overwrite, failure) &&
        gnuplot_run(&files->script, name, picture, files->count, failure) &&
        chart_files_save(place->folder, place->stem, name, picture, files->count, place->overwrite, failure);
    for (size_t i = 0; i < files->count; i++)
        text_free(&picture[i]);
    text_free(&files->script);
    return ok;
}
