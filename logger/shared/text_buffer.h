/* SPDX-License-Identifier: MIT */
/*
 * A text that is composed piece by piece: either it grows on the heap, or it fills memory of the caller.
 *
 * Errors are latched: a piece that does not fit (or for which there is no memory) is left out whole, `failed`
 * is set, and nothing is added afterwards. So a composer checks once, at its end.
 */
#ifndef TEXT_BUFFER_H
#define TEXT_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* All zero bytes is an empty text that grows; its bytes belong to the buffer, text_free releases them. */
struct text_buffer {
    char *bytes; /* terminated; NULL before the first piece of a text that grows */
    size_t length;
    size_t capacity;
    bool is_fixed; /* `bytes` belongs to the caller */
    bool failed;
};

/* An empty text in `out` (`size` bytes, at least 1), which stays the caller's. */
struct text_buffer text_fixed(char *out, size_t size);

void text_add(struct text_buffer *text, const char *added);
void text_add_bytes(struct text_buffer *text, const char *bytes, size_t length);
void text_addf(struct text_buffer *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_addfv(struct text_buffer *text, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
/* Add `added` `count` times. */
void text_add_repeated(struct text_buffer *text, const char *added, size_t count);

/* Empty the text and keep its memory. `failed` stays. */
void text_clear(struct text_buffer *text);
void text_free(struct text_buffer *text);
/* Free `part`, which was added to `whole`; if it failed, so has `whole`. */
void text_free_and_propagate(struct text_buffer *part, struct text_buffer *whole);

#endif
