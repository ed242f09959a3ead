/* SPDX-License-Identifier: MIT */
#include "charts/svg.h"

#include "charts/gnuplot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool starts_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* Each of the next three functions replaces one kind of token at `source`: it adds the replacement to `out` and
 * returns the length of the token. It returns 0 if there is no such token at `source`. */

/* Replace a colour, such as "rgb(  0, 114, 178)", with its CSS variable. */
static size_t add_color(struct text_buffer *out, const char *source)
{
    static const char opening[] = "rgb(";
    if (!starts_with(source, opening))
        return 0;
    const char *next = source + sizeof opening - 1;
    unsigned long channel[3];
    for (size_t i = 0; i < 3; i++) {
        char *end;
        channel[i] = strtoul(next, &end, 10);
        if (end == next || channel[i] > 255 || *end != (i < 2 ? ',' : ')'))
            return 0;
        next = end + 1;
    }
    char color[16];
    snprintf(color, sizeof color, "#%02lx%02lx%02lx", channel[0], channel[1], channel[2]);
    const char *variable = chart_css_variable(color);
    if (variable)
        text_addf(out, "var(%s,%s)", variable, color);
    else
        text_add(out, color);
    return (size_t)(next - source);
}

/* Add a prefix to an id or to a reference to an id. */
static size_t add_reference(struct text_buffer *out, const char *source, const char *prefix)
{
    static const char *const openings[] = {" id='", " id=\"", "href='#", "href=\"#", "url(#"};
    for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++) {
        if (starts_with(source, openings[i])) {
            text_addf(out, "%s%s-", openings[i], prefix);
            return strlen(openings[i]);
        }
    }
    return 0;
}

/* Replace a title with nothing. */
static size_t skip_title(const char *source)
{
    static const char end[] = "</title>";
    const char *found = starts_with(source, "<title>") ? strstr(source, end) : NULL;
    return found ? (size_t)(found - source) + sizeof end - 1 : 0;
}

/* Add the <svg> element of the file `picture`, adapted to an HTML page:
 * - ids and references to them begin with `prefix` and "-", because the pictures share the page;
 * - the element is hidden from screen readers, because the page has a description;
 * - colours become var(--NAME,#rrggbb), so that the page's style can replace them;
 * - titles are removed, because browsers would show gnuplot's plot names as tooltips. */
static void add_element(struct text_buffer *out, const struct text_buffer *picture, const char *prefix)
{
    const char *source = picture->bytes ? strstr(picture->bytes, "<svg") : NULL;
    if (!source)
        return;
    text_add(out, "<svg aria-hidden=\"true\"");
    source += strlen("<svg");
    while (*source) {
        size_t replaced = add_reference(out, source, prefix);
        if (replaced == 0)
            replaced = add_color(out, source);
        if (replaced == 0)
            replaced = skip_title(source);
        if (replaced == 0) {
            text_add_bytes(out, source, 1);
            replaced = 1;
        }
        source += replaced;
    }
}

bool svg_draw(const struct text_buffer *script, const struct chart_canvas *const canvas[], struct text_buffer svg[],
              size_t count, struct failure *failure)
{
    struct text_buffer picture[SVG_COUNT_MAX] = {{0}};
    const char *file_name[SVG_COUNT_MAX] = {0};
    if (count > SVG_COUNT_MAX)
        return failure_set(failure, EXIT_STATUS_NO_CHARTS, "The charts could not be drawn: there are too many.");
    for (size_t i = 0; i < count; i++)
        file_name[i] = canvas[i]->file_name;
    bool ok = gnuplot_run(script, file_name, picture, count, failure);
    for (size_t i = 0; i < count; i++) {
        if (ok)
            add_element(&svg[i], &picture[i], canvas[i]->id);
        if (svg[i].failed)
            ok = failure_set(failure, EXIT_STATUS_NO_CHARTS, "The charts could not be drawn: not enough memory.");
        text_free(&picture[i]);
    }
    for (size_t i = 0; !ok && i < count; i++)
        text_free(&svg[i]);
    return ok;
}
