/* SPDX-License-Identifier: MIT */
#include "writing/terminal_style.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* What the user's locale for characters is called; "" = nothing is said. */
static const char *locale_name(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *name = getenv(names[i]);
        if (name && name[0])
            return name;
    }
    return "";
}

/* "UTF-8", "utf8", "UTF-8@euro" */
static bool is_utf8(const char *codeset)
{
    size_t length = strcspn(codeset, "@");
    return (length == 5 && strncasecmp(codeset, "UTF-8", length) == 0) ||
           (length == 4 && strncasecmp(codeset, "UTF8", length) == 0);
}

/*
 * By its name where that tells: loading a locale takes memory, and when it fails nobody says whether for want
 * of that. The program's own locale stays "C": it reads and writes numbers.
 */
static bool locale_is_utf8(void)
{
    const char *codeset = strchr(locale_name(), '.');
    if (codeset)
        return is_utf8(codeset + 1);
    locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
    if (locale == (locale_t)0)
        return false;
    bool utf8 = strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0;
    freelocale(locale);
    return utf8;
}

struct terminal_style terminal_style_for(int fd, bool ascii)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    bool may_colour = (!no_color || !no_color[0]) && term && term[0] && strcmp(term, "dumb") != 0;
    return (struct terminal_style){.ascii = ascii || !locale_is_utf8(), .colour = may_colour && isatty(fd)};
}

void terminal_style_begin(struct text_buffer *out, const struct terminal_style *style,
                          enum terminal_style_begin paint)
{
    static const char *const codes[] = {[PAINT_BOLD] = "\033[1m",
                                        [PAINT_SPOT] = "\033[1;33m",
                                        [PAINT_BAR] = "\033[34m",
                                        [PAINT_FAINT] = "\033[2m",
                                        [PAINT_NOTE] = "\033[33m"};
    if (style->colour)
        text_add(out, codes[paint]);
}

void terminal_style_end(struct text_buffer *out, const struct terminal_style *style)
{
    if (style->colour)
        text_add(out, "\033[0m");
}

void terminal_style_add(struct text_buffer *out, const struct terminal_style *style, const char *text)
{
    if (!style->ascii) {
        text_add(out, text);
        return;
    }
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < 0x80)
            text_add_bytes(out, text, 1);
        else if (byte >= 0xC0) /* the first byte of a character */
            text_add(out, "?");
    }
}
