/* SPDX-License-Identifier: MIT */
#include "session/metadata.h"

#include "shared/decimal.h"
#include "text/header_text.h"
#include "text/letter_case.h"
#include "session/metadata_line.h"
#include "session/metadata_entry.h"
#include "session/session_date.h"
#include "shared/sanitized_text.h"

#include <string.h>

#define CLOSING_COUNT_MAX 1000000000000LL /* more rows or frames than any file has */

void metadata_init(struct metadata *metadata)
{
    *metadata = (struct metadata){0};
    session_header_init(&metadata->header);
}

bool metadata_starts_session(struct csv_fields *fields, const char *line, size_t length)
{
    struct metadata_line split;
    return metadata_line_split(&split, fields, line, length) && strcmp(split.key, SESSION_KEY_VERSION) == 0;
}

static void parse_leg(const struct metadata_entry *entry, enum session_leg *leg, struct notes *notes)
{
    char name[16];
    sanitized_text_copy_bytes(name, sizeof name, entry->value, entry->value_length);
    if (!session_leg_from_name(letter_case_lower_text(name, strlen(name)), leg))
        metadata_entry_note_ignored(entry, notes, "the leg is unknown");
}

static void parse_start(const struct metadata_entry *entry, enum session_start *start, struct notes *notes)
{
    char name[16];
    sanitized_text_copy_bytes(name, sizeof name, entry->value, entry->value_length);
    if (entry->value_length > 0 && !session_start_from_name(letter_case_lower_text(name, strlen(name)), start))
        metadata_entry_note_ignored(entry, notes, "the roller is assumed to start at the upper thigh");
}

static void parse_pain(const struct metadata_entry *entry, double *pain, struct notes *notes)
{
    metadata_entry_optional_number(entry, SESSION_PAIN_MIN, SESSION_PAIN_MAX, pain, notes, "the pain is unknown");
}

static void parse_direction(const struct metadata_entry *entry, int *direction, struct notes *notes)
{
    long long sign;
    if (entry->value_length == 0 || letter_case_is(entry->value, entry->value_length, SESSION_DIRECTION_AUTO))
        *direction = 0;
    else if (decimal_parse_integer(entry->value, entry->value_length, -1, 1, &sign) && sign != 0)
        *direction = (int)sign;
    else
        metadata_entry_note_ignored(entry, notes, "the direction is determined from the movement");
}

/* Parse a word such as "rows=30210", where `prefix` is "rows=". False for any other word. */
static bool parse_count(const char *word, size_t length, const char *prefix, size_t *count)
{
    size_t prefix_length = strlen(prefix);
    long long number;
    if (length <= prefix_length || memcmp(word, prefix, prefix_length) != 0 ||
        !decimal_parse_integer(word + prefix_length, length - prefix_length, 0, CLOSING_COUNT_MAX, &number))
        return false;
    *count = (size_t)number;
    return true;
}

/* Parse the counts of the end line: "rows=30210 lost=0". */
static void parse_end(struct metadata_end *counts, const struct metadata_entry *entry)
{
    counts->present = true;
    for (size_t start = 0, end; start < entry->value_length; start = end + 1) {
        end = metadata_entry_word_end(entry, start, true);
        if (parse_count(entry->value + start, end - start, SESSION_END_ROWS, &counts->rows))
            counts->has_rows = true;
        else if (parse_count(entry->value + start, end - start, SESSION_END_LOST, &counts->lost))
            counts->has_lost = true;
    }
}

static bool parse_version(struct metadata *metadata, const struct metadata_entry *entry, struct notes *notes,
                          struct failure *failure)
{
    long long version;
    if (!decimal_parse_integer(entry->value, entry->value_length, 1, 1000000, &version))
        return metadata_entry_fail(entry, failure, "a version number");
    if (version != SESSION_VERSION)
        return failure_set(failure, EXIT_STATUS_INPUT,
                           "%s, line %zu: this is version %lld of the session format, and this program reads version "
                           "%d; use a newer roller-analyzer.",
                           entry->line->file, entry->line->number, version, SESSION_VERSION);
    if (metadata->has_version && !metadata->has_second_head)
        notes_add(notes, "The lines with \"#\" begin a second time in line %zu; only those before it count.",
                  entry->line->number);
    metadata->has_second_head = metadata->has_version;
    metadata->has_version = true;
    return true;
}

/* Change what the program compares to lower case: the keys in "ID=5A3C21F0 FW=1.0.0", and "MEASURED 2026-03-01". */
static void lower_words(struct session_header *header)
{
    letter_case_lower_text(header->calibration_source, strlen(header->calibration_source));
    for (char *word = header->device, *equals; (equals = strchr(word, '=')) != NULL;
         word = equals + strcspn(equals, " "))
        letter_case_lower_text(word, (size_t)(equals - word));
}

/* Copy the text of a key that has one to the header. */
static void parse_text(struct session_header *header, const struct metadata_entry *entry)
{
    const struct {
        const char *key;
        char *text;
        size_t size;
    } texts[] = {
        {SESSION_KEY_SUBJECT, header->subject, sizeof header->subject},
        {SESSION_KEY_NOTE, header->note, sizeof header->note},
        {SESSION_KEY_CONDITION, header->condition, sizeof header->condition},
        {SESSION_KEY_STUDY_VISIT, header->study_visit, sizeof header->study_visit},
        {SESSION_KEY_RECORDING_ID, header->recording_id, sizeof header->recording_id},
        {SESSION_KEY_CALIBRATION_SOURCE, header->calibration_source, sizeof header->calibration_source},
        {SESSION_KEY_DEVICE, header->device, sizeof header->device},
        {SESSION_KEY_LOGGER, header->logger, sizeof header->logger},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (strcmp(entry->key, texts[i].key) == 0) {
            header_text_copy(texts[i].text, texts[i].size, entry->value, entry->value_length);
            lower_words(header);
        }
}

/* Parse one of the lists with a value for each strip. */
static bool parse_strips(struct metadata *metadata, const struct metadata_entry *entry, struct failure *failure)
{
    struct session_header *header = &metadata->header;
    if (strcmp(entry->key, SESSION_KEY_STRIP_ANGLE) == 0) {
        if (!metadata_entry_list(entry, -3600, 3600, header->strip_angle_deg, &metadata->angle_count))
            return metadata_entry_fail(entry, failure, "the angle of each strip in degrees");
    } else if (strcmp(entry->key, SESSION_KEY_CALIBRATION_K) == 0) {
        if (!metadata_entry_list(entry, 1e-6, 1e9, header->calibration_k_n, &metadata->k_count))
            return metadata_entry_fail(entry, failure, "a force in newtons above 0 for each strip");
    } else if (!metadata_entry_list(entry, SESSION_P_MIN, SESSION_P_MAX, header->calibration_p, &metadata->p_count)) {
        return metadata_entry_fail(entry, failure, "an exponent between 0.05 and 20 for each strip");
    }
    return true;
}

/* Parse the radius, the full scale or a scale of the sensors. */
static bool parse_scale(struct metadata *metadata, const struct metadata_entry *entry, struct failure *failure)
{
    struct session_header *header = &metadata->header;
    if (entry->value_length == 0)
        return true; /* an empty value means the default, like a missing line */
    if (strcmp(entry->key, SESSION_KEY_ROLLING_RADIUS) == 0) {
        metadata->has_radius = true;
        return metadata_entry_required_number(entry, 10, 1000, &header->rolling_radius_mm,
                                              "a radius between 10 and 1000 mm", failure);
    }
    if (strcmp(entry->key, SESSION_KEY_FULL_SCALE) == 0) {
        metadata->has_full_scale = true;
        return metadata_entry_required_number(entry, 2, 1e9, &header->adc_full_scale, "the reading at full scale",
                                              failure);
    }
    if (strcmp(entry->key, SESSION_KEY_ACCEL_LSB) == 0) {
        metadata->has_accel_scale = true;
        return metadata_entry_required_number(entry, 1e-3, 1e9, &header->accel_lsb_per_g, "counts per g above 0",
                                              failure);
    }
    if (strcmp(entry->key, SESSION_KEY_BIAS_CONDUCTANCE) == 0)
        return metadata_entry_required_number(entry, 0, 1, &header->bias_conductance, "a conductance between 0 and 1",
                                              failure);
    metadata->has_gyro_scale = true;
    return metadata_entry_required_number(entry, 1e-3, 1e9, &header->gyro_lsb_per_dps,
                                          "counts per degree per second above 0", failure);
}

/* Parse the value of a known key. False, with the failure set, if it is invalid and may not be guessed. */
static bool parse_value(struct metadata *metadata, const struct metadata_entry *entry, struct notes *notes,
                        struct failure *failure)
{
    const char *key = entry->key;
    struct session_header *header = &metadata->header;
    if (strcmp(key, SESSION_KEY_STARTED) == 0)
        session_date_parse(header, entry->value, entry->value_length, entry->line->number, notes);
    else if (strcmp(key, SESSION_KEY_LEG) == 0)
        parse_leg(entry, &header->leg, notes);
    else if (strcmp(key, SESSION_KEY_THIGH_LENGTH) == 0)
        metadata_entry_optional_number(entry, SESSION_THIGH_MIN_MM, SESSION_THIGH_MAX_MM, &header->thigh_length_mm,
                                       notes, "the thigh's length is unknown");
    else if (strcmp(key, SESSION_KEY_RATE) == 0)
        metadata_entry_optional_number(entry, 0.1, 100000, &header->rate_hz, notes,
                                       "the rate is computed from the times");
    else if (strcmp(key, SESSION_KEY_PAIN_BEFORE) == 0)
        parse_pain(entry, &header->pain_before, notes);
    else if (strcmp(key, SESSION_KEY_PAIN_AFTER) == 0)
        parse_pain(entry, &header->pain_after, notes);
    else if (strcmp(key, SESSION_KEY_ROLL_DIRECTION) == 0)
        parse_direction(entry, &header->roll_direction, notes);
    else if (strcmp(key, SESSION_KEY_START) == 0)
        parse_start(entry, &header->start, notes);
    else if (strcmp(key, SESSION_KEY_STRIP_ANGLE) == 0 || strcmp(key, SESSION_KEY_CALIBRATION_K) == 0 ||
             strcmp(key, SESSION_KEY_CALIBRATION_P) == 0)
        return parse_strips(metadata, entry, failure);
    else if (strcmp(key, SESSION_KEY_ROLLING_RADIUS) == 0 || strcmp(key, SESSION_KEY_FULL_SCALE) == 0 ||
             strcmp(key, SESSION_KEY_BIAS_CONDUCTANCE) == 0 || strcmp(key, SESSION_KEY_ACCEL_LSB) == 0 ||
             strcmp(key, SESSION_KEY_GYRO_LSB) == 0)
        return parse_scale(metadata, entry, failure);
    else
        parse_text(header, entry);
    return true;
}

bool metadata_read_line(struct metadata *metadata, struct csv_fields *fields, const struct file_line *line,
                        struct notes *notes, struct failure *failure)
{
    struct metadata_line split;
    if (!metadata_line_split(&split, fields, line->text, line->length))
        return true;
    struct metadata_entry entry = {split.key, split.value, split.value_length, line};
    if (strcmp(split.key, SESSION_KEY_VERSION) == 0)
        return parse_version(metadata, &entry, notes, failure);
    if (strcmp(split.key, SESSION_KEY_END) == 0) {
        parse_end(&metadata->end, &entry);
        return true;
    }
    size_t key = given_keys_find(split.key);
    if (key == GIVEN_KEYS_MAX)
        return true;
    metadata->value_count++;
    bool counts = !metadata->has_second_head && given_keys_add(&metadata->given, key, &entry, notes);
    return !counts || parse_value(metadata, &entry, notes, failure);
}

/* Check that a list is absent or has a value for each strip. */
static bool check_count(unsigned count, unsigned strip_count, const char *key, const char *file,
                        struct failure *failure)
{
    if (count == 0 || count == strip_count)
        return true;
    if (count > strip_count)
        return failure_set(failure, EXIT_STATUS_INPUT,
                           "%s: %s has %u values, but there are %u strip columns: if columns were deleted, put them "
                           "back, else give one value for each strip.",
                           file, key, count, strip_count);
    return failure_set(failure, EXIT_STATUS_INPUT,
                       "%s: %s has %u values, but there are %u strip columns; give one for each strip.", file, key,
                       count, strip_count);
}

bool metadata_finish(struct metadata *metadata, unsigned strip_count, const char *file, struct notes *notes,
                     struct failure *failure)
{
    struct session_header *header = &metadata->header;
    if (!check_count(metadata->angle_count, strip_count, SESSION_KEY_STRIP_ANGLE, file, failure) ||
        !check_count(metadata->k_count, strip_count, SESSION_KEY_CALIBRATION_K, file, failure) ||
        !check_count(metadata->p_count, strip_count, SESSION_KEY_CALIBRATION_P, file, failure))
        return false;
    header->strip_count = strip_count;
    if (metadata->angle_count == 0) {
        session_header_space_strips_evenly(header, strip_count);
        notes_add(notes, "The angles of the strips are not in the file; they are assumed to be equally spaced.");
    }
    if (!metadata->has_full_scale)
        notes_add(notes, "The reading at full scale is not in the file; %.0f is assumed, so forces may be wrong.",
                  header->adc_full_scale);
    if (metadata->k_count == 0 || metadata->p_count == 0 || !session_header_is_calibrated(header))
        notes_add(notes, "The strips are not calibrated: forces are rough (compare them only within this session).");
    return true;
}

void metadata_note_motion_sensor(const struct metadata *metadata, const struct columns *columns, struct notes *notes)
{
    const struct session_header *header = &metadata->header;
    if (columns->has_imu && (!metadata->has_accel_scale || !metadata->has_gyro_scale))
        notes_add(notes,
                  "The scale of the motion sensor is not in the file; %g counts per g and %g per degree per second are "
                  "assumed.",
                  header->accel_lsb_per_g, header->gyro_lsb_per_dps);
    if (columns->axis_count == 0 && (metadata->has_accel_scale || metadata->has_gyro_scale))
        notes_add(
            notes,
            "The scale of a motion sensor is in the file, but its columns %s to %s are not: if the roller has one, "
            "they were deleted, and the strips alone measure the rotation.",
            SESSION_IMU_COLUMNS[0], SESSION_IMU_COLUMNS[SESSION_IMU_AXES - 1]);
}
