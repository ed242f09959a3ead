/* SPDX-License-Identifier: MIT */
#include "charts/chart_files.h"

#include "charts/charts.h"
#include "charts/gnuplot.h"
#include "writing/output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const endings[] = {
    [CHART_FORMAT_SVG] = "svg", [CHART_FORMAT_PNG] = "png", [CHART_FORMAT_PDF] = "pdf"};

bool chart_format_parse(const char *text, enum chart_format *format)
{
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (strcmp(text, endings[i]) == 0) {
            *format = (enum chart_format)i;
            return true;
        }
    }
    return false;
}

const char *chart_format_name(enum chart_format format)
{
    return endings[format];
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

/* FOLDER/STEM-NAME; the caller frees it. NULL, the failure filled in, without memory. */
static char *path_of(const char *folder, const char *stem, const char *name, struct failure *failure)
{
    struct text_buffer path = {0};
    text_addf(&path, "%s/%s-%s", folder, stem, name);
    if (path.failed) {
        failure_set(failure, EXIT_STATUS_OUTPUT, "Not enough memory to write the charts.");
        text_free(&path);
    }
    return path.bytes;
}

bool chart_files_check(const char *folder, const char *stem, const char *const name[], size_t count,
                       bool overwrite, struct failure *failure)
{
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "Cannot make the folder %s for the charts: %s.",
                           folder, strerror(errno));
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        char *path = path_of(folder, stem, name[i], failure);
        ok = path && output_check_chart(path, overwrite, failure);
        free(path);
    }
    return ok;
}

bool chart_files_save(const char *folder, const char *stem, const char *const name[],
                      const struct text_buffer picture[], size_t count, bool overwrite,
                      struct failure *failure)
{
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        char *path = path_of(folder, stem, name[i], failure);
        ok = path && output_write_chart(path, &picture[i], overwrite, failure);
        free(path);
    }
    return ok;
}

bool chart_files_write(const struct result *result, const char *folder, const char *stem,
                       enum chart_format format, bool overwrite, struct failure *failure)
{
    char name[CHART_COUNT][24];
    const char *names[CHART_COUNT];
    struct text_buffer picture[CHART_COUNT] = {{0}};
    struct text_buffer script = {0};
    for (size_t i = 0; i < CHART_COUNT; i++) {
        snprintf(name[i], sizeof name[i], "%s.%s", charts_name((enum chart)i), endings[format]);
        names[i] = name[i];
        charts_file_script(result, (enum chart)i, name[i], &script);
    }
    bool ok = chart_files_check(folder, stem, names, CHART_COUNT, overwrite, failure) &&
              gnuplot_run(&script, names, picture, CHART_COUNT, failure) &&
              chart_files_save(folder, stem, names, picture, CHART_COUNT, overwrite, failure);
    for (size_t i = 0; i < CHART_COUNT; i++)
        text_free(&picture[i]);
    text_free(&script);
    return ok;
}
