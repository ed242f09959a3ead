/* SPDX-License-Identifier: MIT */
#include "multi_session/force_scale.h"

#include "multi_session/instrument_resolution.h"

#include <math.h>
#include <string.h>

bool force_scale_is_same_roller(const struct session_header *a, const struct session_header *b)
{
    size_t length_a, length_b;
    const char *id_a = session_header_find_word(a, SESSION_DEVICE_ID, &length_a);
    const char *id_b = session_header_find_word(b, SESSION_DEVICE_ID, &length_b);
    return length_a > 0 && length_a == length_b && memcmp(id_a, id_b, length_a) == 0;
}

static bool is_same_calibration(const struct session_header *a, const struct session_header *b)
{
    bool same = a->strip_count == b->strip_count && strcmp(a->calibration_source, b->calibration_source) == 0;
    for (unsigned k = 0; same && k < a->strip_count && k < SESSION_STRIPS_MAX; k++)
        same = a->calibration_k_n[k] == b->calibration_k_n[k] && a->calibration_p[k] == b->calibration_p[k];
    return same;
}

/* Return how well forces can be compared if all strips show the whole force. */
static enum force_scale scale_between_headers(const struct session_header *a, const struct session_header *b)
{
    bool is_calibrated = session_header_is_calibrated(a);
    bool is_same_instrument = force_scale_is_same_roller(a, b) && is_same_calibration(a, b);
    if (is_calibrated != session_header_is_calibrated(b))
        return FORCE_SCALE_NONE;
    if (!is_calibrated)
        return is_same_instrument ? FORCE_SCALE_APART : FORCE_SCALE_NONE;
    return is_same_instrument ? FORCE_SCALE_SAME : FORCE_SCALE_APART;
}

enum force_scale force_scale_between(const struct session_summary *a, const struct session_summary *b)
{
    if (!session_summary_force_is_complete(a) || !session_summary_force_is_complete(b))
        return FORCE_SCALE_INCOMPLETE;
    return scale_between_headers(&a->header, &b->header);
}

bool force_scale_is_comparable(enum force_scale scale)
{
    return scale < FORCE_SCALE_NONE;
}

double force_scale_min_fraction(enum force_scale scale)
{
    return scale == FORCE_SCALE_SAME    ? INSTRUMENT_FORCE_FRACTION
           : scale == FORCE_SCALE_APART ? INSTRUMENT_FORCE_OTHER_SCALE_FRACTION
                                        : NAN;
}

const char *force_scale_name(enum force_scale scale)
{
    return scale == FORCE_SCALE_SAME ? "same" : scale == FORCE_SCALE_APART ? "apart" : "none";
}
