/* SPDX-License-Identifier: MIT */
#include "annotate/session_head.h"

#include "shared/sanitized_text.h"
#include "wire/vocabulary.h"

#include <string.h>
#include <strings.h>

#define VERSION_LINE "# " SESSION_KEY_VERSION ": " WIRE_TEXT(SESSION_VERSION)
#define CHANGED_BY_ANOTHER                                                                                             \
    "was changed by another program or is of another version: annotate the file that roller-logger wrote"

/* A line of the head. */
struct head_line {
    const char *text;
    size_t length;       /* without the line end */
    size_t whole_length; /* with the line end */
};

/* Return the line at the start of `text`. */
static struct head_line read_line(const char *text, size_t length)
{
    const char *newline = memchr(text, '\n', length);
    struct head_line line = {text, length, length};
    if (newline) {
        line.length = (size_t)(newline - text);
        line.whole_length = line.length + 1;
    }
    if (line.length > 0 && text[line.length - 1] == '\r')
        line.length--;
    return line;
}

static bool begins_with(const char *bytes, size_t length, const char *start)
{
    size_t start_length = strlen(start);
    return length >= start_length && memcmp(bytes, start, start_length) == 0;
}

/* Whether the text stands anywhere in the bytes, which may contain NULs. */
static bool contains(const char *bytes, size_t length, const char *text)
{
    for (size_t i = 0; i + strlen(text) <= length; i++)
        if (begins_with(bytes + i, length - i, text))
            return true;
    return false;
}

/* Return why a file that does not begin with the line of the version cannot be changed. */
static const char *why_not_a_session(const char *bytes, size_t length)
{
    static const char *const compressed[] = {"\x1F\x8B", "\xFD\x37zXZ", "\x28\xB5\x2F\xFD"}; /* gzip, xz, zstd */
    for (size_t i = 0; i < sizeof compressed / sizeof compressed[0]; i++)
        if (begins_with(bytes, length, compressed[i]))
            return "is compressed: decompress it, annotate the session, and compress it again";
    if (contains(bytes, length, SESSION_KEY_VERSION) || begins_with(bytes, length, "\xFF\xFE") ||
        begins_with(bytes, length, "\xFE\xFF")) /* UTF-16 */
        return CHANGED_BY_ANOTHER;
    return "is not a session file: it does not begin with \"" VERSION_LINE "\"";
}

const char *session_head_find_end(const char *bytes, size_t length, size_t *head_length)
{
    struct head_line line = read_line(bytes, length);
    if (line.length != strlen(VERSION_LINE) || !begins_with(bytes, line.length, VERSION_LINE))
        return why_not_a_session(bytes, length);
    size_t at = 0;
    for (; at < length && bytes[at] == '#'; at += line.whole_length)
        line = read_line(bytes + at, length - at);
    *head_length = at;
    if (at == length)
        return length < SESSION_HEAD_MAX_BYTES ? "ends before its table" : "has too many lines before its table";
    line = read_line(bytes + at, length - at);
    return contains(line.text, line.length, SESSION_COLUMN_TIME) ? NULL : CHANGED_BY_ANOTHER;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Remove blanks from both ends. */
static void trim(const char **text, size_t *length)
{
    for (; *length > 0 && is_blank(**text); (*length)--)
        (*text)++;
    while (*length > 0 && is_blank((*text)[*length - 1]))
        (*length)--;
}

/* Return the annotation that the line "# key: value" or "# key = value" holds, with its value; ANNOTATION_KEYS if it
 * holds none. Readers take keys in any case. */
static enum annotation_key find_key(const struct head_line *line, const char **value, size_t *value_length)
{
    const char *key = line->text + 1, *end = line->text + line->length;
    size_t key_length = 0;
    while (key + key_length < end && key[key_length] != ':' && key[key_length] != '=')
        key_length++;
    *value = key + key_length < end ? key + key_length + 1 : end;
    *value_length = (size_t)(end - *value);
    trim(&key, &key_length);
    trim(value, value_length);
    enum annotation_key found = 0;
    while (found < ANNOTATION_KEYS && (strlen(annotation_key_name(found)) != key_length ||
                                       strncasecmp(annotation_key_name(found), key, key_length) != 0))
        found++;
    return found;
}

static void add_line(struct text_buffer *out, enum annotation_key key, const char *value, const char *line_end)
{
    text_addf(out, "# %s:%s%s%s", annotation_key_name(key), *value ? " " : "", value, line_end);
}

void session_head_add(struct text_buffer *out, const char *head, size_t length, const struct annotation *annotation,
                      bool changed[ANNOTATION_KEYS])
{
    char value[ANNOTATION_KEYS][SESSION_TEXT_SIZE];
    bool is_written[ANNOTATION_KEYS] = {false};
    struct head_line line = read_line(head, length);
    const char *line_end = line.whole_length - line.length == 2 ? "\r\n" : "\n";
    for (size_t key = 0; key < ANNOTATION_KEYS; key++) {
        sanitized_text_copy(value[key], sizeof value[key], annotation->value[key] ? annotation->value[key] : "");
        changed[key] = annotation->value[key] && *value[key] != '\0'; /* unless a line has this value */
    }
    for (size_t at = 0; at < length; at += line.whole_length) {
        const char *old;
        size_t old_length;
        line = read_line(head + at, length - at);
        enum annotation_key key = find_key(&line, &old, &old_length);
        if (key == ANNOTATION_KEYS || !annotation->value[key]) {
            text_add_bytes(out, line.text, line.whole_length);
            continue;
        }
        bool differs = strlen(value[key]) != old_length || memcmp(value[key], old, old_length) != 0;
        changed[key] = differs || (is_written[key] && changed[key]);
        if (!is_written[key])
            add_line(out, key, value[key], line_end);
        is_written[key] = true;
    }
    for (enum annotation_key key = 0; key < ANNOTATION_KEYS; key++)
        if (changed[key] && !is_written[key])
            add_line(out, key, value[key], line_end);
}
