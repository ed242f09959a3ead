/* SPDX-License-Identifier: MIT */
#include "session/metadata_entry.h"

#include "session/dialect.h"
#include "session/metadata_line.h"
#include "shared/session_format.h"

#include <string.h>

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

static bool parse_number(const char *text, size_t length, double *value)
{
    static const struct dialect with_point = DIALECT_OF_LOGGER, with_comma = {';', ',', false};
    return dialect_parse_number(&with_point, text, length, value) ||
           (!dialect_has_thousands(&with_point, text, length) &&
            dialect_parse_number(&with_comma, text, length, value));
}

bool metadata_entry_required_number(const struct metadata_entry *entry, double low, double high, double *value,
                                    const char *expected, struct failure *failure)
{
    double number;
    if (!parse_number(entry->value, entry->value_length, &number) || number < low || number > high)
        return metadata_entry_fail(entry, failure, expected);
    *value = number;
    return true;
}

static bool ends_word(char c, bool at_commas)
{
    return metadata_line_is_blank(c) || (metadata_line_is_delimiter(c) && (c != ',' || at_commas));
}

size_t metadata_entry_word_end(const struct metadata_entry *entry, size_t start, bool at_commas)
{
    size_t end = start;
    while (end < entry->value_length && !ends_word(entry->value[end], at_commas))
        end++;
    return end;
}

bool metadata_entry_list(const struct metadata_entry *entry, double low, double high, double *value, unsigned *count)
{
    const char *text = entry->value;
    bool at_commas = metadata_entry_word_end(entry, 0, false) == entry->value_length;
    *count = 0;
    for (size_t start = 0, end; start < entry->value_length; start = end + 1) {
        end = metadata_entry_word_end(entry, start, at_commas);
        size_t length = end - start;
        if (length > 0 && text[end - 1] == ',') /* "118.2, 119.3" */
            length--;
        if (length == 0)
            continue;
        if (*count == SESSION_STRIPS_MAX || !parse_number(text + start, length, &value[*count]) ||
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
    if (parse_number(entry->value, entry->value_length, &number) && number >= low && number <= high)
        *value = number;
    else
        metadata_entry_note_ignored(entry, notes, consequence);
}

static const char *const known_keys[] = {
    SESSION_KEY_STARTED,        SESSION_KEY_SUBJECT,          SESSION_KEY_LEG,
    SESSION_KEY_NOTE,           SESSION_KEY_THIGH_LENGTH,     SESSION_KEY_RATE,
    SESSION_KEY_ROLLING_RADIUS, SESSION_KEY_ROLL_DIRECTION,   SESSION_KEY_START,
    SESSION_KEY_STRIP_ANGLE,    SESSION_KEY_FULL_SCALE,       SESSION_KEY_CALIBRATION_K,
    SESSION_KEY_CALIBRATION_P,  SESSION_KEY_BIAS_CONDUCTANCE, SESSION_KEY_CALIBRATION_SOURCE,
    SESSION_KEY_ACCEL_LSB,      SESSION_KEY_GYRO_LSB,         SESSION_KEY_PAIN_BEFORE,
    SESSION_KEY_PAIN_AFTER,     SESSION_KEY_CONDITION,        SESSION_KEY_STUDY_VISIT,
    SESSION_KEY_RECORDING_ID,   SESSION_KEY_DEVICE,           SESSION_KEY_LOGGER,
};
_Static_assert(sizeof known_keys / sizeof known_keys[0] == GIVEN_KEYS_MAX, "each known key has a number");

size_t given_keys_find(const char *key)
{
    size_t i = 0;
    while (i < GIVEN_KEYS_MAX && strcmp(key, known_keys[i]) != 0)
        i++;
    return i;
}

bool given_keys_add(struct given_keys *given, size_t key, const struct metadata_entry *entry, struct notes *notes)
{
    struct given_key *lines = &given->key[key];
    if (lines->line == 0) {
        lines->line = entry->value_length > 0 ? entry->line->number : 0;
        return true;
    }
    if (!lines->is_repeated && entry->value_length > 0) {
        lines->is_repeated = true;
        notes_add(notes, "Line %zu is not used: line %zu already says %s.", entry->line->number, lines->line,
                  entry->key);
    }
    return false;
}
