/* SPDX-License-Identifier: MIT */
#include "session/metadata.h"

#include "shared/decimal.h"
#include "session/metadata_line.h"
#include "shared/sanitized_text.h"

#include <string.h>

/* A key's value and where it stands. */
struct place {
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

static bool refuse(const struct place *place, struct failure *failure, const char *wanted)
{
    return failure_set(failure, EXIT_STATUS_INPUT,
                       "%s, line %zu: %s is \"%.*s\", but must be %s; correct that line.", place->file,
                       place->line, place->key, (int)(place->length < 60 ? place->length : 60), place->value,
                       wanted);
}

static void leave_out(const struct place *place, struct notes *notes, const char *instead)
{
    notes_add(notes, "Line %zu: %s \"%.*s\" cannot be read; %s.", place->line, place->key,
              (int)(place->length < 60 ? place->length : 60), place->value, instead);
}

static bool take_positive(const struct place *place, double low, double high, double *value,
                          const char *wanted, struct failure *failure)
{
    double number;
    if (!decimal_parse(place->value, place->length, &number) || number < low || number > high)
        return refuse(place, failure, wanted);
    *value = number;
    return true;
}

/* Numbers separated by blanks or commas. False when one is none, out of bounds, or there are too many. */
static bool take_list(const struct place *place, double low, double high, double *value, unsigned *count)
{
    size_t at = 0;
    *count = 0;
    while (at < place->length) {
        size_t start = at;
        while (at < place->length && !is_blank(place->value[at]) && place->value[at] != ',')
            at++;
        if (at > start) {
            if (*count == SESSION_STRIPS_MAX ||
                !decimal_parse(place->value + start, at - start, &value[*count]) || value[*count] < low ||
                value[*count] > high)
                return false;
            (*count)++;
        }
        at++;
    }
    return true;
}

static void take_optional_number(const struct place *place, double low, double high, double *value,
                                 struct notes *notes, const char *instead)
{
    double number;
    if (place->length == 0)
        return;
    if (decimal_parse(place->value, place->length, &number) && number >= low && number <= high)
        *value = number;
    else
        leave_out(place, notes, instead);
}

static void take_leg(const struct place *place, enum session_leg *leg, struct notes *notes)
{
    char name[16];
    sanitized_text_copy_bytes(name, sizeof name, place->value, place->length);
    if (!session_leg_from_name(name, leg))
        leave_out(place, notes, "the leg is taken as unknown");
}

static void take_direction(const struct place *place, int *direction, struct notes *notes)
{
    long long sign;
    if (place->length == 0 || (place->length == 4 && memcmp(place->value, "auto", 4) == 0))
        *direction = 0;
    else if (decimal_parse_integer(place->value, place->length, -1, 1, &sign) && sign != 0)
        *direction = (int)sign;
    else
        leave_out(place, notes, "the direction is found from the rolling");
}

/* "rows=30210 lost=0" */
static void take_end(struct metadata *metadata, const struct place *place)
{
    metadata->ended = true;
    size_t at = 0;
    while (at < place->length) {
        size_t start = at;
        while (at < place->length && !is_blank(place->value[at]))
            at++;
        const char *word = place->value + start;
        size_t length = at - start;
        long long number;
        if (length > 5 && memcmp(word, "rows=", 5) == 0 &&
            decimal_parse_integer(word + 5, length - 5, 0, 1000000000000LL, &number)) {
            metadata->has_end_rows = true;
            metadata->end_rows = (size_t)number;
        } else if (length > 5 && memcmp(word, "lost=", 5) == 0 &&
                   decimal_parse_integer(word + 5, length - 5, 0, 1000000000000LL, &number)) {
            metadata->has_end_lost = true;
            metadata->end_lost = (size_t)number;
        }
        at++;
    }
}

static bool take_version(struct metadata *metadata, const struct place *place, struct failure *failure)
{
    long long version;
    if (!decimal_parse_integer(place->value, place->length, 1, 1000000, &version))
        return refuse(place, failure, "a version number");
    if (version != SESSION_VERSION)
        return failure_set(
            failure, EXIT_STATUS_INPUT,
            "%s, line %zu: this is version %lld of the session format, and this program reads version "
            "%d; use a newer roller-analyzer.",
            place->file, place->line, version, SESSION_VERSION);
    metadata->has_version = true;
    return true;
}

static bool take_text(struct session_header *header, const struct place *place)
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
        if (strcmp(place->key, texts[i].key) == 0) {
            sanitized_text_copy_bytes(texts[i].text, texts[i].size, place->value, place->length);
            return true;
        }
    }
    return false;
}

static bool take_strips(struct metadata *metadata, const struct place *place, struct failure *failure)
{
    struct session_header *header = &metadata->header;
    if (strcmp(place->key, SESSION_KEY_STRIP_ANGLE) == 0) {
        metadata->has_angles = true;
        if (!take_list(place, -3600, 3600, header->strip_angle_deg, &metadata->angle_count))
            return refuse(place, failure, "the angle of each strip in degrees");
    } else if (strcmp(place->key, SESSION_KEY_CALIBRATION_K) == 0) {
        if (!take_list(place, 1e-6, 1e9, header->calibration_k_n, &metadata->k_count))
            return refuse(place, failure, "a force in newtons above 0 for each strip");
    } else if (!take_list(place, SESSION_P_MIN, SESSION_P_MAX, header->calibration_p, &metadata->p_count)) {
        return refuse(place, failure, "an exponent between 0.05 and 20 for each strip");
    }
    return true;
}

static bool take_scale(struct metadata *metadata, const struct place *place, struct failure *failure)
{
    struct session_header *header = &metadata->header;
    if (place->length == 0)
        return true; /* empty is as good as absent */
    if (strcmp(place->key, SESSION_KEY_ROLLING_RADIUS) == 0) {
        metadata->has_radius = true;
        return take_positive(place, 10, 1000, &header->rolling_radius_mm, "a radius between 10 and 1000 mm",
                             failure);
    }
    if (strcmp(place->key, SESSION_KEY_FULL_SCALE) == 0) {
        metadata->has_full_scale = true;
        return take_positive(place, 2, 1e9, &header->adc_full_scale, "the reading that means full scale",
                             failure);
    }
    if (strcmp(place->key, SESSION_KEY_ACCEL_LSB) == 0)
        return take_positive(place, 1e-3, 1e9, &header->accel_lsb_per_g, "counts per g above 0", failure);
    if (strcmp(place->key, SESSION_KEY_BIAS_CONDUCTANCE) == 0)
        return take_positive(place, 0, 1, &header->bias_conductance, "a conductance between 0 and 1",
                             failure);
    return take_positive(place, 1e-3, 1e9, &header->gyro_lsb_per_dps, "counts per degree per second above 0",
                         failure);
}

bool metadata_read_line(struct metadata *metadata, struct csv_fields *fields, const char *line, size_t length,
                        const char *file, size_t line_number, struct notes *notes, struct failure *failure)
{
    struct metadata_line split;
    if (!metadata_line_split(&split, fields, line, length))
        return true;
    const char *key = split.key;
    struct place place = {key, split.value, split.length, file, line_number};
    struct session_header *header = &metadata->header;
    if (strcmp(key, SESSION_KEY_VERSION) == 0)
        return take_version(metadata, &place, failure);
    if (strcmp(key, SESSION_KEY_END) == 0)
        take_end(metadata, &place);
    else if (strcmp(key, SESSION_KEY_LEG) == 0)
        take_leg(&place, &header->leg, notes);
    else if (strcmp(key, SESSION_KEY_THIGH_LENGTH) == 0)
        take_optional_number(&place, 50, 1000, &header->thigh_length_mm, notes,
                             "the thigh's length is unknown");
    else if (strcmp(key, SESSION_KEY_RATE) == 0)
        take_optional_number(&place, 0.1, 100000, &header->rate_hz, notes,
                             "the rate is taken from the times");
    else if (strcmp(key, SESSION_KEY_ROLL_DIRECTION) == 0)
        take_direction(&place, &header->roll_direction, notes);
    else if (strcmp(key, SESSION_KEY_STRIP_ANGLE) == 0 || strcmp(key, SESSION_KEY_CALIBRATION_K) == 0 ||
             strcmp(key, SESSION_KEY_CALIBRATION_P) == 0)
        return take_strips(metadata, &place, failure);
    else if (strcmp(key, SESSION_KEY_ROLLING_RADIUS) == 0 || strcmp(key, SESSION_KEY_FULL_SCALE) == 0 ||
             strcmp(key, SESSION_KEY_BIAS_CONDUCTANCE) == 0 || strcmp(key, SESSION_KEY_ACCEL_LSB) == 0 ||
             strcmp(key, SESSION_KEY_GYRO_LSB) == 0)
        return take_scale(metadata, &place, failure);
    else
        take_text(header, &place);
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
