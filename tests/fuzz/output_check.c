/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* memmem */
#include "output_check.h"

#include "fuzz.h"
#include "support/json_seen.h"

#include <ctype.h>
#include <jansson.h>
#include <stdbool.h>
#include <string.h>

void output_check_text(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        FUZZ_HOLDS(byte == '\n' || byte == '\t' || (byte >= 0x20 && byte != 0x7F));
    }
}

void output_check_json(const struct text_buffer *text, const char *name, int version, const char *list)
{
    json_error_t error;
    json_seen_add(text->bytes, text->length);
    json_t *report = json_loadb(text->bytes, text->length, JSON_REJECT_DUPLICATES, &error);
    FUZZ_HOLDS(report);
    FUZZ_HOLDS(json_integer_value(json_object_get(report, name)) == version);
    FUZZ_HOLDS(json_is_array(json_object_get(report, list)));
    json_decref(report);
}

static void check_tags(const struct text_buffer *page)
{
    bool in_tag = false;
    for (size_t i = 0; i < page->length; i++) {
        char byte = page->bytes[i], next = page->bytes[i + 1]; /* safe, because a text buffer ends in a NUL */
        if (byte == '<') {
            FUZZ_HOLDS(!in_tag && (next == '/' || next == '!' || isalpha((unsigned char)next)));
            in_tag = true;
        } else if (byte == '>') {
            in_tag = false;
        }
    }
    FUZZ_HOLDS(!in_tag);
}

void output_check_page(const struct text_buffer *page)
{
    output_check_text(page->bytes, page->length);
    check_tags(page);
    FUZZ_HOLDS(!memmem(page->bytes, page->length, "<script", 7));
    FUZZ_HOLDS(!memmem(page->bytes, page->length, "href=\"javascript:", 17));
}
