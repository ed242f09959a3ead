/* SPDX-License-Identifier: MIT */
#include "position/offsets.h"

#include "numeric/row_array.h"
#include "position/offset_average.h"

#include <math.h>
#include <stdlib.h>

#define LIFT_DEVIATION_MM 10.0 /* of where the roller was put back, if no event shows it */
#define SHOWN_MAX_MM 25.0      /* ends of strokes show where it was put back only if it is known to this already */
#define UNTOLD_MAX_MM 30.0     /* after many lifts, people still roll on the thigh */
#define BEYOND_DEVIATION 0.25  /* of positions that cannot be right, as a fraction of the thigh */
#define TURN_DEVIATION 0.4     /* if it is not certain that the roller was turned round, as a fraction of the thigh */
#define SPAN_CHANGE_MAX 0.25   /* also after the correction, the strokes must span the thigh, to this fraction of it */
#define JUMP_FRACTION 0.28     /* a jump somewhere in a segment adds this fraction of it to the deviation */
#define QUICK_FRACTION 0.4     /* a quick move of at least this fraction of a slide is the slide */
#define PROBABLE 0.5           /* a slip or a slide that is at least as probable is reported, and the more probable */
#define ALTERNATIVE 0.1        /* beside a slip that is reported, a slide of at least this probability is mentioned */
#define POSSIBLE_MM 5.0     /* a slip or slide that may have been is reported if size times probability reaches this */
#define HIGH_FRACTION 0.05  /* of the rows have a deviation above high_deviation_mm */
#define PUT_BACK_MIN_MM 6.0 /* a smaller change at a lift is not reported, nor one below 2 deviations */

/* Fill in the segments between the events. `average` is NULL if no event shows the offsets. */
static void fill_segments(struct offsets *offsets, const struct offset_events *events,
                          const struct offset_average *average, const struct put_backs *backs)
{
    double lifts = 0;
    size_t zero_row = 0;
    for (size_t k = 0; k + 1 < events->count; k++) {
        const struct offset_event *event = &events->event[k];
        struct offset_segment *segment = &offsets->segment[offsets->count++];
        *segment = (struct offset_segment){.first = event->row,
                                           .last = event[1].row - (event[1].row > event->row && k + 2 < events->count),
                                           .distance_mm = event[1].distance_mm - event->distance_mm};
        if (event->kind == OFFSET_ZERO)
            zero_row = event->row;
        const struct put_back *back = put_backs_before(backs, event->row);
        if (back != NULL && back->row < zero_row)
            back = NULL;
        bool is_placed = event->kind == OFFSET_ZERO || (back != NULL && back->row == event->row);
        lifts = is_placed ? 0 : lifts + (event->kind == OFFSET_LIFT);
        segment->deviation_mm =
            events->beyond ? BEYOND_DEVIATION * events->thigh_mm : fmin(LIFT_DEVIATION_MM * sqrt(lifts), UNTOLD_MAX_MM);
        if (average != NULL) {
            const struct offset_estimate *at = &average->at[k];
            segment->from_mm = at->after_mm;
            segment->to_mm = at[1].before_mm - at[1].slide_mm;
            segment->slide = (struct offset_jump){event->row, at[1].slide_mm};
            segment->deviation_mm = hypot(fmax(at->deviation_mm, at[1].deviation_mm), JUMP_FRACTION * at[1].slide_mm);
        }
        if (back != NULL && (average == NULL || back->deviation_mm > SHOWN_MAX_MM))
            segment->deviation_mm = hypot(segment->deviation_mm, back->deviation_mm);
    }
}

/* Allow for lifts in which the roller may, or may not, have been turned end for end. */
static void widen_after_turns(struct offsets *offsets, const struct turn_rounds *turns, double thigh_mm)
{
    for (size_t t = 0; t < turns->count; t++) {
        if (turns->turn[t].is_certain)
            continue;
        for (size_t k = 0; k < offsets->count; k++)
            if (offsets->segment[k].last >= turns->turn[t].row)
                offsets->segment[k].deviation_mm = hypot(offsets->segment[k].deviation_mm, TURN_DEVIATION * thigh_mm);
    }
}

/* Whether the strokes still span the thigh once the offsets are subtracted. If not, the person rolled in sections. */
static bool is_plausible(const struct offset_average *average, const struct offset_events *events)
{
    return fabs(average->span_mm - events->thigh_mm) <= SPAN_CHANGE_MAX * events->thigh_mm;
}

/* Collect the lifts after which the roller was clearly elsewhere. False when out of memory. */
static bool find_put_back(struct offsets *offsets, const struct offset_events *events,
                          const struct offset_average *average)
{
    offsets->put_back = malloc(events->count * sizeof *offsets->put_back);
    for (size_t k = 0; offsets->put_back != NULL && k < events->count; k++) {
        double jump_mm = average->at[k].after_mm - average->at[k].before_mm;
        if (events->event[k].kind == OFFSET_LIFT && fabs(jump_mm) > PUT_BACK_MIN_MM &&
            fabs(jump_mm) > average->at[k].deviation_mm)
            offsets->put_back[offsets->put_back_count++] = (struct offset_jump){events->event[k].row, jump_mm};
    }
    return offsets->put_back != NULL;
}

/* Set when the roller slid in a segment: at the quick move that is most like the slide or, if none is like it, bit by
 * bit in all of the segment. wanted_mm: the slide, if there was one. */
static void place_slide(struct offset_segment *segment, double wanted_mm, const struct position *position)
{
    struct quick_move move =
        quick_moves_find(position, segment->first, segment->last, wanted_mm > 0 ? 1 : -1, fabs(wanted_mm));
    segment->slide.row = move.row;
    if (move.mm >= QUICK_FRACTION * fabs(wanted_mm))
        return;
    segment->to_mm += segment->slide.mm;
    segment->slide = (struct offset_jump){segment->first + (segment->last - segment->first) / 2, 0};
}

static void place_slides(struct offsets *offsets, const struct offset_average *average, const struct position *position)
{
    for (size_t k = 0; k < offsets->count; k++)
        if (offsets->segment[k].slide.mm != 0)
            place_slide(&offsets->segment[k], average->at[k + 1].likely_slide_mm, position);
}

/* Set the slow slip and the slide that are reported, or what may have happened instead. */
static void describe_slip(struct offsets *offsets, const struct offset_events *events,
                          const struct offset_average *average)
{
    double slip_mm = average->slip * events->event[events->count - 1].distance_mm;
    bool slides_rather = average->slide_probability > average->slip_probability;
    if (average->is_plain) {
        double expected_slip_mm = average->slip_probability * fabs(slip_mm);
        double expected_slide_mm = average->slide_probability * fabs(average->slide_mm);
        if (fmax(expected_slip_mm, expected_slide_mm) >= POSSIBLE_MM)
            offsets->possible_mm = expected_slip_mm > expected_slide_mm ? fabs(slip_mm) : fabs(average->slide_mm);
        return;
    }
    if (average->slip_probability >= PROBABLE || !slides_rather)
        offsets->slip_mm = slip_mm;
    if (average->slide_probability >= PROBABLE || slides_rather)
        offsets->slide = (struct offset_jump){offsets->segment[average->slide - 1].slide.row, average->slide_mm};
    offsets->slid_instead = offsets->slide.mm == 0 && average->slide_probability >= ALTERNATIVE;
}

/* Set what is reported of the offsets. False when out of memory. */
static bool describe(struct offsets *offsets, const struct offset_events *events, const struct offset_average *average)
{
    for (size_t k = 0; k < offsets->count; k++)
        if (offsets->segment[k].from_mm != 0 || offsets->segment[k].to_mm != 0 || offsets->segment[k].slide.mm != 0)
            offsets->corrected = true;
    describe_slip(offsets, events, average);
    return find_put_back(offsets, events, average);
}

/* Estimate from events that show where the roller is. False when out of memory. */
static bool estimate_from_ends(struct offsets *offsets, struct offset_events *events, const struct position *position)
{
    struct offset_average average;
    if (!offset_average_make(&average, events))
        return false;
    bool plausible = is_plausible(&average, events);
    offsets->span_mm = average.span_mm;
    fill_segments(offsets, events, plausible ? &average : NULL, &position->backs);
    if (plausible)
        place_slides(offsets, &average, position);
    bool ok = !plausible || describe(offsets, events, &average);
    offset_average_free(&average);
    return ok;
}

static int compare_deviations(const void *a, const void *b)
{
    const struct offset_segment *segment_a = a, *segment_b = b;
    return (segment_a->deviation_mm > segment_b->deviation_mm) - (segment_a->deviation_mm < segment_b->deviation_mm);
}

/* Set high_deviation_mm. False when out of memory. */
static bool find_high_deviation(struct offsets *offsets)
{
    struct offset_segment *sorted = malloc((offsets->count + 1) * sizeof *sorted);
    if (sorted == NULL)
        return false;
    size_t rows = 0, higher = 0;
    for (size_t k = 0; k < offsets->count; k++) {
        sorted[k] = offsets->segment[k];
        rows += sorted[k].last - sorted[k].first + 1;
    }
    qsort(sorted, offsets->count, sizeof *sorted, compare_deviations);
    for (size_t k = offsets->count; k-- > 0;) {
        offsets->high_deviation_mm = sorted[k].deviation_mm;
        higher += sorted[k].last - sorted[k].first + 1;
        if ((double)higher > HIGH_FRACTION * (double)rows)
            break;
    }
    free(sorted);
    return true;
}

bool offsets_estimate(struct offsets *offsets, const struct position *position, const double *time_s,
                      const struct strokes *strokes, const struct stops *stops, double thigh_length_mm)
{
    *offsets = (struct offsets){0};
    struct offset_events events;
    if (!offset_events_collect(&events, position, time_s, strokes, stops, thigh_length_mm))
        return false;
    if (events.count == 0)
        return true;
    bool ok = (offsets->segment = malloc(events.count * sizeof *offsets->segment)) != NULL;
    if (ok && events.informative)
        ok = estimate_from_ends(offsets, &events, position);
    else if (ok)
        fill_segments(offsets, &events, NULL, &position->backs);
    if (ok)
        widen_after_turns(offsets, &position->turns, events.thigh_mm);
    ok = ok && find_high_deviation(offsets);
    offset_events_free(&events);
    if (!ok)
        offsets_free(offsets);
    return ok;
}

/* Return the offset in a row of a segment, after rolling distance_mm of it. */
static double offset_at(const struct offset_segment *segment, double distance_mm, size_t row)
{
    double fraction = segment->distance_mm > 0 ? distance_mm / segment->distance_mm : 0;
    return segment->from_mm + fraction * (segment->to_mm - segment->from_mm) +
           (row >= segment->slide.row ? segment->slide.mm : 0);
}

double *offsets_correct(const struct offsets *offsets, const struct position *position)
{
    double *corrected_mm = row_array_alloc(position->count, sizeof *corrected_mm);
    double distance_mm = 0; /* rolled since the segment began */
    const unsigned char *contact = position->contact;
    size_t s = 0;
    for (size_t i = 0; corrected_mm != NULL && i < position->count; i++) {
        if (i > 0 && contact[i] == CONTACT_LOADED && contact[i - 1])
            distance_mm += fabs(position->mm[i] - position->mm[i - 1]);
        while (s + 1 < offsets->count && i > offsets->segment[s].last) {
            s++;
            distance_mm = 0;
        }
        corrected_mm[i] = position->mm[i] - offset_at(&offsets->segment[s], distance_mm, i);
    }
    if (corrected_mm != NULL)
        zero_events_place(&position->zeros, corrected_mm);
    return corrected_mm;
}

double offsets_deviation_mm(const struct offsets *offsets, size_t row)
{
    size_t s = 0;
    while (s + 1 < offsets->count && row > offsets->segment[s].last)
        s++;
    return offsets->count > 0 ? offsets->segment[s].deviation_mm : 0;
}

void offsets_free(struct offsets *offsets)
{
    free(offsets->segment);
    free(offsets->put_back);
    *offsets = (struct offsets){0};
}
