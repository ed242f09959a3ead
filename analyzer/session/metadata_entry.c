/* SPDX-License-Identifier: MIT */
#include "session/metadata_entry.h"

#include "session/metadata_line.h"
#include "shared/decimal.h"
#include "shared/session_format.h"

#define SHOWN_BYTES_MAX 60 /* a message quotes at most this much of a value */

static int shown_length(const struct metadata_entry *entry)
{
    return (int)(entry->value_length < SHOWN_BYTES_MAX ? entry->value_length : SHOWN_BYTES_MAX);
}

bool metadata_entry_fail(const struct metadata_entry *entry, struct failure *failure, const char *expected)
{
    return failure_set(failure, EXIT_STATUS_INPUT, "%s, line %zu: %s is \"%.*s\", but must be %s; correct that line.",
                       entry->line->file, entry->line->number, entry->key, shown_length(entry), entry->value, expected);
}

void metadata_entry_note_ignored(const struct metadata_entry *entry, struct notes *notes, const char *consequence)
{
    notes_add(notes, "Line %zu: %s \"%.*s\" is not valid; %s.", entry->line->number, entry->key, shown_length(entry),
              entry->value, consequence);
}

bool metadata_entry_required_number(const struct metadata_entry *entry, double low, double high, double *value,
                                    const char *expected, struct failure *failure)
{
    double number;
    if (!decimal_parse(entry->value, entry->value_length, &number) || number < low || number > high)
        return metadata_entry_fail(entry, failure, expected);
    *value = number;
    return true;
}

size_t metadata_entry_word_end(const struct metadata_entry *entry, size_t start, char separator)
{
    size_t end = start;
    while (end < entry->value_length && !metadata_line_is_blank(entry->value[end]) && entry->value[end] != separator)
        end++;
    return end;
}

bool metadata_entry_list(const struct metadata_entry *entry, double low, double high, double *value, unsigned *count)
{
    *count = 0;
    for (size_t start = 0, end; start < entry->value_length; start = end + 1) {
        end = metadata_entry_word_end(entry, start, ',');
        if (end == start)
            continue;
        if (*count == SESSION_STRIPS_MAX || !decimal_parse(entry->value + start, end - start, &value[*count]) ||
            value[*count] < low || value[*count] > high)
            return false;
        (*count)++;
    }
    return true;
}

void metadata_entry_optional_number(const struct metadata_entry *entry, double low, double high, double *value,
                                    struct notes *notes, const char *consequence)
{
    double number;
    if (entry->value_length == 0)
        return;
    if (decimal_parse(entry->value, entry->value_length, &number) && number >= low && number <= high)
        *value = number;
    else
        metadata_entry_note_ignored(entry, notes, consequence);
}
