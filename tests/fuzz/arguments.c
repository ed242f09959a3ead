/* SPDX-License-Identifier: MIT */
#include "arguments.h"

#include <string.h>

void arguments_make(struct arguments *arguments, const uint8_t *bytes, size_t count)
{
    static char program[] = "program";
    arguments->argc = 0;
    arguments->argv[arguments->argc++] = program;
    if (count >= sizeof arguments->text)
        count = sizeof arguments->text - 1;
    memcpy(arguments->text, bytes, count);
    arguments->text[count] = '\0';
    for (char *cursor = arguments->text; *cursor != '\0' && arguments->argc < ARGUMENTS_MAX;) {
        arguments->argv[arguments->argc++] = cursor;
        cursor += strcspn(cursor, "\n");
        if (*cursor == '\n')
            *cursor++ = '\0';
    }
    arguments->argv[arguments->argc] = NULL;
}
