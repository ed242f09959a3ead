/* SPDX-License-Identifier: MIT */
#include "compare/output/page_path.h"

#include "writing/output.h"
#include "shared/sanitized_text.h"
#include "shared/text_buffer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NAME_SIZE 61 /* of a subject in a file's name */
#define KEPT "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_."

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

/* FNV-1a, 32 bits. */
static uint32_t number_of(const char *text)
{
    uint32_t number = 2166136261u;
    for (; *text; text++)
        number = (number ^ (unsigned char)*text) * 16777619u;
    return number;
}

/* A person's name as a part of a file's name, another one for each. */
static void add_subject(struct text_buffer *name, const char *subject)
{
    char part[NAME_SIZE];
    sanitized_text_copy(part, sizeof part, subject);
    for (char *at = part; *at; at++) {
        if ((unsigned char)*at < 0x80 && !strchr(KEPT, *at))
            *at = '-';
    }
    text_addf(name, "-%s", part);
    if (strcmp(part, subject) != 0)
        text_addf(name, "-%08x", (unsigned)number_of(subject));
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
