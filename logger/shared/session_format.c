/* SPDX-License-Identifier: MIT */
#include "shared/session_format.h"

#include "shared/physics.h"
#include "wire/vocabulary.h"

#include <math.h>
#include <string.h>

const char *const SESSION_IMU_COLUMNS[SESSION_IMU_AXES] = {"accel_x", "accel_y", "accel_z",
                                                           "gyro_x",  "gyro_y",  "gyro_z"};

const char *session_leg_name(enum session_leg leg)
{
    return leg == SESSION_LEG_LEFT ? "left" : leg == SESSION_LEG_RIGHT ? "right" : "";
}

bool session_leg_from_name(const char *name, enum session_leg *leg)
{
    for (enum session_leg candidate = SESSION_LEG_UNKNOWN; candidate <= SESSION_LEG_RIGHT; candidate++) {
        if (strcmp(name, session_leg_name(candidate)) == 0) {
            *leg = candidate;
            return true;
        }
    }
    return false;
}

const char *session_start_name(enum session_start start)
{
    return start == SESSION_START_UPPER ? "upper" : start == SESSION_START_KNEE ? "knee" : "";
}

bool session_start_from_name(const char *name, enum session_start *start)
{
    for (enum session_start candidate = SESSION_START_UPPER; candidate <= SESSION_START_KNEE; candidate++) {
        if (strcmp(name, session_start_name(candidate)) == 0) {
            *start = candidate;
            return true;
        }
    }
    return false;
}

/* Return the bit of the event in `name` [length], which may end in "=value" and have blanks around it; 0 if it is
 * empty. */
static unsigned event_from_name(const char *name, size_t length)
{
    static const struct {
        const char *name;
        unsigned bit;
    } events[] = {
        {WIRE_EVENT_MARK, SESSION_EVENT_MARK},
        {WIRE_EVENT_ZERO, SESSION_EVENT_ZERO},
        {WIRE_EVENT_KNEE, SESSION_EVENT_KNEE},
        {SESSION_EVENT_NAME_RESUME, SESSION_EVENT_RESUME},
        {WIRE_EVENT_IMU_LOST, SESSION_EVENT_IMU_LOST},
        {WIRE_EVENT_IMU_BACK, SESSION_EVENT_IMU_BACK},
        {WIRE_EVENT_STRIP_OPEN, SESSION_EVENT_STRIP_OPEN},
        {WIRE_EVENT_STRIP_SHORT, SESSION_EVENT_STRIP_SHORT},
        {WIRE_EVENT_STRIP_OK, SESSION_EVENT_STRIP_OK},
    };
    while (length > 0 && *name == ' ') {
        name++;
        length--;
    }
    while (length > 0 && name[length - 1] == ' ')
        length--;
    const char *value = memchr(name, '=', length);
    size_t name_length = value ? (size_t)(value - name) : length;
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++)
        if (strlen(events[i].name) == name_length && memcmp(events[i].name, name, name_length) == 0)
            return events[i].bit;
    return length > 0 ? SESSION_EVENT_UNKNOWN : 0;
}

unsigned session_events_from_names(const char *names, size_t length)
{
    unsigned events = 0;
    while (length > 0) {
        const char *plus = memchr(names, '+', length);
        size_t name_length = plus ? (size_t)(plus - names) : length;
        size_t used = plus ? name_length + 1 : name_length;
        events |= event_from_name(names, name_length);
        names += used;
        length -= used;
    }
    return events;
}

void session_header_space_strips_evenly(struct session_header *header, unsigned strip_count)
{
    header->strip_count = strip_count;
    for (unsigned i = 0; i < strip_count && i < SESSION_STRIPS_MAX; i++)
        header->strip_angle_deg[i] = 360.0 * i / strip_count;
}

bool session_header_is_calibrated(const struct session_header *header)
{
    return strncmp(header->calibration_source, WIRE_SOURCE_MEASURED, strlen(WIRE_SOURCE_MEASURED)) == 0;
}

const char *session_header_find_word(const struct session_header *header, const char *key, size_t *length)
{
    const char *word = header->device;
    while (*word && strncmp(word, key, strlen(key)) != 0) {
        word += strcspn(word, " ");
        word += strspn(word, " ");
    }
    *length = 0;
    if (!*word)
        return NULL;
    word += strlen(key);
    *length = strcspn(word, " ");
    return word;
}

double session_header_strip_load_n(const struct session_header *header, unsigned strip, double reading)
{
    return physics_strip_load_n(physics_remove_bias(reading, header->adc_full_scale, header->bias_conductance),
                                header->adc_full_scale, header->calibration_k_n[strip], header->calibration_p[strip]);
}

void session_header_init(struct session_header *header)
{
    *header = (struct session_header){
        .rolling_radius_mm = SESSION_DEFAULT_RADIUS_MM,
        .pain_before = NAN,
        .pain_after = NAN,
        .adc_full_scale = WIRE_CONVERSION_FULL,
        .calibration_source = WIRE_SOURCE_DEFAULT,
        .accel_lsb_per_g = WIRE_ACCEL_LSB_PER_G,
        .gyro_lsb_per_dps = WIRE_GYRO_LSB_PER_DPS,
    };
    session_header_space_strips_evenly(header, 8);
    for (unsigned i = 0; i < SESSION_STRIPS_MAX; i++) {
        header->calibration_k_n[i] = SESSION_DEFAULT_K_N;
        header->calibration_p[i] = SESSION_DEFAULT_P;
    }
}
