/* SPDX-License-Identifier: MIT */
/* Text that is put together piece by piece in the caller's room. What does not fit is left out whole. */
#ifndef TEXT_H
#define TEXT_H

#include <stdarg.h>
#include <stddef.h>

struct text {
    char *at; /* where the next piece goes; always terminated */
    size_t left;
};

/* Start an empty text in `out` (`size` bytes, at least 1), which stays the caller's. */
struct text text_begin(char *out, size_t size);
void text_add(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_add_arguments(struct text *text, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

#endif
