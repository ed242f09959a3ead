/* SPDX-License-Identifier: MIT */
#include "session/metadata_line.h"

#include "shared/decimal.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static void trim(const char **text, size_t *length)
{
    while (*length > 0 && is_blank(**text)) {
        (*text)++;
        (*length)--;
    }
    while (*length > 0 && is_blank((*text)[*length - 1]))
        (*length)--;
}

bool metadata_line_is_comment(const char *line, size_t length)
{
    size_t i = 0;
    while (i < length && is_blank(line[i]))
        i++;
    if (i < length && line[i] == '"') {
        i++;
        while (i < length && is_blank(line[i]))
            i++;
    }
    return i < length && line[i] == '#';
}

static void join_field(void *text, size_t length, void *context)
{
    struct metadata_line *joined = context;
    bool first = joined->joined_fields++ == 0;
    if (!first && joined->joined_length < sizeof joined->joined)
        joined->joined[joined->joined_length++] = ',';
    size_t capacity = sizeof joined->joined - joined->joined_length;
    size_t copied = length < capacity ? length : capacity;
    memcpy(joined->joined + joined->joined_length, text, copied);
    joined->joined_length += copied;
}

bool metadata_line_split(struct metadata_line *out, struct csv_fields *fields, const char *line, size_t length)
{
    if (memchr(line, '"', length) != NULL) {
        out->joined_length = out->joined_fields = 0;
        if (csv_fields_split(fields, line, length, join_field, out)) {
            line = out->joined;
            length = out->joined_length;
        }
    }
    while (length > 0 && (is_blank(line[length - 1]) || line[length - 1] == ','))
        length--;
    trim(&line, &length);
    const char *colon = length > 0 && line[0] == '#' ? memchr(line, ':', length) : NULL;
    if (colon == NULL)
        return false;
    const char *key = line + 1;
    size_t key_length = (size_t)(colon - key);
    trim(&key, &key_length);
    if (key_length >= sizeof out->key || memchr(key, ',', key_length) != NULL)
        return false;
    memcpy(out->key, key, key_length);
    out->key[key_length] = '\0';
    out->value = colon + 1;
    out->length = length - (size_t)(colon + 1 - line);
    trim(&out->value, &out->length);
    return true;
}

/* Contents of a line. */
struct contents {
    size_t fields, filled_fields;
    bool number_after_first;
};

static void count_field(void *text, size_t length, void *context)
{
    struct contents *contents = context;
    double number;
    contents->fields++;
    if (length > 0)
        contents->filled_fields++;
    if (contents->fields > 1 && decimal_parse(text, length, &number))
        contents->number_after_first = true;
}

bool metadata_line_is_damaged_row(struct csv_fields *fields, const char *line, size_t length, size_t columns)
{
    struct metadata_line split;
    if (metadata_line_split(&split, fields, line, length))
        return false;
    struct contents contents = {0};
    (void)csv_fields_split(fields, line, length, count_field, &contents);
    return contents.number_after_first || (contents.fields >= columns && contents.filled_fields > 1);
}
