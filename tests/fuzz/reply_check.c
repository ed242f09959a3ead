/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* memmem */
#include "reply_check.h"

#include "fuzz.h"
#include "shared/text_buffer.h"

#include <jansson.h>
#include <string.h>
#include <strings.h>

/* The head of an answer, with a terminator. */
struct head {
    char text[4096];
    int status;
};

/* Return the value of a header, up to the end of its line; NULL if it is not there. */
static const char *header(const struct head *head, const char *name)
{
    size_t length = strlen(name);
    for (const char *line = strstr(head->text, "\r\n"); line; line = strstr(line, "\r\n")) {
        line += 2;
        if (strncasecmp(line, name, length) == 0 && line[length] == ':')
            return line + length + 1 + strspn(line + length + 1, " ");
    }
    return NULL;
}

static bool header_has(const struct head *head, const char *name, const char *part)
{
    const char *value = header(head, name), *found = value ? strstr(value, part) : NULL;
    return found && found < value + strcspn(value, "\r");
}

static void check_head(const struct head *head, bool is_trusted)
{
    bool is_own = header(head, "Content-Security-Policy") != NULL;
    /* The library refuses what it cannot parse by itself. */
    FUZZ_HOLDS(is_own || head->status >= 400);
    if (!is_own)
        return;
    FUZZ_HOLDS(header_has(head, "Content-Security-Policy", "default-src 'none'"));
    FUZZ_HOLDS(header_has(head, "X-Content-Type-Options", "nosniff"));
    FUZZ_HOLDS(header_has(head, "Referrer-Policy", "no-referrer"));
    FUZZ_HOLDS(header_has(head, "Cross-Origin-Resource-Policy", "same-origin"));
    FUZZ_HOLDS(header_has(head, "Cache-Control", "no-store"));
    FUZZ_HOLDS(!header(head, "Access-Control-Allow-Origin"));
    FUZZ_HOLDS(is_trusted || !header(head, "Set-Cookie"));
    bool is_page = header_has(head, "Content-Security-Policy", "script-src 'self'");
    FUZZ_HOLDS(!is_page || header_has(head, "Content-Security-Policy", "frame-ancestors 'none'"));
    FUZZ_HOLDS(is_page || header_has(head, "Content-Security-Policy", "sandbox"));
    /* Without the cookie: files of the page, and refusals. */
    FUZZ_HOLDS(is_trusted || is_page || head->status >= 400);
}

static void check_json(const struct head *head, const char *body, size_t length)
{
    json_t *value = json_loadb(body, length, JSON_REJECT_DUPLICATES, NULL);
    FUZZ_HOLDS(json_is_object(value));
    if (head->status >= 400)
        FUZZ_HOLDS(json_object_size(value) == 2 && json_string_length(json_object_get(value, "error")) > 0 &&
                   json_string_length(json_object_get(value, "code")) > 0);
    json_decref(value);
}

/* Check the events in a part of a stream, which has no chunks any more. */
static void check_events(const char *text)
{
    for (const char *end; (end = strstr(text, "\n\n")) != NULL; text = end + 2) {
        const char *data = strstr(text, "\ndata: ");
        bool is_event = strncmp(text, "event: ", strlen("event: ")) == 0;
        FUZZ_HOLDS(is_event || strncmp(text, "retry: ", strlen("retry: ")) == 0 || *text == ':');
        if (!is_event)
            continue;
        FUZZ_HOLDS(data && data < end);
        data += strlen("\ndata: ");
        FUZZ_HOLDS(memchr(data, '\n', (size_t)(end - data)) == NULL);
        json_t *value = json_loadb(data, (size_t)(end - data), JSON_REJECT_DUPLICATES, NULL);
        FUZZ_HOLDS(json_is_object(value));
        json_decref(value);
    }
}

/* Check a stream of events, which comes in chunks. */
static void check_stream(const char *bytes, size_t length)
{
    struct text_buffer text = {0};
    for (size_t at = 0; at < length;) {
        const char *line_end = memmem(bytes + at, length - at, "\r\n", 2);
        size_t size = line_end ? strtoul(bytes + at, NULL, 16) : 0,
               begin = line_end ? (size_t)(line_end + 2 - bytes) : 0;
        if (size == 0 || begin + size + 2 > length)
            break;
        text_add_bytes(&text, bytes + begin, size);
        at = begin + size + 2;
    }
    if (text.bytes && !text.failed)
        check_events(text.bytes);
    text_free(&text);
}

bool reply_check(const char *bytes, size_t length, bool is_trusted)
{
    size_t count = 0;
    while (length > 0) {
        struct head head = {.text = ""};
        const char *end = memmem(bytes, length, "\r\n\r\n", 4);
        size_t head_length = end ? (size_t)(end + 4 - bytes) : 0;
        if (!end)
            break;
        FUZZ_HOLDS(head_length < sizeof head.text);
        memcpy(head.text, bytes, head_length);
        FUZZ_HOLDS(sscanf(head.text, "HTTP/1.%*d %d ", &head.status) == 1);
        bytes += head_length;
        length -= head_length;
        if (head.status == 100)
            continue;
        check_head(&head, is_trusted);
        if (header_has(&head, "Content-Type", "text/event-stream")) {
            check_stream(bytes, length);
            return false;
        }
        const char *given = header(&head, "Content-Length");
        size_t body_length = given ? strtoul(given, NULL, 10) : 0;
        if (body_length > length) /* not all has come, or the answer to HEAD */
            return count > 0;
        if (header_has(&head, "Content-Type", "application/json"))
            check_json(&head, bytes, body_length);
        FUZZ_HOLDS(head.status != 204 || body_length == 0);
        bytes += body_length;
        length -= body_length;
        count++;
    }
    return count > 0;
}
