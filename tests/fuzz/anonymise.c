/* SPDX-License-Identifier: MIT */
/* Any bytes as a session that is anonymised. The copy consists of what a grammar allows, so no word of the original can
 * be in it but those of condition and study visit; it is read again, with the rows that were counted. */
#include "anonymise/anonymous_session.h"
#include "fuzz.h"
#include "memory_file.h"
#include "session/session_reader.h"

#include <string.h>

#define NUMBERS "0123456789.+-eE"
#define SUBJECT "P07"

/* A header line of the copy: its value consists of these bytes, or is one of these words. */
static const struct allowed {
    const char *key, *bytes, *words[3];
} header_lines[] = {
    {SESSION_KEY_VERSION, "1", {0}},
    {SESSION_KEY_STARTED, "0123456789-T:.+", {0}},
    {SESSION_KEY_SUBJECT, "", {SUBJECT}},
    {SESSION_KEY_LEG, "", {"left", "right"}},
    {SESSION_KEY_NOTE, "", {0}},
    {SESSION_KEY_THIGH_LENGTH, NUMBERS, {0}},
    {SESSION_KEY_RATE, NUMBERS, {0}},
    {SESSION_KEY_ROLLING_RADIUS, NUMBERS, {0}},
    {SESSION_KEY_ROLL_DIRECTION, "-1", {SESSION_DIRECTION_AUTO}},
    {SESSION_KEY_START, "", {"upper", "knee"}},
    {SESSION_KEY_STRIP_ANGLE, NUMBERS " ", {0}},
    {SESSION_KEY_FULL_SCALE, NUMBERS, {0}},
    {SESSION_KEY_BIAS_CONDUCTANCE, NUMBERS, {0}},
    {SESSION_KEY_CALIBRATION_K, NUMBERS " ", {0}},
    {SESSION_KEY_CALIBRATION_P, NUMBERS " ", {0}},
    {SESSION_KEY_ACCEL_LSB, NUMBERS, {0}},
    {SESSION_KEY_GYRO_LSB, NUMBERS, {0}},
    {SESSION_KEY_PAIN_BEFORE, NUMBERS, {0}},
    {SESSION_KEY_PAIN_AFTER, NUMBERS, {0}},
    {SESSION_KEY_RECORDING_ID, "0123456789abcdef", {0}},
    {SESSION_KEY_LOGGER, "", {"roller-analyzer " ROLLER_VERSION ", anonymised"}},
};

static bool is_word(const char *value, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(value, word, length) == 0;
}

static bool has_only(const char *value, size_t length, const char *bytes)
{
    for (size_t i = 0; i < length; i++)
        if (value[i] == '\0' || strchr(bytes, value[i]) == NULL)
            return false;
    return true;
}

static bool begins_with(const char *value, size_t length, const char *start)
{
    return length >= strlen(start) && memcmp(value, start, strlen(start)) == 0;
}

static bool may_have_value(const char *key, size_t key_length, const char *value, size_t length)
{
    if (is_word(key, key_length, SESSION_KEY_CONDITION) || is_word(key, key_length, SESSION_KEY_STUDY_VISIT))
        return true; /* the study's own words */
    if (is_word(key, key_length, SESSION_KEY_DEVICE))
        return length == 0 ||
               (begins_with(value, length, SESSION_DEVICE_ID) &&
                has_only(value + strlen(SESSION_DEVICE_ID), length - strlen(SESSION_DEVICE_ID), "0123456789ABCDEF"));
    if (is_word(key, key_length, SESSION_KEY_CALIBRATION_SOURCE))
        return is_word(value, length, "default") ||
               (begins_with(value, length, "measured") && has_only(value + 8, length - 8, " 0123456789-"));
    for (size_t i = 0; i < sizeof header_lines / sizeof header_lines[0]; i++) {
        const struct allowed *line = &header_lines[i];
        bool has_word = false;
        if (!is_word(key, key_length, line->key))
            continue;
        for (size_t k = 0; k < sizeof line->words / sizeof line->words[0] && line->words[k]; k++)
            has_word = has_word || is_word(value, length, line->words[k]);
        return has_word || has_only(value, length, line->bytes);
    }
    return false;
}

/* Check a line "# key: value"; the end line counts only. */
static void check_header_line(const char *line, size_t length)
{
    const char *colon = memchr(line, ':', length);
    FUZZ_HOLDS(colon && begins_with(line, length, "# "));
    const char *key = line + 2, *value = colon + 1;
    size_t key_length = (size_t)(colon - key), value_length = (size_t)(line + length - value);
    for (; value_length > 0 && *value == ' '; value++)
        value_length--;
    if (is_word(key, key_length, SESSION_KEY_END))
        FUZZ_HOLDS(has_only(value, value_length, "rowslt= 0123456789"));
    else
        FUZZ_HOLDS(may_have_value(key, key_length, value, value_length));
}

/* Check a row: numbers, then perhaps known events. */
static void check_row(const char *line, size_t length)
{
    size_t numbers = strspn(line, NUMBERS ",");
    const char *event = line + (numbers < length ? numbers : length);
    size_t event_length = length - (size_t)(event - line);
    FUZZ_HOLDS(has_only(event, event_length, "abcdefghijklmnopqrstuvwxyz_+=0123456789"));
    FUZZ_HOLDS(event_length == 0 || numbers == 0 || event[-1] == ',');
}

static void check_text(const char *text, size_t length)
{
    size_t table_lines = 0;
    for (size_t at = 0, end; at < length; at = end + 1) {
        const char *newline = memchr(text + at, '\n', length - at);
        FUZZ_HOLDS(newline);
        end = (size_t)(newline - text);
        if (text[at] == '#')
            check_header_line(text + at, end - at);
        else if (table_lines++ > 0)
            check_row(text + at, end - at);
        else
            FUZZ_HOLDS(has_only(text + at, end - at, "abcdefghijklmnopqrstuvwxyz_,0123456789"));
    }
}

static void check_read_back(const struct anonymous_session *session)
{
    struct memory_file file;
    struct session_table rows;
    struct notes notes = {0};
    struct failure failure = {0};
    memory_file_make(&file, session->text.bytes, session->text.length);
    if (session_reader_read(file.path, &rows, &notes, &failure)) {
        FUZZ_HOLDS(rows.count + rows.rejected_rows <= session->row_count);
        FUZZ_HOLDS(strcmp(rows.header.subject, SUBJECT) == 0 && rows.header.leg == session->header.leg);
        session_table_free(&rows);
    }
    notes_free(&notes);
    memory_file_drop(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    const struct pseudonyms pseudonyms = {.key = {.bytes = {1, 2, 3}}, .subject = SUBJECT};
    struct anonymous_session session;
    struct memory_file file;
    struct failure failure = {0};
    memory_file_make(&file, bytes, count);
    if (anonymous_session_read(&session, file.path, &pseudonyms, &failure)) {
        check_text(session.text.bytes, session.text.length);
        check_read_back(&session);
    } else {
        FUZZ_HOLDS(failure.status == EXIT_STATUS_INPUT && failure.message[0] != '\0');
    }
    anonymous_session_free(&session);
    memory_file_drop(&file);
    return 0;
}
