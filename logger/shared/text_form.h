/* SPDX-License-Identifier: MIT */
/* Forms of text with digits at fixed places, such as dates: scanf takes signs and blanks for digits too. */
#ifndef TEXT_FORM_H
#define TEXT_FORM_H

#include <stdbool.h>

/* Whether `text` begins like `form`, in which a 'd' is a digit: "dddd-dd-dd". */
bool text_form_matches(const char *text, const char *form);

#endif
