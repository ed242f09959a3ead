/* SPDX-License-Identifier: MIT */
#include "position/odometry.h"

#include "force/contact.h"
#include "numeric/range.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#define PERIODS_MAX 2       /* largest shift considered, in periods; a period is about as long as a thigh */
#define PERIOD_COST_MM 10.0 /* cost of each period of a shift, so that the smallest rotation wins ties */
#define LIFT_COST_MM 30.0   /* cost of assuming a lift in the gap */

/* An iterator over events that are sorted by row. */
struct event_cursor {
    const struct odometry_input *input;
    size_t next;
};

/* Return the events of a row as bits, and advance the cursor. Call this with rows in ascending order. */
static unsigned take_events(struct event_cursor *cursor, size_t row)
{
    unsigned events = 0;
    const struct odometry_input *input = cursor->input;
    for (; cursor->next < input->event_count && input->event[cursor->next].row <= row; cursor->next++)
        if (input->event[cursor->next].row == row)
            events |= input->event[cursor->next].event_bits;
    return events;
}

/* Whether rows are missing before `row`, in which the roller may have been loaded. */
static bool is_loaded_in_missing_rows(const struct odometry_input *input, size_t row)
{
    return row > 0 && input->time_s[row] - input->time_s[row - 1] > input->gap_s &&
           (input->contact[row] || input->contact[row - 1]);
}

/* Whether the rotation between the previous row and `row` is unknown, while the roller was or may have been loaded. */
static bool is_gap(const struct odometry_input *input, size_t row, unsigned events)
{
    const unsigned char *contact = input->contact;
    if (row == 0 || contact[row] == CONTACT_UNKNOWN)
        return false;
    if (is_loaded_in_missing_rows(input, row))
        return true;
    return contact[row] && contact[row - 1] && (contact[row - 1] == CONTACT_UNKNOWN || (events & SESSION_EVENT_RESUME));
}

/* Integrate the rotation, assuming the smallest possible one in each gap. Returns the number of restarts under
 * load; sets `*has_gaps` if there are gaps. */
static size_t integrate_rotation(double *mm, unsigned char *contact, const struct odometry_input *input, bool *has_gaps)
{
    struct event_cursor cursor = {.input = input};
    double position_mm = 0;
    bool started = false;
    size_t restarts = 0, turned = 0, put_back = 0;
    double radius_mm = input->radius_mm;            /* negative while the roller lies the other way round */
    enum contact_state next_state = CONTACT_LOADED; /* state of the next loaded row */
    for (size_t i = 0; i < input->count; i++) {
        unsigned events = take_events(&cursor, i);
        if (turned < input->turned_count && input->turned_row[turned] == i) {
            radius_mm = -radius_mm;
            turned++;
        }
        if (put_back < input->put_back_count && input->put_back[put_back].row == i) {
            position_mm += input->put_back[put_back++].mm;
            next_state = CONTACT_RESUMED;
        }
        enum contact_state state = input->contact[i];
        bool continues = i > 0 && state != CONTACT_UNLOADED && input->contact[i - 1] != CONTACT_UNLOADED;
        if (started && (continues || is_loaded_in_missing_rows(input, i)))
            position_mm += radius_mm * (input->rotation_rad[i] - input->rotation_rad[i - 1]);
        if (events & SESSION_EVENT_ZERO) {
            position_mm = 0;
            next_state = started ? CONTACT_ZEROED : CONTACT_LOADED;
            started = true;
        }
        if (continues && (events & SESSION_EVENT_RESUME)) {
            restarts++;
            if (next_state != CONTACT_ZEROED)
                next_state = CONTACT_RESUMED;
        }
        if (is_gap(input, i, events))
            *has_gaps = true;
        contact[i] = (unsigned char)(state == CONTACT_LOADED ? next_state : state);
        if (state != CONTACT_UNLOADED) {
            started = true;
            next_state = CONTACT_LOADED;
        }
        mm[i] = started ? position_mm : NAN;
    }
    return restarts;
}

/* A gap leaves the position of the next segment unknown by a number of periods. Return the shift, mm, with which the
 * range rolled so far is shortest: a multiple of the period, or `lift_mm`, which continues where the gap began. */
static double choose_shift_mm(struct range rolled, struct range segment, double period_mm, double lift_mm)
{
    double best_mm = 0, min_cost_mm = range_length_mm(range_join(rolled, segment));
    double lift_cost_mm = range_length_mm(range_join(rolled, range_shift(segment, lift_mm))) + LIFT_COST_MM;
    for (int k = -PERIODS_MAX; k <= PERIODS_MAX; k++) {
        double cost_mm =
            range_length_mm(range_join(rolled, range_shift(segment, k * period_mm))) + abs(k) * PERIOD_COST_MM;
        if (cost_mm < min_cost_mm) {
            min_cost_mm = cost_mm;
            best_mm = k * period_mm;
        }
    }
    return lift_cost_mm < min_cost_mm ? lift_mm : best_mm;
}

/* Return the end of the segment that begins at `row`: the next row after a gap or with a `zero` event. `cursor`
 * is a copy, so that the caller's stays at `row`. */
static size_t find_segment_end(const struct odometry_input *input, struct event_cursor cursor, size_t row)
{
    for (row++; row < input->count; row++) {
        unsigned events = take_events(&cursor, row);
        if ((events & SESSION_EVENT_ZERO) || is_gap(input, row, events))
            break;
    }
    return row;
}

/* Shift each segment by the sum of the shifts chosen in the gaps since the last `zero` event. */
static void shift_segments(double *mm, const struct odometry_input *input)
{
    struct event_cursor cursor = {.input = input};
    struct range rolled = RANGE_EMPTY;
    double shift_mm = 0;
    for (size_t i = 0; i < input->count;) {
        unsigned events = take_events(&cursor, i);
        size_t end = find_segment_end(input, cursor, i);
        struct range segment = RANGE_EMPTY;
        for (size_t r = i; r < end; r++)
            if (input->contact[r] == CONTACT_LOADED)
                segment = range_add(segment, mm[r] + shift_mm);
        if (events & SESSION_EVENT_ZERO) {
            segment = range_shift(segment, -shift_mm);
            shift_mm = 0;
        } else if (is_gap(input, i, events)) {
            double change_mm =
                choose_shift_mm(rolled, segment, input->radius_mm * input->period_rad, mm[i - 1] - mm[i] - shift_mm);
            shift_mm += change_mm;
            segment = range_shift(segment, change_mm);
        }
        for (size_t r = i; r < end; r++)
            mm[r] += shift_mm;
        rolled = range_join(rolled, segment);
        i = end;
    }
}

size_t odometry_integrate(double *mm, unsigned char *contact, const struct odometry_input *input)
{
    bool has_gaps = false;
    size_t restarts = integrate_rotation(mm, contact, input, &has_gaps);
    if (has_gaps)
        shift_segments(mm, input);
    return restarts;
}
