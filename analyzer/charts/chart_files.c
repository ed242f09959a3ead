/* SPDX-License-Identifier: MIT */
#include "charts/chart_files.h"

#include "charts/gnuplot.h"
#include "writing/output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const extensions[] = {
    [CHART_FORMAT_SVG] = "svg", [CHART_FORMAT_PNG] = "png", [CHART_FORMAT_PDF] = "pdf"};

bool chart_format_parse(const char *text, enum chart_format *format)
{
    for (size_t i = 0; i < sizeof extensions / sizeof extensions[0]; i++) {
        if (strcmp(text, extensions[i]) == 0) {
            *format = (enum chart_format)i;
            return true;
        }
    }
    return false;
}

char *chart_files_stem(const char *session_path)
{
    const char *slash = strrchr(session_path, '/');
    char *stem = strdup(strcmp(session_path, "-") == 0 ? "session" : slash ? slash + 1 : session_path);
    size_t length = stem ? strlen(stem) : 0;
    if (length > 4 && strcmp(stem + length - 4, ".csv") == 0)
        stem[length - 4] = '\0';
    return stem;
}

/* Return FOLDER/STEM-NAME, which the caller frees; NULL, with the failure, when out of memory. */
static char *make_path(const struct chart_destination *destination, const char *name, struct failure *failure)
{
    struct text_buffer path = {0};
    text_addf(&path, "%s/%s-%s", destination->folder, destination->stem, name);
    if (path.failed) {
        failure_set(failure, EXIT_STATUS_OUTPUT, "Not enough memory to write the charts.");
        text_free(&path);
    }
    return path.bytes;
}

struct chart_canvas chart_files_begin_file(struct chart_files *files, const struct chart_canvas *canvas,
                                           const struct legend *legend, const char *name, enum chart_format format)
{
    struct chart_canvas file_canvas = *canvas;
    char *file_name = files->name[files->count++];
    snprintf(file_name, sizeof files->name[0], "%s.%s", name, extensions[format]);
    file_canvas.file_name = file_name;
    file_canvas.height_px += legend_height_px(legend, canvas);
    chart_begin(&files->script, &file_canvas);
    return file_canvas;
}

void chart_files_end_file(struct chart_files *files, const struct chart_canvas *file_canvas,
                          const struct legend *legend)
{
    legend_draw(&files->script, file_canvas, legend, file_canvas->height_px - legend_height_px(legend, file_canvas));
    chart_end(&files->script);
}

/* Make the folder and check that all files may be written. */
static bool prepare_folder(const struct chart_files *files, const struct chart_destination *destination,
                           struct failure *failure)
{
    if (mkdir(destination->folder, 0777) != 0 && errno != EEXIST)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "Cannot make the folder %s for the charts: %s.",
                           destination->folder, strerror(errno));
    bool ok = true;
    for (size_t i = 0; ok && i < files->count; i++) {
        char *path = make_path(destination, files->name[i], failure);
        ok = path && output_check_chart(path, destination->overwrite, failure);
        free(path);
    }
    return ok;
}

/* Write picture[i] to the file files->name[i], for all files. */
static bool save_pictures(const struct chart_files *files, const struct text_buffer picture[],
                          const struct chart_destination *destination, struct failure *failure)
{
    bool ok = true;
    for (size_t i = 0; ok && i < files->count; i++) {
        char *path = make_path(destination, files->name[i], failure);
        ok = path && output_write_chart(path, &picture[i], destination->overwrite, failure);
        free(path);
    }
    return ok;
}

bool chart_files_write(struct chart_files *files, const struct chart_destination *destination, struct failure *failure)
{
    const char *name[CHART_FILES_MAX] = {0};
    struct text_buffer picture[CHART_FILES_MAX] = {{0}};
    for (size_t i = 0; i < files->count; i++)
        name[i] = files->name[i];
    bool ok = prepare_folder(files, destination, failure) &&
              gnuplot_run(&files->script, name, picture, files->count, failure) &&
              save_pictures(files, picture, destination, failure);
    for (size_t i = 0; i < files->count; i++)
        text_free(&picture[i]);
    text_free(&files->script);
    return ok;
}
