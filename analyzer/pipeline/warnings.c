/* SPDX-License-Identifier: MIT */
#include "pipeline/analysis.h"

#include "dwell/evidence.h"
#include "result/words.h"

#include <math.h>
#include <stdio.h>

#define DURATION_MIN_S 20.0   /* a shorter session contains too little rolling */
#define CLIPPED_FRACTION 0.01 /* if strips clip for a smaller fraction of the time, it hardly matters */
#define COVERAGE_MIN 0.7      /* smallest range rolled, as a fraction of the thigh length */
#define COVERAGE_MAX 1.25     /* largest plausible range, as a fraction of the thigh length */
#define SPAN_MAX 1.08         /* longest usual strokes, as a fraction of the thigh length */
#define UNLOADED_MIN 0.2      /* from this probability on, the radius may be that of the roller without load */
#define BEYOND_MIN_MM 20.0    /* the roller touches an area, so people roll this far beyond an end */
#define REVERSAL_MAX_S 5.0    /* default minimum duration of a visit; a reversal that takes longer may hide a visit */
#define NEAR_END_MM 20.0      /* a spot at most this far from a typical end of the strokes is near that end */
#define UNKNOWN_MIN_S 0.05    /* a shorter total time without known rotation is not reported */
#define KNEE_TOLERANCE 0.02   /* a knee event may differ from the thigh length by this fraction */
/* The largest normal gains. The smallest normal gains are their reciprocals. */
#define GAIN_CALIBRATED_MAX 1.6
#define GAIN_UNCALIBRATED_MAX 2.5

static void warn_about_recording(struct notes *notes, const struct result *result)
{
    if (result->lost_frames > 0)
        notes_add(notes, "%zu %s lost on the way from the roller.", result->lost_frames,
                  result->lost_frames == 1 ? "reading was" : "readings were");
    if (result->gap_count > 0) {
        double seconds = 0;
        for (size_t g = 0; g < result->gap_count; g++)
            seconds += result->gap[g].length_s;
        notes_add(notes, "The recording has %zu gap%s of %.1f s in all; positions after a gap are less certain.",
                  result->gap_count, result->gap_count == 1 ? "" : "s", seconds);
    }
    if (result->duration_s < DURATION_MIN_S)
        notes_add(notes, "The session is short (%.0f s): record half a minute or more for a better picture.",
                  result->duration_s);
}

/* Describe when a strip was faulty, such as " from 12 to 30 s"; "" = the whole time. */
static void describe_period(char *text, size_t size, const struct strip_condition *strip, const double *time_s,
                            size_t rows)
{
    double from_s = time_s[strip->first], to_s = time_s[strip->end - 1];
    text[0] = '\0';
    if (strip->first > 0 && strip->end < rows)
        snprintf(text, size, " from %.0f to %.0f s", from_s, to_s);
    else if (strip->first > 0)
        snprintf(text, size, " from %.0f s on", from_s);
    else if (strip->end < rows)
        snprintf(text, size, " until %.0f s", to_s);
}

static void warn_about_strip(struct notes *notes, const struct result *result, const struct analysis *analysis,
                             unsigned k)
{
    static const char *const symptom[] = {[STRIP_DEAD] = "reads next to nothing",
                                          [STRIP_STUCK] = "reads the same whatever presses on it",
                                          [STRIP_WRONG] = "does not agree with the others"};
    const struct strip_condition *strip = &analysis->series.faults.strip[k];
    bool is_calibrated = session_header_is_calibrated(&result->header);
    if (strip->end > strip->first) {
        char period[64];
        describe_period(period, sizeof period, strip, analysis->session.time_s, result->row_count);
        notes_add(notes,
                  "Strip %u %s%s: check its wiring. It was left out; its load was estimated from the other strips.", k,
                  symptom[strip->fault], period);
    } else if (fabs(log(strip->gain)) > log(is_calibrated ? GAIN_CALIBRATED_MAX : GAIN_UNCALIBRATED_MAX)) {
        notes_add(notes,
                  "Strip %u reads %.1f times too %s compared with the others: check its %s. It was corrected to "
                  "match them.",
                  k, fmax(strip->gain, 1 / strip->gain), strip->gain > 1 ? "much" : "little",
                  is_calibrated ? "calibration" : "resistor and wiring");
    }
    if (strip->fault == STRIP_LOOSE)
        notes_add(notes,
                  "Strip %u lost contact for %.0f %% of the time: check its plug. Its load in that time was "
                  "estimated from the other strips.",
                  k, 100 * strip->loose_fraction);
    if (strip->swapped_with > (int)k)
        notes_add(notes, "Strips %u and %d seem to be swapped: check their wires. The report exchanges their readings.",
                  k, strip->swapped_with);
}

static void warn_about_strips(struct notes *notes, const struct result *result, const struct analysis *analysis)
{
    const struct force_series *series = &analysis->series;
    for (unsigned k = 0; k < result->header.strip_count; k++)
        warn_about_strip(notes, result, analysis, k);
    if (series->clipped_fraction > CLIPPED_FRACTION)
        notes_add(notes,
                  "A strip was at the end of its range for %.0f %% of the time: peak forces are higher than shown.",
                  100 * series->clipped_fraction);
    if (series->saturation.missing_fraction > 0)
        notes_add(
            notes,
            "The strips saturate: under a load this large they hardly read more. About %.0f %% (give or take 15) "
            "of the force is missing in this report, and more at the peaks. Put less weight on the roller, or use "
            "strips for larger forces and calibrate them up to these.",
            100 * series->saturation.missing_fraction);
    if (series->saturation.beside_fraction > 0)
        notes_add(notes,
                  "Part of the load passes beside the strips: they show %.0f %% less between two strips than on one, "
                  "as if slats tip on narrow pads. Forces are too low, at each place by another amount%s.",
                  100 * series->saturation.beside_fraction,
                  result->header.has_imu ? "" : ", and positions from the strips alone are less certain");
}

/* Whether the radius that somebody measured may well be that of the roller without load. */
static bool seems_unloaded(const struct analysis *analysis)
{
    return analysis->session.has_radius && analysis_radius_belief(analysis).unloaded > UNLOADED_MIN;
}

static void warn_about_scale(struct notes *notes, const struct result *result, const struct analysis *analysis)
{
    const struct position *position = &analysis->position;
    const enum units units = result->options.units;
    double thigh_mm = result->header.thigh_length_mm, range_mm = result->max_mm - result->min_mm;
    if (!analysis->session.has_radius)
        notes_add(notes,
                  "The roller's rolling radius was not measured; %s is assumed, so all lengths may be off "
                  "in proportion.",
                  units_fine_length(units, result->header.rolling_radius_mm).text);
    if (position->scale != 1)
        notes_add(notes, "All lengths were scaled by %+.1f %% so that the marked knee matches the thigh's length.",
                  words_rounded(1000 * (position->scale - 1)) / 10);
    else if (thigh_mm > 0 && !isnan(position->knee_mm) && fabs(position->knee_mm / thigh_mm - 1) > KNEE_TOLERANCE)
        notes_add(notes, "The knee was marked at %s, but the thigh is %s long; the scale was not changed.",
                  units_length(units, position->knee_mm).text, units_length(units, thigh_mm).text);
    if (thigh_mm <= 0)
        notes_add(notes, "The thigh's length is unknown, so positions are in %s only.", units_length_name(units));
    else if (range_mm < COVERAGE_MIN * thigh_mm)
        notes_add(notes, "You rolled over only %s of the %s thigh.", units_length(units, range_mm).text,
                  units_length(units, thigh_mm).text);
    else if (range_mm > COVERAGE_MAX * thigh_mm)
        notes_add(notes,
                  "You rolled over %s, but the thigh is only %s long: check the thigh's length and the "
                  "roller's radius; positions may be wrong.",
                  units_length(units, range_mm).text, units_length(units, thigh_mm).text);
    else if (thigh_mm > 0 && analysis->offsets.span_mm > SPAN_MAX * thigh_mm)
        notes_add(notes,
                  "Your strokes span %s, but the thigh is %s long: the rolling radius may be that of the "
                  "roller without load, or the thigh's length is wrong. Positions are uncertain by %s.",
                  units_length(units, analysis->offsets.span_mm).text, units_length(units, thigh_mm).text,
                  units_length(units, result->uncertainty_mm).text);
    else if (seems_unloaded(analysis))
        notes_add(
            notes,
            "From how the roller moves, the rolling radius may be that of the roller without load. Then positions "
            "are too large, by up to %s: measure the radius (here %s) under load.",
            units_length(units, result->uncertainty_mm).text,
            units_fine_length(units, result->header.rolling_radius_mm).text);
}

/* Ask about positions above the upper thigh and beyond the knee, which a wrong origin gives, or a wrong length. */
static void warn_about_ends(struct notes *notes, const struct result *result)
{
    const enum units units = result->options.units;
    double thigh_mm = result->header.thigh_length_mm, margin_mm = fmax(result->uncertainty_mm, BEYOND_MIN_MM);
    bool is_from_knee = result->origin == POSITION_ORIGIN_KNEE && thigh_mm <= 0;
    if (!is_from_knee && result->min_mm < -margin_mm && -result->min_mm <= result->max_mm)
        notes_add(notes,
                  "You rolled up to %s above the upper thigh, where positions are negative: was the roller at the "
                  "fold below the buttock when you began, or set it to zero?",
                  units_length(units, -result->min_mm).text);
    if (thigh_mm > 0 && result->max_mm > thigh_mm + margin_mm)
        notes_add(notes,
                  "You rolled up to %s beyond the crease of the knee: check the thigh's length (%s) and where "
                  "you began. Do not roll over the back of the knee.",
                  units_length(units, result->max_mm - thigh_mm).text, units_length(units, thigh_mm).text);
}

/* Warn if visits may be hidden in reversals, or reversals counted as part of a visit. */
static void warn_about_reversals(struct notes *notes, const struct result *result, const struct analysis *analysis)
{
    double reversal_s = analysis->strokes.pace_s_mm * reversals_length_mm(&analysis->reversals, REVERSALS_DEPTH_MIN_MM);
    if (reversal_s > REVERSAL_MAX_S)
        notes_add(notes,
                  "At the ends of most strokes, the roller stood still for about %.0f s. Such pauses count "
                  "as turning back. A visit at one end of the strokes is found only if most reversals there, or at "
                  "the other end, are faster.",
                  reversal_s);
    for (size_t k = 0; k < result->spot_count; k++) {
        double center_mm = result->spot[k].center_mm;
        for (int end = 0; end < 2; end++) {
            if (fabs(center_mm - analysis->reversals.end_mm[end]) < NEAR_END_MM)
                notes_add(notes,
                          "The spot at %s lies where the strokes end: how much of its time is a visit and how "
                          "much is turning back is less certain.",
                          units_length(result->options.units, center_mm).text);
        }
    }
}

static void warn_about_rotation(struct notes *notes, const struct result *result, const struct analysis *analysis)
{
    const struct position *position = &analysis->position;
    const char *example = result->options.units == UNITS_US ? "4 in" : "100 mm";
    sensor_warnings_add(notes, result, analysis);
    if (position->unknown_s > UNKNOWN_MIN_S)
        notes_add(notes,
                  "For %.1f s neither the motion sensor nor the strips measured the rotation; that time is left out.",
                  position->unknown_s);
    if (position->restart_count > 0)
        notes_add(notes,
                  "The roller restarted %zu time%s while it was loaded. Positions after a restart were estimated from "
                  "which side was up and where the rolling ends; rolling during a restart does not count.",
                  position->restart_count, position->restart_count == 1 ? "" : "s");
    offset_warnings_add(notes, analysis, result->options.units);
    if (!position->direction_is_certain)
        notes_add(notes, "You rolled about equally far on both sides of the start, so the direction to the "
                         "knee is a guess: start at the upper thigh, or use --roll-direction.");
    else if (result->origin == POSITION_ORIGIN_KNEE && result->header.thigh_length_mm <= 0)
        notes_add(
            notes,
            "Positions are counted from the knee, because the thigh's length is unknown: -%s is %s above the knee.",
            example, example);
    else if (result->min_mm < 0 && -result->min_mm > result->max_mm)
        notes_add(notes, "Most of the rolling lies above the upper thigh: check roll_direction and where you started.");
}

static void warn_about_position(struct notes *notes, const struct result *result, const struct analysis *analysis)
{
    if (!(result->loaded_s > 0)) {
        notes_add(notes, "No rolling was found: the roller was never loaded.");
        return;
    }
    if (!analysis->position.known) {
        notes_add(notes,
                  "Positions are unknown: %sand the strips cannot measure the rotation (%s). Force and time are "
                  "still shown.",
                  result->header.has_imu ? "the motion sensor had no readings, " : "there is no motion sensor, ",
                  result->header.strip_count == SESSION_STRIPS_MIN ? "four strips are too few" : "all read the same");
        return;
    }
    warn_about_scale(notes, result, analysis);
    warn_about_ends(notes, result);
    if (result->stroke_count == 0)
        notes_add(notes, "No strokes were found: the roller hardly moved along the thigh.");
    if (result->spot_count > 0 && !analysis->evidence.available)
        notes_add(notes, "With fewer than %d strokes, the report cannot say whether you stayed somewhere by chance.",
                  EVIDENCE_STROKES_MIN);
    warn_about_reversals(notes, result, analysis);
    warn_about_rotation(notes, result, analysis);
}

void warnings_add(struct notes *notes, const struct result *result, const struct analysis *analysis)
{
    warn_about_recording(notes, result);
    warn_about_strips(notes, result, analysis);
    warn_about_position(notes, result, analysis);
}
