/* SPDX-License-Identifier: MIT */
/* A picture as gnuplot writes it, made fit to stand inside a page. */
#ifndef SVG_INLINE_H
#define SVG_INLINE_H

#include "shared/text_buffer.h"

/*
 * Add the <svg> element of `picture` (a whole SVG file) to `out`: without what stands before it, its ids and
 * the references to them prefixed with `prefix` and a "-" (two pictures share a page), hidden from screen
 * readers (the page gives a text), each of the charts' colours as var(--NAME, colour) so that the page's
 * style may swap it, and without titles, which would pop up gnuplot's plot names.
 */
void svg_add_inline(struct text_buffer *out, const struct text_buffer *picture, const char *prefix);

#endif
