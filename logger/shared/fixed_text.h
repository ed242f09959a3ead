/* SPDX-License-Identifier: MIT */
/* Text that is put together piece by piece in the caller's room. What does not fit is left out whole. */
#ifndef FIXED_TEXT_H
#define FIXED_TEXT_H

#include <stdarg.h>
#include <stddef.h>

struct fixed_text {
    char *at; /* where the next piece goes; always terminated */
    size_t left;
};

/* Start an empty text in `out` (`size` bytes, at least 1), which stays the caller's. */
struct fixed_text fixed_text_begin(char *out, size_t size);
void fixed_text_addf(struct fixed_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void fixed_text_addv(struct fixed_text *text, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

#endif
