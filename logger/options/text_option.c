/* SPDX-License-Identifier: MIT */
#include "options/text_option.h"

#include <ctype.h>
#include <string.h>

/* Return what stands before the name of an option: "-" for a letter, "--" for a word. */
static const char *dashes(const char *name)
{
    return strlen(name) == 1 ? "-" : "--";
}

bool text_parse_option(const char *name, const char *text, const char **value, struct failure *failure)
{
    *value = text;
    return *text ||
           failure_set(failure, EXIT_STATUS_USAGE, "%s%s needs a value that is not empty.", dashes(name), name);
}

bool text_parse_file_name(const char *name, const char *text, const char **value, struct failure *failure)
{
    if (!text_parse_option(name, text, value, failure))
        return false;
    if (strcmp(text, "-") == 0)
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "%s%s needs the name of a file: nothing is written to standard output.", dashes(name), name);
    if (*text == '-')
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "%s%s is followed by \"%s\", which looks like an option. If it is the name of a file, write "
                           "./%s",
                           dashes(name), name, text, text);
    for (const char *byte = text; *byte; byte++)
        if (iscntrl((unsigned char)*byte))
            return failure_set(failure, EXIT_STATUS_USAGE,
                               "The name after %s%s contains a line break or another control character.", dashes(name),
                               name);
    return true;
}
