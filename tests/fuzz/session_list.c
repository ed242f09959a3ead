/* SPDX-License-Identifier: MIT */
/* Any bytes as the file of `--files-from`: it cannot be read as text, or the paths are the non-empty texts between
 * newlines or NULs, in order. */
#include "session_list.h"
#include "fuzz.h"
#include "memory_file.h"
#include "shared/text_buffer.h"
#include "text/text_source.h"

#include <stdio.h>
#include <string.h>

static char *arguments[] = {(char[]){"first.csv"}, (char[]){"second.csv"}};

/* Return the length of the name in bytes[start, end), without the CR of a line. */
static size_t name_length(const char *bytes, size_t start, size_t end, char delimiter)
{
    return end - start - (delimiter == '\n' && end > start && bytes[end - 1] == '\r');
}

/* Read the text of the file, which may be compressed or UTF-16. False if it cannot be read. */
static bool read_text(struct text_buffer *text, const char *path)
{
    char chunk[64];
    size_t length;
    struct text_source source = {.bytes.stream = fopen(path, "r")};
    FUZZ_HOLDS(source.bytes.stream);
    while ((length = text_source_read(&source, chunk, sizeof chunk)) > 0)
        text_add_bytes(text, chunk, length);
    bool ok = byte_source_problem(&source.bytes) == NULL;
    FILE *stream = source.bytes.stream;
    text_source_close(&source);
    (void)fclose(stream);
    return ok;
}

static void check_names(const struct session_list *list, size_t from, const char *bytes, size_t count)
{
    char delimiter = count > 0 && memchr(bytes, '\0', count) ? '\0' : '\n';
    size_t found = from;
    for (size_t start = 0, end; start < count; start = end + 1) {
        for (end = start; end < count && bytes[end] != delimiter; end++)
            ;
        size_t length = name_length(bytes, start, end, delimiter);
        if (length > 0) {
            FUZZ_HOLDS(found < list->count && strlen(list->path[found]) == length);
            FUZZ_HOLDS(memcmp(list->path[found++], bytes + start, length) == 0);
        }
    }
    FUZZ_HOLDS(found == list->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    struct memory_file file;
    struct session_list list;
    struct failure failure = {0};
    struct text_buffer text = {0};
    size_t argument_count = count % (sizeof arguments / sizeof arguments[0] + 1);
    memory_file_make(&file, bytes, count);
    bool is_readable = read_text(&text, file.path);
    if (session_list_make(&list, arguments, argument_count, file.path, &failure)) {
        FUZZ_HOLDS(is_readable && list.count > 0);
        for (size_t i = 0; i < argument_count; i++)
            FUZZ_HOLDS(strcmp(list.path[i], arguments[i]) == 0);
        check_names(&list, argument_count, text.bytes, text.length);
    } else {
        FUZZ_HOLDS(failure.status == EXIT_STATUS_INPUT && failure.message[0] != '\0');
        FUZZ_HOLDS(!is_readable || argument_count == 0);
        if (is_readable)
            check_names(&(struct session_list){0}, 0, text.bytes, text.length);
    }
    session_list_free(&list);
    text_free(&text);
    memory_file_drop(&file);
    return 0;
}
