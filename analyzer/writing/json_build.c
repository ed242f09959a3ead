/* SPDX-License-Identifier: MIT */
#include "writing/json_build.h"

#include "shared/sanitized_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SIGNIFICANT_DIGITS 9

/* jansson's "_new" functions take over the value, and a NULL value makes them fail. */
void json_build_set(json_t *object, const char *name, json_t *value, bool *ok)
{
    if (json_object_set_new(object, name, value) != 0)
        *ok = false;
}

void json_build_append(json_t *list, json_t *value, bool *ok)
{
    if (json_array_append_new(list, value) != 0)
        *ok = false;
}

json_t *json_build_number(double value)
{
    return isfinite(value) ? json_real(value + 0.0) : json_null(); /* -0.0 + 0.0 is 0.0 */
}

json_t *json_build_count(size_t value)
{
    return json_integer((json_int_t)value);
}

json_t *json_build_string(const char *text)
{
    size_t size = strlen(text) + 1;
    char *plain = malloc(size);
    if (!plain)
        return NULL;
    sanitized_text_copy(plain, size, text);
    json_t *value = json_string(plain);
    free(plain);
    return value;
}

json_t *json_build_numbers(const double *values, size_t count, bool *ok)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_build_append(list, json_build_number(values[i]), ok);
    return list;
}

static int add_dumped(const char *bytes, size_t length, void *out)
{
    text_add_bytes(out, bytes, length);
    return 0;
}

/* Into a buffer of our own, which remembers that it failed: in one of jansson's a key may be missing without
 * a word. */
void json_build_add_line(struct text_buffer *out, json_t *object, bool ok)
{
    if (!ok || json_dump_callback(object, add_dumped, out,
                                  JSON_COMPACT | JSON_REAL_PRECISION(SIGNIFICANT_DIGITS)) != 0)
        out->failed = true;
    text_add(out, "\n");
    json_decref(object);
}
