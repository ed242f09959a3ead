/* SPDX-License-Identifier: MIT */
#include "shared/json_line.h"

#include "shared/sanitized_text.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

#define FLAGS (JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(9))

/* Receive output of json_dump_callback. */
static int append_dump(const char *bytes, size_t length, void *out)
{
    text_add_bytes(out, bytes, length);
    return 0;
}

/* json_dumps is not used: when out of memory it may omit a key and still report success. */
void json_line_add_value(struct text_buffer *out, const json_t *value)
{
    if (json_dump_callback(value, append_dump, out, FLAGS) != 0)
        out->failed = true;
}

void json_line_add(struct text_buffer *out, json_t *value)
{
    json_line_add_value(out, value);
    text_add(out, "\n");
    json_decref(value);
}

json_t *json_rounded(double value, int digits)
{
    double scale = pow(10, digits);
    return isfinite(value) ? json_real(round(value * scale) / scale + 0.0) : json_null(); /* adding 0.0: no -0 */
}

json_t *json_sanitized(const char *text)
{
    char clean[JSON_SANITIZED_SIZE];
    sanitized_text_copy(clean, sizeof clean, text);
    return *clean ? json_string(clean) : json_null();
}

const char *json_text(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

json_t *json_appended(json_t *list, json_t *value)
{
    if (json_array_append_new(list, value) == 0)
        return list;
    json_decref(list);
    return NULL;
}

json_t *json_absolute_path(const char *path)
{
    char folder[JSON_SANITIZED_SIZE], absolute[2 * JSON_SANITIZED_SIZE];
    if (*path == '/' || !*path || !getcwd(folder, sizeof folder))
        return json_sanitized(path);
    snprintf(absolute, sizeof absolute, "%s/%s", folder, path);
    return json_sanitized(absolute);
}
