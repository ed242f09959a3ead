/* SPDX-License-Identifier: MIT */
#include "writing/json_build.h"

#include "shared/json_line.h"
#include "shared/sanitized_text.h"

#include <math.h>
#include <stdlib.h>

/* jansson's "_new" functions take ownership of the value, and fail if it is NULL. */
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
    char *copy = sanitized_text_dup(text);
    json_t *value = copy ? json_string(copy) : NULL;
    free(copy);
    return value;
}

json_t *json_build_numbers(const double values[], size_t count, bool *ok)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_build_append(list, json_build_number(values[i]), ok);
    return list;
}

void json_build_add_line(struct text_buffer *out, json_t *object, bool ok)
{
    if (!ok)
        out->failed = true;
    json_line_add(out, object);
}
