/* SPDX-License-Identifier: MIT */
#include "position/path.h"

#include "force/contact.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#define MAX_PERIODS 2
#define PERIOD_COST_MM 10.0
#define LIFT_COST_MM 30.0

/* Events in the order of their rows. */
struct event_cursor {
    const struct path_input *input;
    size_t next;
};

/* All events of a row; rows must not go back. */
static unsigned events_at(struct event_cursor *cursor, size_t row)
{
    unsigned events = 0;
    const struct path_input *input = cursor->input;
    for (; cursor->next < input->event_count && input->event[cursor->next].row <= row; cursor->next++)
        events |= input->event[cursor->next].row == row ? input->event[cursor->next].events : 0;
    return events;
}

/* Whether the rotation was not followed from the row before, though both are loaded. */
static bool is_gap(const struct path_input *input, const unsigned char *contact, size_t row, unsigned events)
{
    if (row == 0 || !contact[row] || !contact[row - 1])
        return false;
    if (contact[row] == CONTACT_UNKNOWN)
        return false;
    return contact[row - 1] == CONTACT_UNKNOWN ||
           (input->time_s[row] - input->time_s[row - 1] > input->gap_s || (events & SESSION_EVENT_RESUME));
}

/* Integrate as if the smallest rotation in each gap were right. Returns the restarts; `*gaps` = whether there
 * are gaps. */
static size_t integrate_nearest(double *mm, unsigned char *contact, const struct path_input *input,
                                bool *gaps)
{
    struct event_cursor cursor = {.input = input};
    double position_mm = 0;
    bool started = false;
    size_t restarts = 0;
    enum contact_state state = CONTACT_LOADED; /* of the next loaded row */
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

/* The shift of what follows a gap that makes the range rolled shortest: k periods, or `lift_mm`, by which the
 * roller continues where it was. */
static double choose_shift(const struct range *before, const struct range *after, double period_mm,
                           double lift_mm)
{
    double best_mm = 0, min_cost = joint_length(before, after, 0);
    double lift_cost = joint_length(before, after, lift_mm) + LIFT_COST_MM;
    for (int k = -MAX_PERIODS; k <= MAX_PERIODS; k++) {
        double cost = joint_length(before, after, k * period_mm) + abs(k) * PERIOD_COST_MM;
        if (cost < min_cost) {
            min_cost = cost;
            best_mm = k * period_mm;
        }
    }
    return lift_cost < min_cost ? lift_mm : best_mm;
}

/* The first row after `row` that begins a segment: after a gap, or at a `zero` event. */
static size_t segment_end(const struct path_input *input, const unsigned char *contact,
                          struct event_cursor cursor, size_t row)
{
    for (row++; row < input->count; row++) {
        unsigned events = events_at(&cursor, row);
        if ((events & SESSION_EVENT_ZERO) || is_gap(input, contact, row, events))
            break;
    }
    return row;
}

static void shift_segments(double *mm, const unsigned char *contact, const struct path_input *input)
{
    struct event_cursor cursor = {.input = input};
    struct range before = {INFINITY, -INFINITY};
    double shift_mm = 0;
    for (size_t i = 0; i < input->count;) {
        unsigned events = events_at(&cursor, i);
        size_t end = segment_end(input, contact, cursor, i);
        struct range here = {INFINITY, -INFINITY};
        for (size_t r = i; r < end; r++) {
            if (contact[r] != CONTACT_UNLOADED && contact[r] != CONTACT_UNKNOWN)
                widen(&here, mm[r] + shift_mm);
        }
        if (events & SESSION_EVENT_ZERO) {
            here.low -= shift_mm;
            here.high -= shift_mm;
            shift_mm = 0;
        } else if (is_gap(input, contact, i, events)) {
            double by_mm = choose_shift(&before, &here, input->radius_mm * input->period_rad,
                                        mm[i - 1] - mm[i] - shift_mm);
            shift_mm += by_mm;
            here.low += by_mm;
            here.high += by_mm;
        }
        for (size_t r = i; r < end; r++)
            mm[r] += shift_mm;
        if (here.low <= here.high) {
            widen(&before, here.low);
            widen(&before, here.high);
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
