/* SPDX-License-Identifier: MIT */
#include "compare/output/page_path.h"

#include "writing/output.h"
#include "shared/sanitized_text.h"
#include "shared/text_buffer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NAME_SIZE 61 /* of a subject in a file's name */
#define ALLOWED "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_."

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
static uint32_t hash_of(const char *text)
{
    uint32_t hash = 2166136261u;
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    return hash;
}

/* A person's name for a file name, unique for each person. */
static void add_subject(struct text_buffer *name, const char *subject)
{
    char ascii[NAME_SIZE];
    sanitized_text_copy(ascii, sizeof ascii, subject);
    for (char *at = ascii; *at; at++) {
        if ((unsigned char)*at < 0x80 && !strchr(ALLOWED, *at))
            *at = '-';
    }
    text_addf(name, "-%s", ascii);
    if (strcmp(ascii, subject) != 0)
        text_addf(name, "-%08x", (unsigned)hash_of(subject));
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
