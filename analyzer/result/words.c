/* SPDX-License-Identifier: MIT */
#include "result/words.h"

#include "shared/dose.h"
#include "shared/iso_time.h"
#include "writing/markup.h"

#include <ctype.h>
#include <math.h>

#define DURATION_MAX_S 1e9 /* thirty years: a longer time is an error */

const char *const WORDS_DISCLAIMER = "This is a training log, not a medical device: it shows where the "
                                     "roller stayed, not what happens in the muscle.";

const char *const WORDS_ADVICE[] = {
    DOSE_LEG_WORDS ", at a steady pace.",
    DOSE_PLACE_WORDS ".",
    DOSE_PRESSURE_WORDS ".",
    "Stop at once on sharp pain, numbness or tingling.",
    "Do not roll over the back of the knee, open wounds, fresh bruises, swelling or a fracture.",
    "See a physiotherapist or a doctor if a spot stays sore for over a week or two, or hurts at rest.",
    NULL,
};

const char *words_position(double thigh_percent)
{
    static const struct {
        double up_to_percent;
        const char *words;
    } positions[] = {
        {-9, "above the top of the thigh"},
        {9, "right at the top of the thigh"},
        {20, "near the top of the thigh"},
        {29, "about a quarter of the way to the knee"},
        {39, "about a third of the way to the knee"},
        {45, "a little above the middle of the thigh"},
        {55, "about halfway to the knee"},
        {61, "a little below the middle of the thigh"},
        {71, "about two thirds of the way to the knee"},
        {81, "about three quarters of the way to the knee"},
        {92, "near the knee"},
        {108, "right at the knee"},
        {INFINITY, "beyond the knee"},
    };
    if (isnan(thigh_percent))
        return "";
    size_t i = 0;
    while (thigh_percent > positions[i].up_to_percent)
        i++;
    return positions[i].words;
}

void words_add_duration(struct text_buffer *out, double seconds)
{
    if (!isfinite(seconds) || seconds < 0 || seconds > DURATION_MAX_S) {
        text_add(out, "unknown");
        return;
    }
    long rounded_s = lround(seconds);
    if (rounded_s < 60)
        text_addf(out, "%ld s", rounded_s);
    else if (rounded_s < 3600)
        text_addf(out, "%ld min %02ld s", rounded_s / 60, rounded_s % 60);
    else
        text_addf(out, "%ld h %02ld min", rounded_s / 3600, rounded_s % 3600 / 60);
}

void words_add_count(struct text_buffer *out, size_t count, const char *one, const char *many)
{
    text_addf(out, "%zu %s", count, count == 1 ? one : many);
}

void words_add_capitalized(struct text_buffer *out, const char *words)
{
    if (words[0])
        text_addf(out, "%c%s", toupper((unsigned char)words[0]), words + 1);
}

void words_add_date(struct text_buffer *out, const char *started)
{
    const struct iso_time time = iso_time_parse(started);
    if (time.known)
        iso_time_add(out, &time);
    else
        markup_add_sanitized(out, started);
}

static void words_add_leg(struct text_buffer *out, const struct result *result)
{
    const char *leg = session_leg_name(result->header.leg);
    if (leg[0])
        text_addf(out, " on your %s thigh", leg);
}

void words_add_headline(struct text_buffer *out, const struct result *result)
{
    if (!(result->loaded_s > 0)) {
        text_add(out, "The roller was never loaded in this session.");
        return;
    }
    if (result->spot_count == 0) {
        text_add(out, isnan(result->min_mm) ? "It is unknown where the roller was" : "You did not stay at any place");
    } else {
        text_add(out, "You stayed at ");
        words_add_count(out, result->spot_count, "place", "places");
    }
    words_add_leg(out, result);
    text_add(out, ".");
}

const struct result_spot *words_longest_spot(const struct result *result)
{
    const struct result_spot *longest = NULL;
    for (size_t i = 0; i < result->spot_count; i++)
        if (longest == NULL || result->spot[i].dwell_s > longest->dwell_s)
            longest = &result->spot[i];
    return longest;
}

const char *words_reference(const struct result *result)
{
    bool is_knee = result->origin == POSITION_ORIGIN_KNEE && !(result->header.thigh_length_mm > 0);
    return is_knee ? "the knee" : "the upper thigh";
}

void words_add_longest_spot(struct text_buffer *out, const struct result *result, const char *plus_minus)
{
    const struct result_spot *spot = words_longest_spot(result);
    if (spot == NULL)
        return;
    text_add(out, result->spot_count > 1 ? "You stayed longest " : "It is ");
    const char *position = words_position(spot->thigh_percent);
    if (position[0])
        text_addf(out, "%s (", position);
    const enum units units = result->options.units;
    text_addf(out, "%s ", units_length_number(units, spot->center_mm).text);
    if (isfinite(spot->center_uncertainty_mm))
        text_addf(out, "%s%s ", plus_minus, units_margin_number(units, spot->center_uncertainty_mm).text);
    text_addf(out, "%s from %s%s: ", units_length_symbol(units), words_reference(result), position[0] ? ")" : "");
    words_add_duration(out, spot->dwell_s);
    if (spot->visit_count > 1) {
        text_add(out, " in ");
        words_add_count(out, spot->visit_count, "visit", "visits");
    }
    text_add(out, ".");
}

bool words_add_evidence(struct text_buffer *out, const struct result_spot *spot, size_t stroke_count)
{
    if (spot->visit_count < 2 || !(spot->p_value < WORDS_P_MAX))
        return false;
    text_addf(out, "you came back to this place, %u visits in %zu strokes: %smore than chance", spot->visit_count,
              stroke_count, spot->p_value < WORDS_CLEAR_P_MAX ? "clearly " : "");
    return true;
}

bool words_add_rest(struct text_buffer *out, const struct result *result)
{
    if (!(result->rest_s > 0))
        return false;
    text_add(out, "You sat still for ");
    words_add_duration(out, result->rest_s);
    text_add(out, " before the first stroke or after the last. That is no spot.");
    return true;
}

bool words_add_origin_note(struct text_buffer *out, const struct result *result)
{
    if (result->origin != POSITION_ORIGIN_ASSUMED || !isfinite(result->min_mm))
        return false;
    text_addf(out,
              "\"Upper thigh\" means here: where the roller first lay, because zero was not set. That may be up to "
              "%s from the fold below the buttock. If you sat elsewhere than last time, all positions have moved.",
              units_length(result->options.units, result->origin_uncertainty_mm).text);
    return true;
}

struct words_landmarks words_landmarks(const struct result *result)
{
    double thigh_mm = result->header.thigh_length_mm;
    struct words_landmarks landmarks = {0, "fold below the buttock", thigh_mm, "crease of the knee"};
    if (result->origin == POSITION_ORIGIN_ASSUMED)
        landmarks.upper = "where the roller first lay";
    if (!(thigh_mm > 0) && result->origin == POSITION_ORIGIN_KNEE)
        landmarks = (struct words_landmarks){NAN, "upper thigh", 0, landmarks.knee};
    else if (!(thigh_mm > 0))
        landmarks = (struct words_landmarks){0, landmarks.upper, NAN, "towards the knee"};
    return landmarks;
}

const char *words_method(enum position_method method)
{
    switch (method) {
    case POSITION_IMU: return "the motion sensor in the roller";
    case POSITION_RING: return "the ring of force strips alone";
    case POSITION_FUSED: return "the motion sensor and the ring of force strips together";
    }
    return "unknown";
}

const char *words_origin(const struct result *result)
{
    switch (result->origin) {
    case POSITION_ORIGIN_ZERO: return "0 is the fold below the buttock, where the roller was set to zero";
    case POSITION_ORIGIN_START: return "0 is where the roller was first loaded: the fold below the buttock";
    case POSITION_ORIGIN_ASSUMED: return "0 is where the roller first lay; that is assumed to be the upper thigh";
    case POSITION_ORIGIN_KNEE: break;
    }
    return result->header.thigh_length_mm > 0
               ? "0 is the fold below the buttock; the roller was first loaded at the crease of the knee"
               : "0 is the crease of the knee, where the roller was first loaded; above it they are negative";
}

double words_rounded(double value)
{
    return round(value) + 0.0; /* -0.0 + 0.0 is 0.0 */
}

double words_lost_percent(const struct result *result)
{
    double sent = (double)result->row_count + (double)result->lost_frames;
    return sent > 0 ? 100.0 * (double)result->lost_frames / sent : 0;
}
