/* SPDX-License-Identifier: MIT */
#include "dwell/rocks.h"

#include "shared/array_grow.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>

#define TURN_MM 8.0                /* a turn counts once the roller has come back by this distance */
#define SWING_MIN_FRACTION 0.3     /* of the width of a visit: the shortest swing, which may begin at the centre */
#define SWING_TYPICAL_FRACTION 0.7 /* of the width of a visit: shorter typical swings fit into the window */
#define SWING_MAX_S 3.0            /* people rock at 0.3 to 0.8 Hz, so a swing takes 0.6 to 1.7 s */
#define TURNS_MIN 3
#define OUTER_FRACTION 0.25 /* of a swing: a turn farther out than the typical one by more is not part of the rock */

/* A section of the thigh is rolled with short strokes; longer ones cross it only on the way to it and away from it. */
#define PASSES_MIN 3       /* motions that pass over a rock; with fewer it may be a section ... */
#define OVER_FRACTION 0.5  /* ... they cover at least this fraction of a swing ... */
#define LONGER_FACTOR 1.25 /* ... and are longer than it by this factor: else they may belong to the same section */
#define ELSEWHERE_MIN 4    /* it is a section if at least so many motions elsewhere show that the person rolls more */

struct turn {
    size_t row;
    double position_mm;
};

struct turns {
    struct turn *turn; /* [count] in which low and high turns alternate */
    size_t count, capacity;
    double *scratch; /* [count] */
};

/* Find the turns in `run`: extremes from which the roller comes back by TURN_MM. False when out of memory. */
static bool find_turns(struct turns *turns, const double *x, struct row_range run)
{
    size_t farthest = run.first;
    int direction = 0; /* of the motion towards `farthest`; 0 = not known yet */
    for (size_t i = run.first; i < run.end; i++) {
        double distance_mm = x[i] - x[farthest];
        if (direction == 0 && fabs(distance_mm) >= TURN_MM)
            direction = distance_mm > 0 ? 1 : -1;
        if (direction * distance_mm > 0)
            farthest = i;
        if (direction * distance_mm > -TURN_MM)
            continue;
        if (!array_grow(&turns->turn, &turns->capacity, turns->count + 1, sizeof *turns->turn))
            return false;
        turns->turn[turns->count++] = (struct turn){farthest, x[farthest]};
        farthest = i;
        direction = -direction;
    }
    return true;
}

/* Return the end of the longest sequence of turns from `first` on, whose swings could belong to one rock. */
static size_t find_sequence_end(const struct turns *turns, size_t first, const struct trajectory *rows,
                                const struct rock_limits *limits)
{
    const struct turn *turn = turns->turn;
    double span_max_mm = fmin(ROCKS_WIDTH_FACTOR * limits->width_mm, limits->range_mm / 2);
    double low_mm = turn[first].position_mm, high_mm = low_mm;
    size_t end = first + 1;
    for (; end < turns->count; end++) {
        double swing_mm = fabs(turn[end].position_mm - turn[end - 1].position_mm);
        double swing_s = rows->time_s[turn[end].row] - rows->time_s[turn[end - 1].row];
        low_mm = fmin(low_mm, turn[end].position_mm);
        high_mm = fmax(high_mm, turn[end].position_mm);
        if (swing_mm < SWING_MIN_FRACTION * limits->width_mm || swing_s > SWING_MAX_S || high_mm - low_mm > span_max_mm)
            break;
    }
    return end;
}

/* Return the median position of every second turn from `first` up to `end`. */
static double median_turn_mm(const struct turns *turns, size_t first, size_t end)
{
    size_t count = 0;
    for (size_t k = first; k < end; k += 2)
        turns->scratch[count++] = turns->turn[k].position_mm;
    return statistics_median(turns->scratch, count);
}

/* Return the row in which the roller passes the centre beside the first turn of the rock (`step` -1: before it) or the
 * last turn (1: after it). If the roller leaves the rock before it passes the centre, the rock begins or ends with the
 * turn itself. */
static size_t find_passing_row(const double *x, size_t turn_row, int step, const struct rock *rock,
                               struct row_range run)
{
    double turn_mm = x[turn_row] - rock->center_mm, swing_mm = rock->high_mm - rock->low_mm;
    size_t limit = step < 0 ? run.first : run.end - 1;
    for (size_t row = turn_row; row != limit; row = step < 0 ? row - 1 : row + 1) {
        double offset_mm = x[row] - rock->center_mm;
        if (offset_mm * turn_mm <= 0)
            return row;
        if (fabs(offset_mm) > (0.5 + OUTER_FRACTION) * swing_mm)
            break;
    }
    return turn_row;
}

/* Whether the turn `outer`, at the beginning or end of a sequence, is not part of the rock but the reversal before or
 * after it. */
static bool is_reversal_outside(const struct turns *turns, size_t outer, double same_side_mm, double other_side_mm)
{
    double swing_mm = same_side_mm - other_side_mm;
    return (turns->turn[outer].position_mm - same_side_mm) / swing_mm > OUTER_FRACTION;
}

/* Make a rock of the turns from `first` up to `end`, if they are a wide rock. */
static bool make_wide_rock(struct rock *rock, const struct turns *turns, size_t first, size_t end,
                           const struct trajectory *rows, struct row_range run, const struct rock_limits *limits)
{
    if (end - first < TURNS_MIN)
        return false;
    double side_mm[2];
    side_mm[first % 2] = median_turn_mm(turns, first, end);
    side_mm[(first + 1) % 2] = median_turn_mm(turns, first + 1, end);
    if (fabs(side_mm[1] - side_mm[0]) < SWING_TYPICAL_FRACTION * limits->width_mm)
        return false;
    if (is_reversal_outside(turns, first, side_mm[first % 2], side_mm[(first + 1) % 2]))
        first++;
    if (is_reversal_outside(turns, end - 1, side_mm[(end - 1) % 2], side_mm[end % 2]))
        end--;
    if (end - first < TURNS_MIN)
        return false;
    const double *x = rows->position_mm;
    *rock = (struct rock){.center_mm = (side_mm[0] + side_mm[1]) / 2,
                          .low_mm = fmin(side_mm[0], side_mm[1]),
                          .high_mm = fmax(side_mm[0], side_mm[1])};
    rock->first = find_passing_row(x, turns->turn[first].row, -1, rock, run);
    rock->last = find_passing_row(x, turns->turn[end - 1].row, 1, rock, run);
    return rows->time_s[rock->last] - rows->time_s[rock->first] >= limits->dwell_s;
}

/* Add the motion between two positions. False when out of memory. */
static bool add_motion(struct rocks *rocks, double from_mm, double to_mm)
{
    if (!array_grow(&rocks->motion, &rocks->motion_capacity, rocks->motion_count + 1, sizeof *rocks->motion))
        return false;
    rocks->motion[rocks->motion_count++] = (struct rocks_motion){fmin(from_mm, to_mm), fmax(from_mm, to_mm)};
    return true;
}

/* Add the motions of `run` outside of its rocks, which are those from `first_rock` on. False when out of memory. */
static bool add_motions(struct rocks *rocks, size_t first_rock, const struct turns *turns, const double *x,
                        struct row_range run)
{
    double from_mm = x[run.first];
    bool ok = true;
    for (size_t k = 0, r = first_rock; ok && k < turns->count; k++) {
        const struct turn *turn = &turns->turn[k];
        while (r < rocks->count && rocks->rock[r].last < turn->row)
            r++;
        bool is_inside = r < rocks->count && k > 0 && turns->turn[k - 1].row >= rocks->rock[r].first;
        ok = is_inside || add_motion(rocks, from_mm, turn->position_mm);
        from_mm = turn->position_mm;
    }
    return ok && add_motion(rocks, from_mm, x[run.end - 1]);
}

bool rocks_find(struct rocks *rocks, const struct trajectory *rows, struct row_range run,
                const struct rock_limits *limits)
{
    struct turns turns = {0};
    size_t first_rock = rocks->count;
    bool ok = find_turns(&turns, rows->position_mm, run);
    turns.scratch = ok ? malloc((turns.count + 1) * sizeof *turns.scratch) : NULL;
    ok = turns.scratch != NULL;
    for (size_t first = 0, end; ok && first < turns.count; first = end) {
        struct rock rock;
        end = find_sequence_end(&turns, first, rows, limits);
        if (!make_wide_rock(&rock, &turns, first, end, rows, run, limits))
            continue;
        ok = array_grow(&rocks->rock, &rocks->capacity, rocks->count + 1, sizeof *rocks->rock);
        if (ok)
            rocks->rock[rocks->count++] = rock;
    }
    ok = ok && add_motions(rocks, first_rock, &turns, rows->position_mm, run);
    free(turns.turn);
    free(turns.scratch);
    return ok;
}

/* Whether a rock is rather a section. The person's own rolling then explains the time that it took. */
static bool is_section(const struct rock *rock, const struct rocks *rocks)
{
    double swing_mm = rock->high_mm - rock->low_mm;
    size_t passes = 0, elsewhere = 0;
    for (size_t m = 0; m < rocks->motion_count && passes < PASSES_MIN; m++) {
        const struct rocks_motion *motion = &rocks->motion[m];
        double length_mm = motion->high_mm - motion->low_mm;
        double over_mm = fmin(motion->high_mm, rock->high_mm) - fmax(motion->low_mm, rock->low_mm);
        if (over_mm >= OVER_FRACTION * swing_mm)
            passes += length_mm >= LONGER_FACTOR * swing_mm;
        else
            elsewhere += length_mm >= swing_mm / LONGER_FACTOR;
    }
    return passes < PASSES_MIN && elsewhere >= ELSEWHERE_MIN;
}

void rocks_drop_sections(struct rocks *rocks)
{
    size_t kept = 0;
    for (size_t k = 0; k < rocks->count; k++)
        if (!is_section(&rocks->rock[k], rocks))
            rocks->rock[kept++] = rocks->rock[k];
    rocks->count = kept;
}

void rocks_free(struct rocks *rocks)
{
    free(rocks->motion);
    free(rocks->rock);
    *rocks = (struct rocks){0};
}
