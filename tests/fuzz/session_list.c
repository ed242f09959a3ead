/* SPDX-License-Identifier: MIT */
/* Any bytes as the file of `--files-from`: the paths are the texts between line ends or NULs, in order,
 * without empty ones. */
#include "session_list.h"
#include "fuzz.h"
#include "memory_file.h"

#include <string.h>

static char *given[] = {(char[]){"first.csv"}, (char[]){"second.csv"}};

/* The length of the name in bytes[at...end): without the CR of a line. */
static size_t name_length(const uint8_t *bytes, size_t at, size_t end, char ends)
{
    return end - at - (ends == '\n' && end > at && bytes[end - 1] == '\r');
}

static void check_names(const struct session_list *list, size_t from, const uint8_t *bytes, size_t count)
{
    char ends = count > 0 && memchr(bytes, '\0', count) ? '\0' : '\n';
    size_t found = from;
    for (size_t at = 0; at < count;) {
        size_t end = at;
        while (end < count && bytes[end] != (uint8_t)ends)
            end++;
        size_t length = name_length(bytes, at, end, ends);
        if (length > 0) {
            FUZZ_HOLDS(found < list->count && strlen(list->path[found]) == length);
            FUZZ_HOLDS(memcmp(list->path[found++], bytes + at, length) == 0);
        }
        at = end + 1;
    }
    FUZZ_HOLDS(found == list->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    struct memory_file file;
    struct session_list list;
    struct failure failure = {0};
    size_t given_count = count % (sizeof given / sizeof given[0] + 1);
    memory_file_make(&file, bytes, count);
    if (session_list_make(&list, given, given_count, file.path, &failure)) {
        FUZZ_HOLDS(list.count > 0);
        for (size_t i = 0; i < given_count; i++)
            FUZZ_HOLDS(strcmp(list.path[i], given[i]) == 0);
        check_names(&list, given_count, bytes, count);
    } else {
        FUZZ_HOLDS(given_count == 0 && failure.status == EXIT_STATUS_INPUT && failure.message[0] != '\0');
        check_names(&(struct session_list){0}, 0, bytes, count);
    }
    session_list_free(&list);
    memory_file_drop(&file);
    return 0;
}
