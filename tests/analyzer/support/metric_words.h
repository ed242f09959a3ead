/* SPDX-License-Identifier: MIT */
/* Finds metric units in what a person reads of a text or a page. */
#pragma once

/* Return the first metric unit of length, mass or force that a reader sees, such as "mm and what follows"; NULL if
 * there is none. Of a page the tags and the style sheet are skipped, but not the descriptions for screen readers. */
const char *metric_words_find(const char *text);
