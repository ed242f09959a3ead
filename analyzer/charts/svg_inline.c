/* SPDX-License-Identifier: MIT */
#include "charts/svg_inline.h"

#include "charts/chart_canvas.h"

#include <stdio.h>
#include <string.h>

static bool starts_with(const char *at, const char *prefix)
{
    return strncmp(at, prefix, strlen(prefix)) == 0;
}

/* "rgb(  0, 114, 178)" at `at`: write the variable instead. Returns how many bytes of it were taken, 0 =
 * none. */
static size_t add_colour(struct text_buffer *out, const char *at)
{
    unsigned red, green, blue;
    int length = 0;
    if (!starts_with(at, "rgb(")) /* sscanf measures all that follows: not at every byte */
        return 0;
    if (sscanf(at, "rgb(%3u,%3u,%3u)%n", &red, &green, &blue, &length) != 3 || length == 0)
        return 0;
    char colour[16];
    snprintf(colour, sizeof colour, "#%02x%02x%02x", red & 0xFF, green & 0xFF, blue & 0xFF);
    const char *variable = chart_css_variable(colour);
    if (variable)
        text_addf(out, "var(%s,%s)", variable, colour);
    else
        text_add(out, colour);
    return (size_t)length;
}

/* Places after which an id's name or a reference to one begins. */
static size_t add_reference(struct text_buffer *out, const char *at, const char *prefix)
{
    static const char *const before[] = {" id='", " id=\"", "href='#", "href=\"#", "url(#"};
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
        if (starts_with(at, before[i])) {
            text_addf(out, "%s%s-", before[i], prefix);
            return strlen(before[i]);
        }
    }
    return 0;
}

static size_t skip_title(const char *at)
{
    static const char end[] = "</title>";
    const char *found = starts_with(at, "<title>") ? strstr(at, end) : NULL;
    return found ? (size_t)(found - at) + sizeof end - 1 : 0;
}

void svg_add_inline(struct text_buffer *out, const struct text_buffer *picture, const char *prefix)
{
    const char *at = picture->bytes ? strstr(picture->bytes, "<svg") : NULL;
    if (!at)
        return;
    text_add(out, "<svg aria-hidden=\"true\"");
    at += strlen("<svg");
    while (*at) {
        size_t taken = add_reference(out, at, prefix);
        if (taken == 0)
            taken = add_colour(out, at);
        if (taken == 0)
            taken = skip_title(at);
        if (taken == 0) {
            text_add_bytes(out, at, 1);
            taken = 1;
        }
        at += taken;
    }
}
