/* SPDX-License-Identifier: MIT */
#include "position/zero_events.h"

#include "force/contact.h"
#include "numeric/range.h"
#include "numeric/row_array.h"

#include <math.h>
#include <stdlib.h>

/* A press at the fold is near an end of what was rolled before it or after it. */
#define INSIDE_MIN_MM 80.0        /* from both ends, before and after: not at the fold */
#define INSIDE_ALONE_MIN_MM 100.0 /* the same if only one of the two ranges shows where the thigh ends */
#define SHOWING_MIN_MM 150.0      /* a shorter range does not show it */
#define SAME_MAX_MM 24.0          /* two presses at one landmark differ by up to 2 deviations of their difference */

/* The rolling without any `zero` event. */
struct rolling {
    const struct odometry_input *input;
    double *mm;             /* [input->count] */
    unsigned char *contact; /* [input->count] CONTACT_RESUMED in the first row after a lift, too */
};

/* A `zero` event, and what was rolled before it and after it without a lift. */
struct press {
    size_t event;
    struct range before, after;
    bool is_in_first_run; /* there was no lift before it */
};

/* Whether what is rolled from `row` on has no certain distance to what was rolled before. */
static bool begins_run(const struct rolling *rolling, size_t row)
{
    return rolling->contact[row] == CONTACT_RESUMED || rolling->contact[row] == CONTACT_UNKNOWN;
}

static struct range with_row(struct range range, const struct rolling *rolling, size_t row)
{
    return rolling->contact[row] ? range_add(range, rolling->mm[row]) : range;
}

/* Fill in before, after and is_in_first_run of press[count], which are sorted by row. */
static void find_ranges(struct press *press, size_t count, const struct rolling *rolling)
{
    const struct session_table_event *event = rolling->input->event;
    struct range range = RANGE_EMPTY;
    bool is_first = true;
    for (size_t i = 0, k = 0; k < count; i++) {
        if (begins_run(rolling, i)) {
            range = RANGE_EMPTY;
            is_first = is_first && i == 0;
        }
        range = with_row(range, rolling, i);
        for (; k < count && event[press[k].event].row == i; k++) {
            press[k].before = range;
            press[k].is_in_first_run = is_first;
        }
    }
    range = RANGE_EMPTY;
    for (size_t i = rolling->input->count, k = count; k > 0 && i-- > 0;) {
        range = with_row(range, rolling, i);
        for (; k > 0 && event[press[k - 1].event].row == i; k--)
            press[k - 1].after = range;
        if (begins_run(rolling, i))
            range = RANGE_EMPTY;
    }
}

/* Return how far from the nearer end of a range, within it, the position is; negative outside. */
static double inside_mm(struct range range, double mm)
{
    return fmin(mm - range.low_mm, range.high_mm - mm);
}

static bool is_misplaced(const struct press *press, const struct rolling *rolling, size_t row)
{
    if (!rolling->contact[row])
        return false;
    double before_mm = inside_mm(press->before, rolling->mm[row]), after_mm = inside_mm(press->after, rolling->mm[row]);
    bool before_shows = range_length_mm(press->before) >= SHOWING_MIN_MM;
    bool after_shows = range_length_mm(press->after) >= SHOWING_MIN_MM;
    if (before_shows && after_shows)
        return fmin(before_mm, after_mm) > INSIDE_MIN_MM;
    return (before_shows && before_mm > INSIDE_ALONE_MIN_MM) || (after_shows && after_mm > INSIDE_ALONE_MIN_MM);
}

/* Whether a press of the first run is the first one, or one more at its place. */
static bool is_at_origin(const struct zero_events *zeros, const struct rolling *rolling, size_t row)
{
    if (!zeros->has_origin)
        return true;
    return zeros->origin_count > 0 && row < zeros->origin_end &&
           fabs(rolling->mm[row] - rolling->mm[zeros->origin_row[0]]) <= SAME_MAX_MM;
}

static void classify(struct zero_events *zeros, const struct press *press, size_t count, const struct rolling *rolling)
{
    for (size_t k = 0; k < count; k++) {
        size_t row = rolling->input->event[press[k].event].row;
        if (is_misplaced(&press[k], rolling, row)) {
            if (zeros->ignored_count++ == 0)
                zeros->ignored_row = row;
            continue;
        }
        bool is_loaded = rolling->contact[row] == CONTACT_LOADED;
        if (press[k].is_in_first_run && is_loaded && is_at_origin(zeros, rolling, row))
            zeros->origin_row[zeros->origin_count++] = row;
        else {
            zeros->event[press[k].event].event_bits |= SESSION_EVENT_ZERO;
            zeros->origin_end = row < zeros->origin_end ? row : zeros->origin_end;
        }
        zeros->has_origin = true;
    }
}

/* Copy the events without `zero`. Fills in press[*count]. */
static void copy_without_zeros(struct zero_events *zeros, const struct odometry_input *input, struct press *press,
                               size_t *count)
{
    *count = 0;
    for (size_t e = 0; e < input->event_count; e++) {
        zeros->event[e] = input->event[e];
        zeros->event[e].event_bits &= ~(unsigned)SESSION_EVENT_ZERO;
        if (zeros->event[e].event_bits != input->event[e].event_bits)
            press[(*count)++] = (struct press){.event = e, .before = RANGE_EMPTY, .after = RANGE_EMPTY};
    }
}

/* Find what was rolled before and after each press, and classify them. False when out of memory. */
static bool classify_by_rolling(struct zero_events *zeros, struct press *press, size_t count,
                                const struct odometry_input *input, const struct lifts *lifts)
{
    struct odometry_input without_zero = *input;
    without_zero.event = zeros->event;
    struct rolling rolling = {.input = input,
                              .mm = row_array_alloc(input->count, sizeof *rolling.mm),
                              .contact = row_array_alloc(input->count, sizeof *rolling.contact)};
    bool ok = rolling.mm != NULL && rolling.contact != NULL;
    if (ok) {
        (void)odometry_integrate(rolling.mm, rolling.contact, &without_zero);
        for (size_t k = 0; k < lifts->count; k++)
            rolling.contact[lifts->lift[k].row] = CONTACT_RESUMED;
        find_ranges(press, count, &rolling);
        classify(zeros, press, count, &rolling);
    }
    free(rolling.mm);
    free(rolling.contact);
    return ok;
}

bool zero_events_choose(struct zero_events *zeros, const struct odometry_input *input, const struct lifts *lifts)
{
    size_t count = 0;
    struct press *press = malloc((input->event_count + 1) * sizeof *press);
    *zeros = (struct zero_events){.event = malloc((input->event_count + 1) * sizeof *zeros->event),
                                  .origin_row = malloc((input->event_count + 1) * sizeof *zeros->origin_row),
                                  .origin_end = input->count};
    bool ok = press != NULL && zeros->event != NULL && zeros->origin_row != NULL;
    if (ok) {
        copy_without_zeros(zeros, input, press, &count);
        ok = count == 0 || classify_by_rolling(zeros, press, count, input, lifts);
    }
    free(press);
    if (!ok)
        zero_events_free(zeros);
    return ok;
}

void zero_events_place(const struct zero_events *zeros, double *mm)
{
    double sum_mm = 0;
    if (zeros->origin_count == 0)
        return;
    for (size_t k = 0; k < zeros->origin_count; k++)
        sum_mm += mm[zeros->origin_row[k]];
    double origin_mm = sum_mm / (double)zeros->origin_count;
    for (size_t i = 0; i < zeros->origin_end; i++)
        mm[i] -= origin_mm;
}

void zero_events_free(struct zero_events *zeros)
{
    free(zeros->event);
    free(zeros->origin_row);
    *zeros = (struct zero_events){0};
}
