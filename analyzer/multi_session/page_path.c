/* SPDX-License-Identifier: MIT */
#include "multi_session/multi_session_output.h"

#include "writing/output.h"
#include "shared/sanitized_text.h"
#include "shared/text_buffer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NAME_SIZE 61 /* up to 60 bytes of the subject, and NUL */
#define ALLOWED_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_."

char *page_path_of_comparison(const char *session_path)
{
    struct text_buffer name = {0};
    char *page = output_page_name(session_path);
    if (!page)
        return NULL;
    text_add_bytes(&name, page, strlen(page) - strlen(".html"));
    text_add(&name, "-compared.html");
    free(page);
    if (name.failed)
        text_free(&name);
    return name.bytes;
}

/* Return the 32-bit FNV-1a hash of a string. */
static uint32_t hash_text(const char *text)
{
    uint32_t hash = 2166136261u;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    return hash;
}

/* Add "-NAME", made safe for a file name and different for each person. */
static void add_subject(struct text_buffer *name, const char *subject)
{
    char name_part[NAME_SIZE];
    sanitized_text_copy(name_part, sizeof name_part, subject);
    for (char *byte = name_part; *byte; byte++)
        if ((unsigned char)*byte < 0x80 && !strchr(ALLOWED_CHARACTERS, *byte))
            *byte = '-';
    text_addf(name, "-%s", name_part);
    if (strcmp(name_part, subject) != 0)
        text_addf(name, "-%08x", (unsigned)hash_text(subject));
}

char *page_path_of_trend(const char *path, bool is_folder, const char *subject)
{
    struct text_buffer name = {0};
    const char *slash = strrchr(path, '/');
    if (is_folder) {
        text_add(&name, path);
        if (!slash || slash[1] != '\0')
            text_add(&name, "/");
    } else if (slash) {
        text_add_bytes(&name, path, (size_t)(slash - path) + 1);
    }
    text_add(&name, "trend");
    if (subject)
        add_subject(&name, subject);
    text_add(&name, ".html");
    if (name.failed)
        text_free(&name);
    return name.bytes;
}
