/* SPDX-License-Identifier: MIT */
#include "position/path.h"

#include "force/contact.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#define PERIODS_MAX 2
#define PERIOD_COST_MM 10.0 /* cost per period of a shift: the smallest rotation wins ties */
#define LIFT_COST_MM 30.0   /* cost of assuming a lift in the gap */

/* An iterator over the events, which are sorted by row. */
struct event_cursor {
    const struct path_input *input;
    size_t next;
};

/* Return the events of a row as bits. Rows must be asked for in ascending order. */
static unsigned events_at(struct event_cursor *cursor, size_t row)
{
    unsigned events = 0;
    const struct path_input *input = cursor->input;
    for (; cursor->next < input->event_count && input->event[cursor->next].row <= row; cursor->next++)
        events |= input->event[cursor->next].row == row ? input->event[cursor->next].events : 0;
    return events;
}

/* Whether `row` and the previous row are loaded, but the rotation between them is unknown. */
static bool is_gap(const struct path_input *input, const unsigned char *contact, size_t row, unsigned events)
{
    if (row == 0 || !contact[row] || !contact[row - 1])
        return false;
    if (contact[row] == CONTACT_UNKNOWN)
        return false;
    return contact[row - 1] == CONTACT_UNKNOWN ||
           (input->time_s[row] - input->time_s[row - 1] > input->gap_s || (events & SESSION_EVENT_RESUME));
}

/* Integrate the rotation, assuming the smallest one in each gap. Returns the number of restarts; sets `*gaps`
 * if there are gaps. */
static size_t integrate_nearest(double *mm, unsigned char *contact, const struct path_input *input, bool *gaps)
{
    struct event_cursor cursor = {.input = input};
    double position_mm = 0;
    bool started = false;
    size_t restarts = 0;
    enum contact_state state = CONTACT_LOADED; /* state of the next loaded row */
    for (size_t i = 0; i < input->count; i++) {
        unsigned events = events_at(&cursor, i);
        bool continues = i > 0 && contact[i] && contact[i - 1];
        if (started && continues)
            position_mm += input->radius_mm * (input->theta_rad[i] - input->theta_rad[i - 1]);
        if (events & SESSION_EVENT_ZERO) {
            position_mm = 0;
            state = started ? CONTACT_ZEROED : CONTACT_LOADED;
            started = true;
        }
        if (continues && (events & SESSION_EVENT_RESUME)) {
            restarts++;
            state = state == CONTACT_ZEROED ? state : CONTACT_RESUMED;
        }
        *gaps = *gaps || is_gap(input, contact, i, events);
        if (contact[i]) {
            started = true;
            if (contact[i] != CONTACT_UNKNOWN)
                contact[i] = (unsigned char)state;
            state = CONTACT_LOADED;
        }
        mm[i] = started ? position_mm : NAN;
    }
    return restarts;
}

struct range {
    double low, high;
};

static void widen(struct range *range, double mm)
{
    range->low = fmin(range->low, mm);
    range->high = fmax(range->high, mm);
}

static double joint_length(const struct range *a, const struct range *b, double shift_mm)
{
    return fmax(a->high, b->high + shift_mm) - fmin(a->low, b->low + shift_mm);
}

/* Return how far to shift the segment after a gap so that the whole range rolled is shortest: k periods, or
 * `lift_mm`, with which the segment begins where the gap began. */
static double choose_shift(const struct range *rolled, const struct range *segment, double period_mm, double lift_mm)
{
    double best_mm = 0, min_cost = joint_length(rolled, segment, 0);
    double lift_cost = joint_length(rolled, segment, lift_mm) + LIFT_COST_MM;
    for (int k = -PERIODS_MAX; k <= PERIODS_MAX; k++) {
        double cost = joint_length(rolled, segment, k * period_mm) + abs(k) * PERIOD_COST_MM;
        if (cost < min_cost) {
            min_cost = cost;
            best_mm = k * period_mm;
        }
    }
    return lift_cost < min_cost ? lift_mm : best_mm;
}

/* Return the end of the segment that begins at `row`: the next row after a gap or with a `zero` event. */
static size_t segment_end(const struct path_input *input, const unsigned char *contact, struct event_cursor cursor,
                          size_t row)
{
    for (row++; row < input->count; row++) {
        unsigned events = events_at(&cursor, row);
        if ((events & SESSION_EVENT_ZERO) || is_gap(input, contact, row, events))
            break;
    }
    return row;
}

/* Shift each segment as choose_shift says. A `zero` event resets the shift. */
static void shift_segments(double *mm, const unsigned char *contact, const struct path_input *input)
{
    struct event_cursor cursor = {.input = input};
    struct range rolled = {INFINITY, -INFINITY};
    double shift_mm = 0;
    for (size_t i = 0; i < input->count;) {
        unsigned events = events_at(&cursor, i);
        size_t end = segment_end(input, contact, cursor, i);
        struct range segment = {INFINITY, -INFINITY};
        for (size_t r = i; r < end; r++) {
            if (contact[r] != CONTACT_UNLOADED && contact[r] != CONTACT_UNKNOWN)
                widen(&segment, mm[r] + shift_mm);
        }
        if (events & SESSION_EVENT_ZERO) {
            segment.low -= shift_mm;
            segment.high -= shift_mm;
            shift_mm = 0;
        } else if (is_gap(input, contact, i, events)) {
            double change_mm =
                choose_shift(&rolled, &segment, input->radius_mm * input->period_rad, mm[i - 1] - mm[i] - shift_mm);
            shift_mm += change_mm;
            segment.low += change_mm;
            segment.high += change_mm;
        }
        for (size_t r = i; r < end; r++)
            mm[r] += shift_mm;
        if (segment.low <= segment.high) {
            widen(&rolled, segment.low);
            widen(&rolled, segment.high);
        }
        i = end;
    }
}

size_t path_integrate(double *mm, unsigned char *contact, const struct path_input *input)
{
    bool gaps = false;
    size_t restarts = integrate_nearest(mm, contact, input, &gaps);
    if (gaps)
        shift_segments(mm, contact, input);
    return restarts;
}
