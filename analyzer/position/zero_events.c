/* SPDX-License-Identifier: MIT */
#include "position/zero_events.h"

#include "force/contact.h"
#include "numeric/row_array.h"

#include <math.h>
#include <stdlib.h>

#define MISPLACED_MIN_MM 60.0 /* from both ends; 95 in 100 people first lie down within it of the upper thigh */
#define SAME_MAX_MM 24.0      /* two presses at one landmark differ by up to 2 deviations of their difference */

/* The rolling without any `zero` event. */
struct rolling {
    const struct odometry_input *input;
    const struct lifts *lifts;
    double *mm;             /* [input->count] */
    unsigned char *contact; /* [input->count] */
    size_t next_lift;
};

/* What was rolled without a lift, in rows [first, end). */
struct run {
    size_t first, end;
    double low_mm, high_mm;
};

/* Fill in the run from run->end on. */
static void find_next_run(struct rolling *rolling, struct run *run)
{
    const struct lifts *lifts = rolling->lifts;
    *run = (struct run){run->end, run->end, INFINITY, -INFINITY};
    for (size_t i = run->first; i < rolling->input->count; run->end = ++i) {
        bool is_after_lift = rolling->next_lift < lifts->count && lifts->lift[rolling->next_lift].row == i;
        bool is_unclear = rolling->contact[i] == CONTACT_RESUMED || rolling->contact[i] == CONTACT_UNKNOWN;
        if (i > run->first && (is_after_lift || is_unclear))
            return;
        rolling->next_lift += is_after_lift;
        if (!rolling->contact[i])
            continue;
        run->low_mm = fmin(run->low_mm, rolling->mm[i]);
        run->high_mm = fmax(run->high_mm, rolling->mm[i]);
    }
}

static bool is_misplaced(const struct rolling *rolling, const struct run *run, size_t row)
{
    double mm = rolling->mm[row];
    return rolling->contact[row] && fmin(mm - run->low_mm, run->high_mm - mm) > MISPLACED_MIN_MM;
}

/* Whether a press is one more at the place of the first. */
static bool is_same(const struct zero_events *zeros, const struct rolling *rolling, const struct run *run, size_t row)
{
    return zeros->origin_count > 0 && row < zeros->origin_end && run->first == 0 &&
           rolling->contact[row] == CONTACT_LOADED &&
           fabs(rolling->mm[row] - rolling->mm[zeros->origin_row[0]]) <= SAME_MAX_MM;
}

static void choose(struct zero_events *zeros, struct rolling *rolling)
{
    const struct odometry_input *input = rolling->input;
    struct run run = {0};
    find_next_run(rolling, &run);
    for (size_t e = 0; e < input->event_count; e++) {
        size_t row = input->event[e].row;
        if (!(input->event[e].event_bits & SESSION_EVENT_ZERO))
            continue;
        while (row >= run.end)
            find_next_run(rolling, &run);
        if (is_misplaced(rolling, &run, row)) {
            if (zeros->ignored_count++ == 0)
                zeros->ignored_row = row;
            continue;
        }
        bool is_first = !zeros->has_origin && run.first == 0 && rolling->contact[row] == CONTACT_LOADED;
        if (is_first || is_same(zeros, rolling, &run, row))
            zeros->origin_row[zeros->origin_count++] = row;
        else {
            zeros->event[e].event_bits |= SESSION_EVENT_ZERO;
            zeros->origin_end = row < zeros->origin_end ? row : zeros->origin_end;
        }
        zeros->has_origin = true;
    }
}

/* Whether there is any `zero` event. Copies the events without them. */
static bool copy_others(struct zero_events *zeros, const struct odometry_input *input)
{
    bool has_zero = false;
    for (size_t e = 0; e < input->event_count; e++) {
        zeros->event[e] = input->event[e];
        zeros->event[e].event_bits &= ~(unsigned)SESSION_EVENT_ZERO;
        has_zero = has_zero || zeros->event[e].event_bits != input->event[e].event_bits;
    }
    return has_zero;
}

bool zero_events_choose(struct zero_events *zeros, const struct odometry_input *input, const struct lifts *lifts)
{
    *zeros = (struct zero_events){.event = malloc((input->event_count + 1) * sizeof *zeros->event),
                                  .origin_row = malloc((input->event_count + 1) * sizeof *zeros->origin_row),
                                  .origin_end = input->count};
    if (zeros->event == NULL || zeros->origin_row == NULL) {
        zero_events_free(zeros);
        return false;
    }
    if (!copy_others(zeros, input))
        return true;
    struct odometry_input without_zero = *input;
    without_zero.event = zeros->event;
    struct rolling rolling = {.input = input,
                              .lifts = lifts,
                              .mm = row_array_alloc(input->count, sizeof *rolling.mm),
                              .contact = row_array_alloc(input->count, sizeof *rolling.contact)};
    bool ok = rolling.mm != NULL && rolling.contact != NULL;
    if (ok) {
        (void)odometry_integrate(rolling.mm, rolling.contact, &without_zero);
        choose(zeros, &rolling);
    } else
        zero_events_free(zeros);
    free(rolling.mm);
    free(rolling.contact);
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
