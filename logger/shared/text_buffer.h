/* SPDX-License-Identifier: MIT */
/* A string that is built piece by piece. It grows on the heap, or fills a buffer supplied by the caller.
 *
 * Errors persist: a piece that does not fit, or for which memory runs out, is not added at all, `failed` is set, and
 * nothing is added afterwards. So callers check `failed` once, when the text is complete. */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* A zeroed struct is an empty string on the heap; text_free frees its bytes. */
struct text_buffer {
    char *bytes; /* NUL-terminated; NULL while a string on the heap is empty */
    size_t length;
    size_t capacity;
    bool is_fixed; /* `bytes` is owned by the caller and cannot grow */
    bool failed;
};

/* Return an empty string in `out` (`size` bytes, at least 1), which the caller owns. */
struct text_buffer text_fixed(char *out, size_t size);

void text_add(struct text_buffer *text, const char *added);
void text_add_bytes(struct text_buffer *text, const char *bytes, size_t length);
void text_addf(struct text_buffer *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_addfv(struct text_buffer *text, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));
/* Add the string `added`, `count` times. */
void text_add_repeated(struct text_buffer *text, const char *added, size_t count);

/* Empty the string but keep its memory and `failed`. */
void text_clear(struct text_buffer *text);
void text_free(struct text_buffer *text);
/* Free `part`, whose text was added to `whole`; if `part` failed, set whole->failed. */
void text_free_and_pass_failure(struct text_buffer *part, struct text_buffer *whole);
