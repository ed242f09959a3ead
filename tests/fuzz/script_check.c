/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* memmem */
#include "script_check.h"

#include "fuzz.h"

#include <stdbool.h>
#include <string.h>

static bool contains(const char *script, size_t length, const char *word)
{
    return memmem(script, length, word, strlen(word)) != NULL;
}

static void check_quotes(const char *script, size_t length)
{
    char quote = '\0';
    for (size_t i = 0; i < length; i++)
        if (script[i] == '\n')
            FUZZ_HOLDS(quote == '\0');
        else if (quote == '\0' && (script[i] == '\'' || script[i] == '"'))
            quote = script[i];
        else if (script[i] == quote)
            quote = '\0';
    FUZZ_HOLDS(quote == '\0');
}

void script_check(const char *script, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)script[i];
        FUZZ_HOLDS(byte == '\n' || (byte >= 0x20 && byte < 0x7F));
    }
    static const char *const FORBIDDEN[] = {"`", "system", "'<", "\"<", "'|", "\"|", "load ", "call ", "\n!", "import"};
    for (size_t i = 0; i < sizeof FORBIDDEN / sizeof FORBIDDEN[0]; i++)
        FUZZ_HOLDS(!contains(script, length, FORBIDDEN[i]));
    check_quotes(script, length);
}
