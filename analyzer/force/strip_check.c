/* SPDX-License-Identifier: MIT */
#include "force/strip_check.h"

#include "force/strip_gain.h"

#include <math.h>

#define SEGMENT_LOADS 2.0 /* expected load fractions of a strip, summed up to a segment */
#define SEGMENTS_MAX 256
#define SEGMENTS_MIN 3       /* on each side of a change */
#define SIZE_STEP 4          /* sample rows that are enough to size segments */
#define RATIO_MIN 0.03       /* of read over expected load; less is nothing */
#define CHANGE_MIN_LOG 0.588 /* log of 1.8 */
#define EXPLAINED_MIN 0.7    /* of the variance, by the change */
#define WRONG_RATIO_MAX 0.3
#define GAIN_AT_LIMIT 0.99
#define WELL_READ_FRACTION 0.08 /* expected load fraction from which one row tells good from bad readings */
#define WELL_READ_MIN 0.6
#define WELL_READ_MAX 1.6
#define LOOSE_ROWS_FRACTION (1.0 / 30)
#define LOOSE_ROWS_MIN 50
#define LOOSE_PEAK 0.6 /* of the largest load fraction: contact is not checked at the flanks of H */
#define SWAP_MISFIT_MAX 0.5
#define SWAP_STEP 4   /* sample rows: a swapped pair shows in any of them */
#define WORKING_MIN 3 /* strips that work, for the others to be compared with them */

/* Read over expected loads of one strip, in segments that should carry the same in all. */
struct segments {
    size_t count;
    double log_ratio[SEGMENTS_MAX];
    size_t first[SEGMENTS_MAX]; /* sample row */
    size_t loose_rows, checked_rows;
    size_t open_first;     /* sample row at which the incomplete segment begins */
    double expected, read; /* its load fractions so far */
};

/* What the check reads. */
struct check {
    const struct ring_model *ring;
    const struct strip_faults *faults;
    const struct strip_sample *sample;
};

static double max_of(const double *value, size_t count)
{
    double max = 0;
    for (size_t k = 0; k < count; k++)
        max = fmax(max, value[k]);
    return max;
}

/* The load fractions that make a segment of each strip: enough of them, and not too many segments. */
static void size_segments(double *size, const struct check *check)
{
    double fraction[SESSION_STRIPS_MAX], whole[SESSION_STRIPS_MAX] = {0};
    for (size_t i = 0; i < check->sample->count; i += SIZE_STEP) {
        ring_model_load_fractions(check->ring, check->sample->up_rad[i], fraction);
        for (size_t k = 0; k < check->ring->strips; k++)
            whole[k] += SIZE_STEP * fraction[k];
    }
    for (size_t k = 0; k < check->ring->strips; k++)
        size[k] = fmax(SEGMENT_LOADS, whole[k] / (SEGMENTS_MAX - 1));
}

static void add_to_segments(struct segments *segments, double size, double expected, double read, size_t i)
{
    segments->expected += expected;
    segments->read += read;
    if (segments->expected < size || segments->count == SEGMENTS_MAX)
        return;
    segments->first[segments->count] = segments->open_first;
    segments->log_ratio[segments->count++] = log(fmax(segments->read / segments->expected, RATIO_MIN));
    segments->open_first = i + 1;
    segments->expected = segments->read = 0;
}

static void find_segments(struct segments segments[SESSION_STRIPS_MAX], const struct check *check)
{
    size_t strips = check->ring->strips;
    double size[SESSION_STRIPS_MAX];
    size_segments(size, check);
    for (size_t k = 0; k < strips; k++)
        segments[k] = (struct segments){0};
    for (size_t i = 0; i < check->sample->count; i++) {
        struct ring_model_row row;
        double fraction[SESSION_STRIPS_MAX];
        strip_sample_solve(check->sample, check->ring, check->faults, i, &row, fraction);
        if (!(row.sum > 0))
            continue;
        unsigned loose = ring_model_find_loose(check->ring, &row, fraction);
        double checked_from = LOOSE_PEAK * max_of(fraction, strips);
        for (size_t k = 0; k < strips; k++) {
            if (row.missing & 1u << k)
                continue;
            bool checked = fraction[k] > checked_from;
            segments[k].checked_rows += checked;
            segments[k].loose_rows += checked && (loose & 1u << k) != 0;
            add_to_segments(&segments[k], size[k], fraction[k], row.load[k] / row.sum, i);
        }
    }
}

/* The split of the segments into two levels by least squares. */
struct change {
    size_t split; /* segments before it; 0 = none */
    double before, after;
    double explained; /* fraction of the variance */
};

static struct change find_change(const struct segments *segments)
{
    struct change change = {0};
    double sum = 0, squares = 0, left = 0, best = 0;
    size_t n = segments->count;
    for (size_t i = 0; i < n; i++) {
        sum += segments->log_ratio[i];
        squares += segments->log_ratio[i] * segments->log_ratio[i];
    }
    double total = n > 0 ? squares - sum * sum / (double)n : 0;
    for (size_t i = 0; i + 1 < n; i++) {
        left += segments->log_ratio[i];
        size_t split = i + 1;
        if (split < SEGMENTS_MIN || n - split < SEGMENTS_MIN)
            continue;
        double before = left / (double)split, after = (sum - left) / (double)(n - split);
        double difference = before - after;
        double explained = difference * difference * (double)split * (double)(n - split) / (double)n;
        if (explained <= best)
            continue;
        best = explained;
        change = (struct change){.split = split, .before = before, .after = after};
    }
    change.explained = total > 0 ? best / total : 0;
    return change;
}

/* The session row from which strip k reads wrong: after the last good reading in sample rows [from, to). */
static size_t change_row(const struct check *check, size_t k, size_t from, size_t to)
{
    size_t changed = check->sample->row[from];
    for (size_t i = from; i < to; i++) {
        struct ring_model_row row;
        double fraction[SESSION_STRIPS_MAX];
        strip_sample_solve(check->sample, check->ring, check->faults, i, &row, fraction);
        double ratio = row.load[k] / (fraction[k] * row.sum);
        if (fraction[k] > WELL_READ_FRACTION && ratio > WELL_READ_MIN && ratio < WELL_READ_MAX)
            changed = check->sample->row[i] + 1;
    }
    return changed;
}

static void leave_out(struct strip_state *strip, size_t first, size_t last, enum strip_fault fault)
{
    strip->fault = fault;
    strip->first = first;
    strip->last = last;
}

/* Leave out the level that is farther from the others. Levels are relative to the gain over the whole
 * session, so without the gain that is the level farther from 1. */
static void leave_out_changed(struct strip_state *strip, const struct segments *segments,
                              const struct change *change, const struct check *check, size_t k, size_t rows)
{
    double log_gain = log(strip->gain);
    bool after_is_bad = fabs(change->after + log_gain) >= fabs(change->before + log_gain);
    double bad = after_is_bad ? change->after : change->before;
    enum strip_fault fault = exp(bad + log_gain) < WRONG_RATIO_MAX / 2 ? STRIP_DEAD : STRIP_WRONG;
    size_t from = segments->first[change->split - 1];
    size_t to =
        change->split + 1 < segments->count ? segments->first[change->split + 1] : check->sample->count;
    strip->gain = 1;
    if (after_is_bad)
        leave_out(strip, change_row(check, k, from, to), rows, fault);
    else
        leave_out(strip, 0, check->sample->row[to - 1] + 1, fault);
}

/* True when strip k has a fault. */
static bool check_strip(struct strip_state *strip, const struct segments *segments, const struct check *check,
                        size_t k, size_t rows)
{
    struct change change = find_change(segments);
    if (change.split > 0 && fabs(change.before - change.after) > CHANGE_MIN_LOG &&
        change.explained > EXPLAINED_MIN) {
        leave_out_changed(strip, segments, &change, check, k, rows);
        return true;
    }
    double mean = 0;
    for (size_t s = 0; s < segments->count; s++)
        mean += segments->log_ratio[s] / (double)segments->count;
    bool at_limit =
        strip->gain >= STRIP_GAIN_MAX * GAIN_AT_LIMIT || strip->gain <= (2 - GAIN_AT_LIMIT) / STRIP_GAIN_MAX;
    if (segments->count >= SEGMENTS_MIN && (mean < log(WRONG_RATIO_MAX) || at_limit)) {
        leave_out(strip, 0, rows, STRIP_WRONG);
        return true;
    }
    strip->loose_fraction =
        segments->checked_rows > 0 ? (double)segments->loose_rows / (double)segments->checked_rows : 0;
    if (strip->loose_fraction <= LOOSE_ROWS_FRACTION || segments->checked_rows <= LOOSE_ROWS_MIN)
        return false;
    strip->fault = STRIP_LOOSE;
    return true;
}

/* misfit[k][j]: sum of the squares of what strip k reads less H at the angle of strip j. */
static void find_misfits(double misfit[SESSION_STRIPS_MAX][SESSION_STRIPS_MAX], const struct check *check)
{
    size_t strips = check->ring->strips;
    for (size_t i = 0; i < check->sample->count; i += SWAP_STEP) {
        struct ring_model_row row;
        double fraction[SESSION_STRIPS_MAX];
        strip_sample_solve(check->sample, check->ring, check->faults, i, &row, fraction);
        for (size_t k = 0; k < strips && row.sum > 0; k++) {
            for (size_t j = 0; j < strips; j++) {
                double off = row.load[k] / row.sum - fraction[j];
                misfit[k][j] += row.missing & 1u << k ? 0 : off * off;
            }
        }
    }
}

bool strip_check_swap(struct ring_model *ring, struct strip_faults *faults, const struct strip_sample *sample)
{
    double misfit[SESSION_STRIPS_MAX][SESSION_STRIPS_MAX] = {{0}}, best = SWAP_MISFIT_MAX;
    size_t a = 0, b = 0;
    if (!sample->is_sufficient)
        return false;
    find_misfits(misfit, &(struct check){ring, faults, sample});
    for (size_t k = 0; k < ring->strips; k++) {
        for (size_t j = 0; j < k; j++) {
            double as_is = misfit[k][k] + misfit[j][j], swapped = misfit[k][j] + misfit[j][k];
            bool known = faults->strip[k].swapped_with >= 0 || faults->strip[j].swapped_with >= 0;
            if (known || !(as_is > 0) || misfit[k][j] > SWAP_MISFIT_MAX * misfit[k][k] ||
                misfit[j][k] > SWAP_MISFIT_MAX * misfit[j][j] || swapped / as_is > best)
                continue;
            best = swapped / as_is;
            a = k;
            b = j;
        }
    }
    if (a == b)
        return false;
    ring_model_swap(ring, a, b);
    faults->strip[a].swapped_with = (int)b;
    faults->strip[b].swapped_with = (int)a;
    return true;
}

bool strip_check_faults(const struct ring_model *ring, struct strip_faults *faults,
                        const struct strip_sample *sample, size_t rows)
{
    const struct check check = {ring, faults, sample};
    struct segments segments[SESSION_STRIPS_MAX];
    size_t working = 0;
    bool found_any = false, is_current = false; /* `segments` */
    if (!sample->is_sufficient)
        return false;
    for (size_t k = 0; k < faults->strips; k++)
        working += faults->strip[k].last == 0;
    for (size_t k = 0; k < faults->strips && working > WORKING_MIN; k++) {
        struct strip_state *strip = &faults->strip[k];
        if (strip->last > 0 || strip->fault == STRIP_LOOSE)
            continue;
        if (!is_current)
            find_segments(segments, &check);
        bool found = check_strip(strip, &segments[k], &check, k, rows);
        strip_faults_update_span(faults);
        is_current = !found; /* without this strip the others look different */
        found_any = found_any || found;
        working -= strip->last > 0;
    }
    return found_any;
}
