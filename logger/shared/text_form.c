/* SPDX-License-Identifier: MIT */
#include "shared/text_form.h"

bool text_form_matches(const char *text, const char *form)
{
    for (; *form != '\0'; text++, form++) {
        if (*form == 'd' ? *text < '0' || *text > '9' : *text != *form)
            return false;
    }
    return true;
}
