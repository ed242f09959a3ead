/* SPDX-License-Identifier: MIT */
#include "position/offset_events.h"

#include "position/usual_ends.h"
#include "shared/array_grow.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>

#define STROKE_PAIRS_MAX 120 /* of a longer session every 2nd, 3rd, ... pair is used */
#define LIFTS_MAX 100
#define STOPS_MAX 100        /* of more, every 2nd, 3rd, ... is used */
#define LIFT_MIN_S 0.4       /* a shorter break in contact is not a lift, unless ... */
#define REVERSAL_CLEAR_MM 40 /* ... a reversal counts if the roller stays loaded this far before and after it */
#define STROKE_FRACTION 0.62 /* of the thigh: if the median stroke spans less, people roll in sections */
#define START_DEVIATION 0.03 /* additional deviation of the start: it is an end chosen with care, or no end */
#define START_APART 0.05     /* a start this far from the ends of the next strokes is no end, but where one sat down */
#define LAST_DEVIATION 0.05  /* the same for the last row: most people stop at an end */
#define NEIGHBORS 3          /* reversals at the same end, before and after, with which one is compared */
#define OUTLIER 0.12         /* distance from their median that makes an outlier, as a fraction of the thigh ... */
#define LONE_OUTLIER 0.25    /* ... the same for the first and the last, which have few neighbours ... */
#define QUICK_MIN_MM 3.0     /* smallest typical quick move, so that noise alone is not evidence */
#define SIMILAR 0.08         /* ... unless it is this near to the reversal before or after it */

static bool add_event(struct offset_events *events, size_t *capacity, struct offset_event event)
{
    if (!array_grow(&events->event, capacity, events->count + 1, sizeof *events->event))
        return false;
    events->event[events->count++] = event;
    return true;
}

/* Whether the roller rolled away from `row`, in the direction `step`, without being lifted. */
static bool is_clear(const struct position *position, size_t row, int step)
{
    for (size_t i = row; i < position->count; i += (size_t)step) { /* below row 0 it wraps to a large number */
        if (!position->contact[i])
            return false;
        if (fabs(position->mm[i] - position->mm[row]) > REVERSAL_CLEAR_MM)
            return true;
    }
    return false;
}

/* Return the duration of the break in contact before a loaded row; 0 if the previous row is loaded too. */
static double break_s(const struct position *position, const double *time_s, size_t row)
{
    size_t last = row;
    while (last > 0 && !position->contact[last - 1])
        last--;
    return last == row ? 0 : time_s[row] - time_s[last];
}

/* Return the shortest break that counts as a lift. */
static double shortest_lift_s(const struct position *position, const double *time_s)
{
    double min_s = LIFT_MIN_S;
    for (size_t lifts = LIFTS_MAX + 1; lifts > LIFTS_MAX; min_s *= 2) {
        lifts = 0;
        for (size_t i = 1; i < position->count; i++)
            if (position->contact[i] && !position->contact[i - 1])
                lifts += break_s(position, time_s, i) >= min_s;
        if (lifts <= LIFTS_MAX)
            break;
    }
    return min_s;
}

/* What collecting needs to know about the session. */
struct collector {
    const struct position *position;
    const double *time_s;
    const struct strokes *strokes;
    const struct stops *stops;
    double min_lift_s;
    size_t stride; /* of the pairs of strokes */
    size_t capacity;
    double distance_mm; /* rolled so far */
};

/* Return the event of reversal `k`, at the end of stroke k. */
static struct offset_event reversal_event(const struct collector *collector, size_t k)
{
    const struct stroke *stroke = &collector->strokes->stroke[k];
    bool is_used = k + 1 < collector->strokes->count && stroke[1].first == stroke->last &&
                   k % (2 * collector->stride) < 2 && is_clear(collector->position, stroke->last, -1) &&
                   is_clear(collector->position, stroke->last, 1);
    enum offset_event_kind end = stroke->to_mm > stroke->from_mm ? OFFSET_HIGH_END : OFFSET_LOW_END;
    return (struct offset_event){.kind = is_used ? end : OFFSET_POINT, .position_mm = stroke->to_mm};
}

/* Return the event of the first row: the start of the first stroke. */
static struct offset_event start_event(const struct collector *collector, double thigh_mm)
{
    const struct stroke *stroke = collector->strokes->stroke;
    return (struct offset_event){.kind = stroke->to_mm > stroke->from_mm ? OFFSET_LOW_END : OFFSET_HIGH_END,
                                 .position_mm = stroke->from_mm,
                                 .extra_mm = START_DEVIATION * thigh_mm};
}

/* Return the event of the last row: the end of the last stroke. */
static struct offset_event last_event(const struct collector *collector, double thigh_mm)
{
    const struct stroke *stroke = &collector->strokes->stroke[collector->strokes->count - 1];
    return (struct offset_event){.kind = stroke->to_mm > stroke->from_mm ? OFFSET_HIGH_END : OFFSET_LOW_END,
                                 .position_mm = stroke->to_mm,
                                 .extra_mm = LAST_DEVIATION * thigh_mm};
}

/* Add an event in a row at the distance rolled so far. False when out of memory. */
static bool add_at(struct offset_events *events, struct collector *collector, struct offset_event event, size_t row)
{
    event.row = row;
    event.distance_mm = collector->distance_mm;
    return add_event(events, &collector->capacity, event);
}

/* Add the events of all rows. False when out of memory. */
static bool add_events(struct offset_events *events, struct collector *collector)
{
    const struct position *position = collector->position;
    const unsigned char *contact = position->contact;
    const struct strokes *strokes = collector->strokes;
    const struct stops *stops = collector->stops;
    size_t k = 0, s = 0, last = 0; /* the current stroke; the next stop; the last loaded row */
    bool ok = true;
    for (size_t i = 0; ok && i < position->count; i++) {
        if (!contact[i])
            continue;
        if (i > 0 && contact[i - 1] && contact[i] == CONTACT_LOADED)
            collector->distance_mm += fabs(position->mm[i] - position->mm[i - 1]);
        if (events->count == 0)
            ok = add_at(events, collector, start_event(collector, events->thigh_mm), i);
        else if (contact[i] == CONTACT_ZEROED)
            ok = add_at(events, collector, (struct offset_event){.kind = OFFSET_ZERO}, i);
        else if (i > 0 && !contact[i - 1] && break_s(position, collector->time_s, i) >= collector->min_lift_s)
            ok = add_at(events, collector, (struct offset_event){.kind = OFFSET_LIFT}, i);
        for (; ok && s < stops->count && stops->stop[s].row <= i; s += stops->count / (STOPS_MAX + 1) + 1) {
            struct offset_event visit = {.kind = OFFSET_VISIT, .position_mm = stops->stop[s].position_mm};
            ok = add_at(events, collector, visit, i);
        }
        for (; ok && k < strokes->count && strokes->stroke[k].last <= i; k++) {
            struct offset_event reversal = reversal_event(collector, k);
            if (reversal.kind != OFFSET_POINT)
                ok = add_at(events, collector, reversal, i);
        }
        last = i;
    }
    return ok && add_at(events, collector, last_event(collector, events->thigh_mm), last);
}

/* Return the position of the nearest reversal at the same end as event `k`, before (step -1) or after it; NAN if
 * there is none. Fills in up to NEIGHBORS of them in neighbor[*count]. */
static double find_neighbors(const struct offset_events *events, size_t k, int step, double *neighbor, size_t *count)
{
    double nearest_mm = NAN;
    size_t found = 0;
    for (size_t i = k + (size_t)step; i < events->count && found < NEIGHBORS; i += (size_t)step) {
        if (events->event[i].kind != events->event[k].kind)
            continue;
        if (found++ == 0)
            nearest_mm = events->event[i].position_mm;
        neighbor[(*count)++] = events->event[i].position_mm;
    }
    return nearest_mm;
}

/* Whether a reversal is far from its neighbours at the same end: the person turned early, or on a spot. */
static bool is_outlier(const struct offset_events *events, size_t k)
{
    double position_mm = events->event[k].position_mm, neighbor[2 * NEIGHBORS + 1] = {position_mm};
    size_t count = 1;
    double before_mm = find_neighbors(events, k, -1, neighbor, &count);
    double after_mm = find_neighbors(events, k, 1, neighbor, &count);
    double limit = isnan(before_mm) || isnan(after_mm) ? LONE_OUTLIER : OUTLIER;
    double similar_mm = SIMILAR * events->thigh_mm;
    return fabs(position_mm - statistics_median(neighbor, count)) > limit * events->thigh_mm &&
           !(fabs(position_mm - before_mm) < similar_mm) && !(fabs(position_mm - after_mm) < similar_mm);
}

/* Let a start far from where the next strokes end say nothing: the person sat down there, and the roller did not slide
 * from there. A start that the person calls a landmark is one. */
static void loosen_start(struct offset_events *events, enum position_origin origin)
{
    double neighbor[NEIGHBORS];
    size_t count = 0;
    struct offset_event *start = &events->event[0];
    if (origin == POSITION_ORIGIN_START || origin == POSITION_ORIGIN_KNEE)
        return;
    (void)find_neighbors(events, 0, 1, neighbor, &count);
    if (fabs(start->position_mm - statistics_median(neighbor, count)) > START_APART * events->thigh_mm) {
        start->extra_mm = hypot(start->extra_mm, POSITION_ASSUMED_DEVIATION_MM);
        events->ends.origin_deviation_mm = POSITION_ASSUMED_DEVIATION_MM;
    }
}

/* Set the quick moves of all events. False when out of memory. */
static bool find_quick_moves(struct offset_events *events, const struct position *position)
{
    double *quick_mm = malloc(2 * events->count * sizeof *quick_mm);
    size_t used = 0;
    for (size_t k = 1; quick_mm != NULL && k < events->count; k++) {
        for (int away = 0; away < 2; away++) {
            struct quick_move *move = &events->event[k].quick_move[away];
            *move = quick_moves_find(position, events->event[k - 1].row, events->event[k].row, away ? -1 : 1, INFINITY);
            quick_mm[used++] = move->mm;
        }
    }
    events->usual_quick_mm = quick_mm != NULL ? fmax(statistics_median(quick_mm, used), QUICK_MIN_MM) : NAN;
    free(quick_mm);
    return !isnan(events->usual_quick_mm);
}

/* Leave out the outliers. False when out of memory. */
static bool drop_outliers(struct offset_events *events)
{
    bool *outlier = calloc(events->count, sizeof *outlier);
    if (outlier == NULL)
        return false;
    for (size_t k = 0; k < events->count; k++)
        outlier[k] = offset_event_is_end(&events->event[k]) && is_outlier(events, k);
    for (size_t k = 0; k < events->count; k++)
        if (outlier[k])
            events->event[k].kind = OFFSET_POINT;
    free(outlier);
    return true;
}

/* Return the median length of the strokes. scratch[strokes->count]. */
static double median_length_mm(const struct strokes *strokes, double *scratch)
{
    for (size_t k = 0; k < strokes->count; k++)
        scratch[k] = fabs(strokes->stroke[k].to_mm - strokes->stroke[k].from_mm);
    return statistics_median(scratch, strokes->count);
}

bool offset_events_collect(struct offset_events *events, const struct position *position, const double *time_s,
                           const struct strokes *strokes, const struct stops *stops, double thigh_length_mm)
{
    *events = (struct offset_events){.thigh_mm = thigh_length_mm > 0 ? thigh_length_mm : strokes->range_mm};
    if (strokes->count == 0)
        return true;
    struct collector collector = {.position = position,
                                  .time_s = time_s,
                                  .strokes = strokes,
                                  .stops = stops,
                                  .min_lift_s = shortest_lift_s(position, time_s),
                                  .stride = strokes->count / (2 * STROKE_PAIRS_MAX) + 1};
    double *scratch = NULL;
    bool ok = add_events(events, &collector);
    if (ok)
        loosen_start(events, position->origin);
    ok = ok && drop_outliers(events) && (scratch = malloc((events->count + strokes->count) * sizeof *scratch)) != NULL;
    ok = ok && find_quick_moves(events, position);
    if (ok)
        events->informative = usual_ends_expect(events, thigh_length_mm, scratch) &&
                              median_length_mm(strokes, scratch) >= STROKE_FRACTION * events->thigh_mm;
    else
        offset_events_free(events);
    free(scratch);
    return ok;
}

void offset_events_free(struct offset_events *events)
{
    free(events->event);
    *events = (struct offset_events){0};
}
