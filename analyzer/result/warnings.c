/* SPDX-License-Identifier: MIT */
#include "result/warnings.h"

#include "result/result.h"
#include "result/analysis.h"
#include "result/words.h"

#include <math.h>
#include <stdio.h>

#define SHORT_S 20.0
#define CLIPPED_PART 0.01
#define COVERAGE_PART 0.7
#define BEYOND_PART 1.25 /* nobody rolls so much farther than the thigh is long */
#define TURN_MOST_S 5.0  /* so long a stay is lingering anywhere else */
#define TURNING_MM 20.0  /* from where strokes end usually */
#define DISAGREEMENT_MM 15.0
#define UNKNOWN_LEAST_S 0.05
#define KNEE_MOST_PART 0.02 /* a knee event this near to the thigh's length agrees with it */
#define GAIN_CALIBRATED 1.6 /* strips that were measured differ by less */
#define GAIN_UNCALIBRATED 2.5

static void warn_of_recording(const struct result *result, struct steps *steps)
{
    struct notes *notes = &steps->notes;
    if (result->lost_frames > 0)
        notes_add(notes, "%zu %s lost on the way from the roller.", result->lost_frames,
                  result->lost_frames == 1 ? "reading was" : "readings were");
    if (result->gap_count > 0) {
        double seconds = 0;
        for (size_t g = 0; g < result->gap_count; g++)
            seconds += result->gap[g].length_s;
        notes_add(notes,
                  "The recording has %zu gap%s of %.1f s in all; positions behind a gap are less certain.",
                  result->gap_count, result->gap_count == 1 ? "" : "s", seconds);
    }
    if (result->duration_s < SHORT_S)
        notes_add(notes, "The session is short (%.0f s): half a minute or more tells more.",
                  result->duration_s);
}

static void warn_of_strip(const struct result *result, struct steps *steps, unsigned k)
{
    static const char *const what[] = {[STRIP_DEAD] = "reads next to nothing",
                                       [STRIP_STUCK] = "stays where it is whatever lies on it",
                                       [STRIP_WRONG] = "does not fit what the others say"};
    const struct strip_state *strip = &steps->series.states.strip[k];
    struct notes *notes = &steps->notes;
    bool calibrated = session_header_is_calibrated(&result->header);
    if (strip->last > strip->first) {
        char when[64] = "";
        double from_s = steps->recording.time_s[strip->first],
               to_s = steps->recording.time_s[strip->last - 1];
        if (strip->first > 0 && strip->last < result->rows)
            snprintf(when, sizeof when, " from %.0f to %.0f s", from_s, to_s);
        else if (strip->first > 0)
            snprintf(when, sizeof when, " from %.0f s on", from_s);
        else if (strip->last < result->rows)
            snprintf(when, sizeof when, " up to %.0f s", to_s);
        notes_add(
            notes,
            "Strip %u %s%s: check its wiring. It was left out, and what it should have carried was told "
            "by the others.",
            k, what[strip->fault], when);
    } else if (fabs(log(strip->gain)) > log(calibrated ? GAIN_CALIBRATED : GAIN_UNCALIBRATED)) {
        notes_add(
            notes,
            "Strip %u reads %.1f times too %s beside the others: check its %s. It was put right by what "
            "the others tell.",
            k, fmax(strip->gain, 1 / strip->gain), strip->gain > 1 ? "much" : "little",
            calibrated ? "calibration" : "resistor and wiring");
    }
    if (strip->fault == STRIP_LOOSE)
        notes_add(
            notes,
            "Strip %u lost its contact for %.0f %% of the time: check its plug. What it should have carried "
            "then was told by the others.",
            k, 100 * strip->loose_fraction);
    if (strip->swapped_with > (int)k)
        notes_add(
            notes,
            "Strips %u and %d seem to be swapped: check their wires. They were taken the other way round.", k,
            strip->swapped_with);
}

static void warn_of_strips(const struct result *result, struct steps *steps)
{
    const struct force_series *series = &steps->series;
    for (unsigned k = 0; k < result->header.strip_count; k++)
        warn_of_strip(result, steps, k);
    if (series->clipped_fraction > CLIPPED_PART)
        notes_add(&steps->notes,
                  "A strip was at the end of its range in %.0f %% of the time: peak forces are higher than "
                  "shown.",
                  100 * series->clipped_fraction);
}

/* How well the place is known. */
static void warn_of_rotation(const struct result *result, struct steps *steps)
{
    struct notes *notes = &steps->notes;
    const struct position *position = &steps->position;
    if (result->header.has_imu && !position->by_imu)
        notes_add(notes,
                  "The motion sensor was silent most of the time; positions come from the strips alone.");
    else if (position->fused)
        notes_add(notes, "The motion sensor was silent for %.1f s; the strips stood in for it.",
                  position->dropout_s);
    if (position->unknown_s > UNKNOWN_LEAST_S)
        notes_add(
            notes,
            "For %.1f s the motion sensor was silent and the strips told no angle; that time is left out.",
            position->unknown_s);
    if (position->restarts > 0)
        notes_add(notes,
                  "The roller started anew %zu time%s while it was loaded; where it was then was told by the "
                  "way up "
                  "and by the ends of the rolling, and what was rolled meanwhile does not count.",
                  position->restarts, position->restarts == 1 ? "" : "s");
    if (position->disagreement_mm > DISAGREEMENT_MM)
        notes_add(notes,
                  "Strips and motion sensor disagree about the rotation (by %.0f mm in a second): check the "
                  "strips' "
                  "order and angles.",
                  position->disagreement_mm);
    if (steps->slip_mm != 0)
        notes_add(
            notes,
            "The roller slipped along the thigh by about %.0f mm over the session; that was taken out by the "
            "turning points.",
            fabs(steps->slip_mm));
    if (!position->direction_is_certain)
        notes_add(
            notes,
            "Rolling went as far to one side of the start as to the other, so which of them is the knee is a "
            "guess: start at the upper thigh, or give --roll-direction.");
    else if (result->min_mm < 0 && -result->min_mm > result->max_mm)
        notes_add(
            notes,
            "Most of the rolling lies above the upper thigh: check roll_direction, or where the start was.");
}

static void warn_of_scale(const struct result *result, struct steps *steps)
{
    struct notes *notes = &steps->notes;
    const struct position *position = &steps->position;
    double thigh = result->header.thigh_length_mm;
    if (!steps->recording.has_radius)
        notes_add(
            notes,
            "The roller's rolling radius was not measured; %.1f mm is assumed, so all lengths may be off "
            "in proportion.",
            result->header.rolling_radius_mm);
    if (position->scale != 1)
        notes_add(
            notes,
            "The thigh's length set the scale: lengths by the roller's radius were changed by %+.1f %%.",
            words_rounded(1000 * (position->scale - 1)) / 10);
    else if (thigh > 0 && !isnan(position->knee_mm) && fabs(position->knee_mm / thigh - 1) > KNEE_MOST_PART)
        notes_add(
            notes,
            "The knee was marked at %.0f mm, but the thigh is %.0f mm long; the scale was left as it is.",
            words_rounded(position->knee_mm), thigh);
    if (thigh <= 0)
        notes_add(notes, "The thigh's length is unknown, so places are in millimetres only.");
    else if (result->max_mm - result->min_mm < COVERAGE_PART * thigh)
        notes_add(notes, "Only %.0f of the thigh's %.0f mm were rolled.", result->max_mm - result->min_mm,
                  thigh);
    else if (result->max_mm - result->min_mm > BEYOND_PART * thigh)
        notes_add(notes,
                  "The rolling is %.0f mm long, but the thigh only %.0f mm: check the thigh's length and the "
                  "roller's "
                  "radius; places may be wrong.",
                  result->max_mm - result->min_mm, thigh);
}

/* What most turns have in common is how this person turns; who lingers there each time must know why no spot
 * is told. */
static void warn_of_turns(struct steps *steps)
{
    double turn_s = steps->strokes.pace_s_mm * reversals_length_mm(&steps->reversals, REVERSALS_MIN_DEPTH_MM);
    if (turn_s > TURN_MOST_S)
        notes_add(&steps->notes,
                  "At most of the turns the roller stood for about %.0f s. What most turns have in common "
                  "counts as turning: a "
                  "stay at an end of the strokes is told from it only where most turns, or most at the other "
                  "end, go "
                  "without one.",
                  turn_s);
}

/* Near an end, turning may hide lingering, or look like it. */
static void warn_of_ends(const struct result *result, struct steps *steps)
{
    for (size_t k = 0; k < result->spot_count; k++) {
        double center_mm = result->spot[k].center_mm;
        for (int high = 0; high < 2; high++) {
            if (fabs(center_mm - steps->reversals.end_mm[high]) < TURNING_MM)
                notes_add(&steps->notes,
                          "The spot at %.0f mm lies where the strokes turn: what is lingering and what "
                          "is turning there is less certain.",
                          words_rounded(center_mm));
        }
    }
}

static void warn_of_position(const struct result *result, struct steps *steps)
{
    struct notes *notes = &steps->notes;
    if (!(result->loaded_s > 0)) {
        notes_add(notes, "No rolling was found: the roller was never loaded.");
        return;
    }
    if (!steps->position.told) {
        notes_add(
            notes,
            "There is no position: %sand the strips do not tell the angle (%s). Force and time are told all "
            "the same.",
            result->header.has_imu ? "the motion sensor was silent, " : "there is no motion sensor, ",
            result->header.strip_count == SESSION_STRIPS_MIN ? "four are too few" : "they all read alike");
        return;
    }
    warn_of_scale(result, steps);
    if (result->strokes == 0)
        notes_add(notes, "No strokes were found: the roller hardly moved along the thigh.");
    if (result->spot_count > 0 && !steps->evidence.told)
        notes_add(notes,
                  "With fewer than %d strokes it cannot be told whether lingering at a place was chance.",
                  EVIDENCE_MIN_STROKES);
    warn_of_turns(steps);
    warn_of_ends(result, steps);
    warn_of_rotation(result, steps);
}

void warnings_add(const struct result *result, struct steps *steps)
{
    warn_of_recording(result, steps);
    warn_of_strips(result, steps);
    warn_of_position(result, steps);
}
