/* SPDX-License-Identifier: MIT */
#include "position/path.h"

#include <math.h>
#include <stdlib.h>

#define PERIODS_MOST 2
#define PERIOD_COST_MM 10.0
#define AIR_COST_MM 30.0

/* The events that the search has come to. */
struct cursor {
    const struct path_input *input;
    size_t next;
};

/* All events of a row. */
static unsigned take_events(struct cursor *cursor, size_t row)
{
    unsigned events = 0;
    const struct path_input *input = cursor->input;
    for (; cursor->next < input->event_count && input->event[cursor->next].row <= row; cursor->next++)
        events |= input->event[cursor->next].row == row ? input->event[cursor->next].events : 0;
    return events;
}

static bool is_hole(const struct path_input *input, size_t row, unsigned events)
{
    if (row == 0 || !input->loaded[row] || !input->loaded[row - 1])
        return false;
    if (input->loaded[row] == CONTACT_UNKNOWN)
        return false;
    return input->loaded[row - 1] == CONTACT_UNKNOWN ||
           (input->time_s[row] - input->time_s[row - 1] > input->gap_s || (events & SESSION_EVENT_RESUME));
}

/* By the nearest rotation. */
static void follow_nearest(double *mm, const struct path_input *input, struct path_breaks *breaks)
{
    struct cursor cursor = {.input = input};
    double place = 0;
    bool placed = false;
    enum contact_state anew = CONTACT_LOADED;
    for (size_t i = 0; i < input->count; i++) {
        unsigned events = take_events(&cursor, i);
        bool goes_on = i > 0 && input->loaded[i] && input->loaded[i - 1];
        if (placed && goes_on)
            place += input->radius_mm * (input->theta_rad[i] - input->theta_rad[i - 1]);
        if (events & SESSION_EVENT_ZERO) {
            place = 0;
            anew = placed ? CONTACT_ZEROED : CONTACT_LOADED;
            placed = true;
        }
        if (goes_on && (events & SESSION_EVENT_RESUME)) {
            breaks->restarts++;
            anew = anew == CONTACT_ZEROED ? anew : CONTACT_RESUMED;
        }
        if (is_hole(input, i, events))
            breaks->holes++;
        if (input->loaded[i]) {
            placed = true;
            if (anew != CONTACT_LOADED && breaks->count < input->event_count)
                breaks->at[breaks->count++] = (struct path_break){i, anew};
            anew = CONTACT_LOADED;
        }
        mm[i] = placed ? place : NAN;
    }
}

struct range {
    double low, high;
};

static void widen(struct range *range, double mm)
{
    range->low = fmin(range->low, mm);
    range->high = fmax(range->high, mm);
}

static double cover(const struct range *a, const struct range *b, double shift_mm)
{
    return fmax(a->high, b->high + shift_mm) - fmin(a->low, b->low + shift_mm);
}

/* By how much to shift what lies behind a hole. */
static double choose_shift(const struct range *before, const struct range *behind, double period_mm,
                           double air_mm)
{
    double best_mm = 0, least = cover(before, behind, 0);
    double by_air = cover(before, behind, air_mm) + AIR_COST_MM;
    for (int k = -PERIODS_MOST; k <= PERIODS_MOST; k++) {
        double covered = cover(before, behind, k * period_mm) + abs(k) * PERIOD_COST_MM;
        if (covered < least) {
            least = covered;
            best_mm = k * period_mm;
        }
    }
    return by_air < least ? air_mm : best_mm;
}

/* The first row behind `row` at which the path need not go on from what is before: a hole or a zero. */
static size_t stretch_end(const struct path_input *input, struct cursor cursor, size_t row)
{
    for (row++; row < input->count; row++) {
        unsigned events = take_events(&cursor, row);
        if ((events & SESSION_EVENT_ZERO) || is_hole(input, row, events))
            break;
    }
    return row;
}

static void mend_holes(double *mm, const struct path_input *input)
{
    struct cursor cursor = {.input = input};
    struct range before = {INFINITY, -INFINITY};
    double shift_mm = 0;
    for (size_t i = 0; i < input->count;) {
        unsigned events = take_events(&cursor, i);
        size_t end = stretch_end(input, cursor, i);
        struct range here = {INFINITY, -INFINITY};
        for (size_t r = i; r < end; r++) {
            if (input->loaded[r] == CONTACT_LOADED)
                widen(&here, mm[r] + shift_mm);
        }
        if (events & SESSION_EVENT_ZERO) {
            here.low -= shift_mm;
            here.high -= shift_mm;
            shift_mm = 0;
        } else if (is_hole(input, i, events)) {
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

bool path_integrate(double *mm, const struct path_input *input, struct path_breaks *breaks)
{
    *breaks = (struct path_breaks){.at = malloc((input->event_count + 1) * sizeof *breaks->at)};
    if (breaks->at == NULL)
        return false;
    follow_nearest(mm, input, breaks);
    if (breaks->holes > 0)
        mend_holes(mm, input);
    return true;
}

void path_breaks_free(struct path_breaks *breaks)
{
    free(breaks->at);
    *breaks = (struct path_breaks){0};
}
