/* SPDX-License-Identifier: MIT */
#include "shared/terminal.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Return an environment variable; "" if it is not set. */
static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

bool terminal_can_move_cursor(int fd)
{
    const char *type = environment("TERM");
    return *type && strcmp(type, "dumb") != 0 && isatty(fd);
}

bool terminal_has_color(int fd)
{
    return !*environment("NO_COLOR") && terminal_can_move_cursor(fd);
}

/* Return LC_ALL, LC_CTYPE or LANG, the first that is set (POSIX, Environment Variables). */
static const char *locale_name(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *name = "";
    for (size_t i = 0; i < sizeof names / sizeof names[0] && !*name; i++)
        name = environment(names[i]);
    return name;
}

/* Whether a codeset is "UTF-8", "utf8", "UTF-8@euro" or similar. */
static bool is_utf8(const char *codeset)
{
    size_t length = strcspn(codeset, "@");
    return (length == 5 && strncasecmp(codeset, "UTF-8", length) == 0) ||
           (length == 4 && strncasecmp(codeset, "UTF8", length) == 0);
}

/* The codeset in the locale's name is used first: loading a locale can fail for lack of memory, which cannot
 * be distinguished from an unknown locale. */
bool terminal_is_utf8(void)
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

void terminal_show(const char *text)
{
    ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
    (void)ignored;
}

bool terminal_size(int fd, unsigned *columns, unsigned *rows)
{
    struct winsize size;
    bool known = ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col >= 2 && size.ws_row >= 1;
    *columns = known ? size.ws_col - 1u : 79;
    *rows = known ? size.ws_row : 24;
    return known;
}

void terminal_wrap(char *text, size_t columns, bool keep_indented)
{
    size_t line_start = 0, last_space = 0;
    for (size_t i = 0; text[i]; i++) {
        if (text[i] == '\n')
            line_start = last_space = i + 1;
        if (text[i] == ' ')
            last_space = i;
        if (i - line_start >= columns && last_space > line_start && !(keep_indented && text[line_start] == ' ')) {
            text[last_space] = '\n';
            line_start = last_space + 1;
        }
    }
}
