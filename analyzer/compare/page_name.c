/* SPDX-License-Identifier: MIT */
#include "page_name.h"

#include "output.h"
#include "text_buffer.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MOST 60 /* bytes of a subject in a file's name */

char *page_name_of_comparison(const char *session_path)
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

char *page_name_of_trend(const char *path, bool is_folder, const char *subject)
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
    if (subject && subject[0])
        text_add(&name, "-");
    for (size_t i = 0; subject && subject[i] && i < NAME_MOST; i++)
        text_add_bytes(&name, isalnum((unsigned char)subject[i]) ? &subject[i] : "-", 1);
    text_add(&name, ".html");
    if (name.failed)
        text_free(&name);
    return name.bytes;
}
