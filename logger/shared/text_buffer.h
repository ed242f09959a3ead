/* SPDX-License-Identifier: MIT */
/*
 * A text that grows: outputs are composed here whole, and written once they are known to be right.
 *
 * Running out of memory is latched in `failed`; what is added afterwards is dropped, so that a composer
 * checks once, at its end. All zero bytes is an empty text. The buffer owns its bytes; text_free gives them
 * back.
 */
#ifndef TEXT_BUFFER_H
#define TEXT_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

struct text_buffer {
    char *bytes; /* terminated once anything was added; NULL before */
    size_t length;
    size_t capacity;
    bool failed;
};

void text_add(struct text_buffer *text, const char *added);
void text_add_bytes(struct text_buffer *text, const char *bytes, size_t length);
void text_addf(struct text_buffer *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* `count` times the same text. */
void text_add_repeated(struct text_buffer *text, const char *added, size_t count);

/* Empty it but keep its memory for the next text. What failed stays failed. */
void text_clear(struct text_buffer *text);
void text_free(struct text_buffer *text);
/* Give back a text that went into `whole`, which has failed when its part has. */
void text_free_part(struct text_buffer *whole, struct text_buffer *part);

#endif
