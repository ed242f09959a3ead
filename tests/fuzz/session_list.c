/* SPDX-License-Identifier: MIT */
/* Any bytes as the file of `--files-from`: the paths are the non-empty texts between newlines or NULs, in order. */
#include "session_list.h"
#include "fuzz.h"
#include "memory_file.h"

#include <string.h>

static char *arguments[] = {(char[]){"first.csv"}, (char[]){"second.csv"}};

/* Return the length of the name in bytes[start, end), without the CR of a line. */
static size_t name_length(const uint8_t *bytes, size_t start, size_t end, char delimiter)
{
    return end - start - (delimiter == '\n' && end > start && bytes[end - 1] == '\r');
}

static void check_names(const struct session_list *list, size_t from, const uint8_t *bytes, size_t count)
{
    char delimiter = count > 0 && memchr(bytes, '\0', count) ? '\0' : '\n';
    size_t found = from;
    for (size_t start = 0, end; start < count; start = end + 1) {
        for (end = start; end < count && bytes[end] != (uint8_t)delimiter; end++)
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
    size_t argument_count = count % (sizeof arguments / sizeof arguments[0] + 1);
    memory_file_make(&file, bytes, count);
    if (session_list_make(&list, arguments, argument_count, file.path, &failure)) {
        FUZZ_HOLDS(list.count > 0);
        for (size_t i = 0; i < argument_count; i++)
            FUZZ_HOLDS(strcmp(list.path[i], arguments[i]) == 0);
        check_names(&list, argument_count, bytes, count);
    } else {
        FUZZ_HOLDS(argument_count == 0 && failure.status == EXIT_STATUS_INPUT && failure.message[0] != '\0');
        check_names(&(struct session_list){0}, 0, bytes, count);
    }
    session_list_free(&list);
    memory_file_drop(&file);
    return 0;
}
