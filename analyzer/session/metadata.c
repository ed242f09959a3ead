/* SPDX-License-Identifier: MIT */
#include "session/metadata.h"

#include "shared/decimal.h"
#include "session/metadata_line.h"
#include "shared/sanitized_text.h"

#include <string.h>

/* A "# key: value" line. */
struct entry {
    const char *key;
    const char *value;
    size_t length;
    const char *file;
    size_t line;
};

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

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool fail_value(const struct entry *entry, struct failure *failure, const char *wanted)
{
    return failure_set(failure, EXIT_STATUS_INPUT,
                       "%s, line %zu: %s is \"%.*s\", but must be %s; correct that line.", entry->file,
                       entry->line, entry->key, (int)(entry->length < 60 ? entry->length : 60), entry->value,
                       wanted);
}

static void note_ignored(const struct entry *entry, struct notes *notes, const char *instead)
{
    notes_add(notes, "Line %zu: %s \"%.*s\" cannot be read; %s.", entry->line, entry->key,
              (int)(entry->length < 60 ? entry->length : 60), entry->value, instead);
}

static bool parse_positive(const struct entry *entry, double low, double high, double *value,
                           const char *wanted, struct failure *failure)
{
    double number;
    if (!decimal_parse(entry->value, entry->length, &number) || number < low || number > high)
        return fail_value(entry, failure, wanted);
    *value = number;
    return true;
}

/* Numbers separated by blanks or commas. False when one is invalid, out of range, or there are too many. */
static bool parse_list(const struct entry *entry, double low, double high, double *value, unsigned *count)
{
    size_t at = 0;
    *count = 0;
    while (at < entry->length) {
        size_t start = at;
        while (at < entry->length && !is_blank(entry->value[at]) && entry->value[at] != ',')
            at++;
        if (at > start) {
            if (*count == SESSION_STRIPS_MAX ||
                !decimal_parse(entry->value + start, at - start, &value[*count]) || value[*count] < low ||
                value[*count] > high)
                return false;
            (*count)++;
        }
        at++;
    }
    return true;
}

static void parse_optional_number(const struct entry *entry, double low, double high, double *value,
                                  struct notes *notes, const char *instead)
{
    double number;
    if (entry->length == 0)
        return;
    if (decimal_parse(entry->value, entry->length, &number) && number >= low && number <= high)
        *value = number;
    else
        note_ignored(entry, notes, instead);
}

static void parse_leg(const struct entry *entry, enum session_leg *leg, struct notes *notes)
{
    char name[16];
    sanitized_text_copy_bytes(name, sizeof name, entry->value, entry->length);
    if (!session_leg_from_name(name, leg))
        note_ignored(entry, notes, "the leg is taken as unknown");
}

static void parse_direction(const struct entry *entry, int *direction, struct notes *notes)
{
    long long sign;
    if (entry->length == 0 || (entry->length == 4 && memcmp(entry->value, "auto", 4) == 0))
        *direction = 0;
    else if (decimal_parse_integer(entry->value, entry->length, -1, 1, &sign) && sign != 0)
        *direction = (int)sign;
    else
        note_ignored(entry, notes, "the direction is found from the rolling");
}

/* "rows=30210 lost=0" */
static void parse_end(struct metadata *metadata, const struct entry *entry)
{
    metadata->end.present = true;
    size_t at = 0;
    while (at < entry->length) {
        size_t start = at;
        while (at < entry->length && !is_blank(entry->value[at]))
            at++;
        const char *word = entry->value + start;
        size_t length = at - start;
        long long number;
        if (length > 5 && memcmp(word, "rows=", 5) == 0 &&
            decimal_parse_integer(word + 5, length - 5, 0, 1000000000000LL, &number)) {
            metadata->end.has_rows = true;
            metadata->end.rows = (size_t)number;
        } else if (length > 5 && memcmp(word, "lost=", 5) == 0 &&
                   decimal_parse_integer(word + 5, length - 5, 0, 1000000000000LL, &number)) {
            metadata->end.has_lost = true;
            metadata->end.lost = (size_t)number;
        }
        at++;
    }
}

static bool parse_version(struct metadata *metadata, const struct entry *entry, struct failure *failure)
{
    long long version;
    if (!decimal_parse_integer(entry->value, entry->length, 1, 1000000, &version))
        return fail_value(entry, failure, "a version number");
    if (version != SESSION_VERSION)
        return failure_set(
            failure, EXIT_STATUS_INPUT,
            "%s, line %zu: this is version %lld of the session format, and this program reads version "
            "%d; use a newer roller-analyzer.",
            entry->file, entry->line, version, SESSION_VERSION);
    metadata->has_version = true;
    return true;
}

static bool parse_text(struct session_header *header, const struct entry *entry)
{
    const struct {
        const char *key;
        char *text;
        size_t size;
    } texts[] = {
        {SESSION_KEY_STARTED, header->started, sizeof header->started},
        {SESSION_KEY_SUBJECT, header->subject, sizeof header->subject},
        {SESSION_KEY_NOTE, header->note, sizeof header->note},
        {SESSION_KEY_CALIBRATION_SOURCE, header->calibration_source, sizeof header->calibration_source},
        {SESSION_KEY_DEVICE, header->device, sizeof header->device},
        {SESSION_KEY_LOGGER, header->logger, sizeof header->logger},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (strcmp(entry->key, texts[i].key) == 0) {
            sanitized_text_copy_bytes(texts[i].text, texts[i].size, entry->value, entry->length);
            return true;
        }
    }
    return false;
}

static bool parse_strips(struct metadata *metadata, const struct entry *entry, struct failure *failure)
{
    struct session_header *header = &metadata->header;
    if (strcmp(entry->key, SESSION_KEY_STRIP_ANGLE) == 0) {
        metadata->has_angles = true;
        if (!parse_list(entry, -3600, 3600, header->strip_angle_deg, &metadata->angle_count))
            return fail_value(entry, failure, "the angle of each strip in degrees");
    } else if (strcmp(entry->key, SESSION_KEY_CALIBRATION_K) == 0) {
        if (!parse_list(entry, 1e-6, 1e9, header->calibration_k_n, &metadata->k_count))
            return fail_value(entry, failure, "a force in newtons above 0 for each strip");
    } else if (!parse_list(entry, SESSION_P_MIN, SESSION_P_MAX, header->calibration_p, &metadata->p_count)) {
        return fail_value(entry, failure, "an exponent between 0.05 and 20 for each strip");
    }
    return true;
}

static bool parse_scale(struct metadata *metadata, const struct entry *entry, struct failure *failure)
{
    struct session_header *header = &metadata->header;
    if (entry->length == 0)
        return true; /* empty = absent */
    if (strcmp(entry->key, SESSION_KEY_ROLLING_RADIUS) == 0) {
        metadata->has_radius = true;
        return parse_positive(entry, 10, 1000, &header->rolling_radius_mm, "a radius between 10 and 1000 mm",
                              failure);
    }
    if (strcmp(entry->key, SESSION_KEY_FULL_SCALE) == 0) {
        metadata->has_full_scale = true;
        return parse_positive(entry, 2, 1e9, &header->adc_full_scale, "the reading that means full scale",
                              failure);
    }
    if (strcmp(entry->key, SESSION_KEY_ACCEL_LSB) == 0)
        return parse_positive(entry, 1e-3, 1e9, &header->accel_lsb_per_g, "counts per g above 0", failure);
    if (strcmp(entry->key, SESSION_KEY_BIAS_CONDUCTANCE) == 0)
        return parse_positive(entry, 0, 1, &header->bias_conductance, "a conductance between 0 and 1",
                              failure);
    return parse_positive(entry, 1e-3, 1e9, &header->gyro_lsb_per_dps, "counts per degree per second above 0",
                          failure);
}

bool metadata_read_line(struct metadata *metadata, struct csv_fields *fields, const char *line, size_t length,
                        const char *file, size_t line_number, struct notes *notes, struct failure *failure)
{
    struct metadata_line split;
    if (!metadata_line_split(&split, fields, line, length))
        return true;
    const char *key = split.key;
    struct entry entry = {key, split.value, split.length, file, line_number};
    struct session_header *header = &metadata->header;
    if (strcmp(key, SESSION_KEY_VERSION) == 0)
        return parse_version(metadata, &entry, failure);
    if (strcmp(key, SESSION_KEY_END) == 0)
        parse_end(metadata, &entry);
    else if (strcmp(key, SESSION_KEY_LEG) == 0)
        parse_leg(&entry, &header->leg, notes);
    else if (strcmp(key, SESSION_KEY_THIGH_LENGTH) == 0)
        parse_optional_number(&entry, 50, 1000, &header->thigh_length_mm, notes,
                              "the thigh's length is unknown");
    else if (strcmp(key, SESSION_KEY_RATE) == 0)
        parse_optional_number(&entry, 0.1, 100000, &header->rate_hz, notes,
                              "the rate is taken from the times");
    else if (strcmp(key, SESSION_KEY_ROLL_DIRECTION) == 0)
        parse_direction(&entry, &header->roll_direction, notes);
    else if (strcmp(key, SESSION_KEY_STRIP_ANGLE) == 0 || strcmp(key, SESSION_KEY_CALIBRATION_K) == 0 ||
             strcmp(key, SESSION_KEY_CALIBRATION_P) == 0)
        return parse_strips(metadata, &entry, failure);
    else if (strcmp(key, SESSION_KEY_ROLLING_RADIUS) == 0 || strcmp(key, SESSION_KEY_FULL_SCALE) == 0 ||
             strcmp(key, SESSION_KEY_BIAS_CONDUCTANCE) == 0 || strcmp(key, SESSION_KEY_ACCEL_LSB) == 0 ||
             strcmp(key, SESSION_KEY_GYRO_LSB) == 0)
        return parse_scale(metadata, &entry, failure);
    else
        parse_text(header, &entry);
    return true;
}

static bool check_count(unsigned given, unsigned strip_count, const char *key, const char *file,
                        struct failure *failure)
{
    if (given == 0 || given == strip_count)
        return true;
    return failure_set(failure, EXIT_STATUS_INPUT,
                       "%s: %s has %u values, but there are %u strip columns; give one for each strip.", file,
                       key, given, strip_count);
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
        notes_add(notes, "The session does not say where its strips sit; they are taken as evenly spaced.");
    }
    if (!metadata->has_full_scale)
        notes_add(
            notes,
            "The session does not say which reading means full scale; %.0f is assumed, so forces may be "
            "wrong.",
            header->adc_full_scale);
    if (metadata->k_count == 0 || metadata->p_count == 0 || !session_header_is_calibrated(header))
        notes_add(notes,
                  "The strips are not calibrated: forces are rough (compare them within this session only).");
    return true;
}
