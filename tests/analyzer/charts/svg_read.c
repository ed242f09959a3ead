/* SPDX-License-Identifier: MIT */
#include "svg_read.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bool svg_find_label(const char *svg, const char *label, size_t index, double *x_px, double *y_px)
{
    char element[80];
    snprintf(element, sizeof element, "<text>%s</text>", label);
    const char *found = strstr(svg, element);
    for (; found && index > 0; index--)
        found = strstr(found + 1, element);
    if (!found)
        return false;
    while (found > svg && strncmp(found, "translate(", 10) != 0)
        found--;
    return sscanf(found, "translate(%lf,%lf)", x_px, y_px) == 2;
}

bool svg_next_polygon(const char **cursor, const char *color, struct svg_box *box)
{
    char fill[60];
    snprintf(fill, sizeof fill, "fill = 'var(%s,", color);
    const char *found = strstr(*cursor, fill);
    const char *points = found ? strstr(found, "points = '") : NULL;
    if (!points)
        return false;
    points += strlen("points = '");
    *box = (struct svg_box){INFINITY, -INFINITY, INFINITY, -INFINITY};
    double x, y;
    int length;
    while (sscanf(points, " %lf,%lf%n", &x, &y, &length) == 2) {
        *box = (struct svg_box){fmin(box->left, x), fmax(box->right, x), fmin(box->top, y), fmax(box->bottom, y)};
        points += length;
    }
    *cursor = points;
    return true;
}

size_t svg_each_point(const char *svg, const char *color, void (*visit)(void *context, double x, double y),
                      void *context)
{
    char stroke[60];
    size_t points = 0;
    snprintf(stroke, sizeof stroke, "<path stroke='var(%s,", color);
    for (const char *path = strstr(svg, stroke); path; path = strstr(path + 1, stroke)) {
        const char *point = strstr(path, " d='");
        const char *end = point ? strchr(point + 4, '\'') : NULL;
        if (!end)
            return 0;
        for (point += 4; point < end; point++) {
            double x, y;
            if ((*point == 'M' || *point == 'L') && sscanf(point + 1, "%lf,%lf", &x, &y) == 2) {
                visit(context, x, y);
                points++;
            }
        }
    }
    return points;
}

bool svg_next_mark(const char **cursor, const char *color, double *x_px, double *y_px)
{
    char attribute[60];
    snprintf(attribute, sizeof attribute, "color='var(%s,", color);
    for (const char *use = strstr(*cursor, "<use "); use; use = strstr(use + 1, "<use ")) {
        const char *close = strchr(use, '>'), *position = strstr(use, "translate("), *found = strstr(use, attribute);
        if (position && position < close && found && found < close &&
            sscanf(position, "translate(%lf,%lf)", x_px, y_px) == 2) {
            *cursor = close;
            return true;
        }
    }
    return false;
}
