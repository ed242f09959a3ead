/* SPDX-License-Identifier: MIT */
#include "shared/json_line.h"

/* Receive output of json_dump_callback. */
static int append_dump(const char *bytes, size_t length, void *out)
{
    text_add_bytes(out, bytes, length);
    return 0;
}

/* json_dumps is not used: when out of memory it may omit a key and still report success. */
void json_line_add_value(struct text_buffer *out, const json_t *value, size_t flags)
{
    if (json_dump_callback(value, append_dump, out, JSON_COMPACT | JSON_ENCODE_ANY | flags) != 0)
        out->failed = true;
}
