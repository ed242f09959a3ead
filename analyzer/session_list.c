/* SPDX-License-Identifier: MIT */
#include "session_list.h"

#include "shared/text_buffer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool no_memory(struct failure *failure)
{
    return failure_set(failure, EXIT_STATUS_INPUT, "Not enough memory for the list of sessions.");
}

/* The whole file into `text`. */
static bool read_all(struct text_buffer *text, const char *path, struct failure *failure)
{
    bool standard_input = strcmp(path, "-") == 0;
    const char *file = standard_input ? "standard input" : path;
    FILE *stream = standard_input ? stdin : fopen(path, "r");
    if (stream == NULL)
        return failure_set(failure, EXIT_STATUS_INPUT, "%s cannot be opened: %s.", file, strerror(errno));
    char chunk[4096];
    size_t got;
    while ((got = fread(chunk, 1, sizeof chunk, stream)) > 0)
        text_add_bytes(text, chunk, got);
    bool good = !ferror(stream);
    if (!good)
        failure_set(failure, EXIT_STATUS_INPUT, "%s cannot be read: %s.", file, strerror(errno));
    if (!standard_input)
        fclose(stream);
    return good && (!text->failed || no_memory(failure));
}

/* The next name in `text` from `*at`, terminated where its end stood; NULL when there is none. */
static char *next_name(char *text, size_t length, size_t *at, char end)
{
    while (*at < length) {
        char *name = text + *at;
        char *name_end = memchr(name, end, length - *at);
        size_t name_length = name_end != NULL ? (size_t)(name_end - name) : length - *at;
        *at += name_length + 1;
        name[name_length] = '\0'; /* a text buffer has room for a terminator */
        if (end == '\n' && name_length > 0 && name[name_length - 1] == '\r')
            name[--name_length] = '\0';
        if (name_length > 0)
            return name;
    }
    return NULL;
}

bool session_list_make(struct session_list *list, char **given, size_t given_count, const char *path,
                       struct failure *failure)
{
    struct text_buffer text = {0};
    *list = (struct session_list){0};
    if (path != NULL && !read_all(&text, path, failure)) {
        text_free(&text);
        return false;
    }
    char end = text.length > 0 && memchr(text.bytes, '\0', text.length) != NULL ? '\0' : '\n';
    size_t most = given_count + 1;
    for (size_t i = 0; i < text.length; i++)
        most += text.bytes[i] == end;
    list->name = malloc((most + 1) * sizeof *list->name);
    list->text = text.bytes;
    if (list->name == NULL) {
        session_list_free(list);
        return no_memory(failure);
    }
    for (size_t i = 0; i < given_count; i++)
        list->name[list->count++] = given[i];
    size_t at = 0;
    char *name;
    while ((name = next_name(text.bytes, text.length, &at, end)) != NULL)
        list->name[list->count++] = name;
    if (list->count == 0) {
        session_list_free(list);
        return failure_set(failure, EXIT_STATUS_INPUT, "%s names no session.",
                           strcmp(path, "-") == 0 ? "standard input" : path);
    }
    return true;
}

void session_list_free(struct session_list *list)
{
    free(list->name);
    free(list->text);
    *list = (struct session_list){0};
}
