/* SPDX-License-Identifier: MIT */
#include "force/strip_check.h"

#include <math.h>

/* "Ratio" is that of read to expected load. */
#define SEGMENT_LOADS 2.0 /* smallest sum of a strip's expected load fractions in a segment */
#define SEGMENTS_MAX 256
#define SEGMENTS_MIN 3                 /* fewest segments on each side of a change */
#define SIZE_STEP 4                    /* every fourth sample row is enough to size segments */
#define RATIO_MIN 0.03                 /* smallest ratio; lower ones are raised to it */
#define CHANGE_MIN_LOG 0.588           /* log(1.8): smallest change of a ratio that is a fault */
#define EXPLAINED_MIN 0.7              /* smallest fraction of the variance that the change explains */
#define WRONG_RATIO_MAX 0.3            /* largest mean ratio of a strip that reads wrong */
#define GAIN_AT_LIMIT 0.99             /* fraction of the limit from which a gain counts as at the limit */
#define WELL_READ_FRACTION 0.08        /* smallest expected load fraction at which one row is conclusive */
#define WELL_READ_MIN 0.6              /* smallest ratio of a good reading */
#define WELL_READ_MAX 1.6              /* largest ratio of a good reading */
#define LOOSE_ROWS_FRACTION (1.0 / 30) /* largest fraction of rows without contact of a working strip */
#define LOOSE_ROWS_MIN 50              /* checked rows beyond which a strip can be called loose */
#define LOOSE_PEAK 0.6                 /* fraction of the peak of H: contact is not checked on its flanks */
#define SWAP_MISFIT_MAX 0.5            /* fraction to which a swap must reduce the misfit */
#define SWAP_STEP 4                    /* every fourth sample row is enough: a swapped pair shows in any */
#define WORKING_MIN 3                  /* fewest working strips with which others can be compared */

/* Ratios of one strip, in segments with the same sum of expected load fractions. */
struct segments {
    size_t count;
    double log_ratio[SEGMENTS_MAX];
    size_t first[SEGMENTS_MAX]; /* first sample row of each segment */
    size_t loose_rows, checked_rows;
    size_t open_first;     /* first sample row of the incomplete segment */
    double expected, read; /* sums of load fractions in the incomplete segment */
};

/* Inputs of the check. */
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

/* Choose the sum of expected load fractions per segment of each strip, for at most SEGMENTS_MAX segments. */
static void size_segments(double *size, const struct check *check)
{
    double fraction[SESSION_STRIPS_MAX], total[SESSION_STRIPS_MAX] = {0};
    for (size_t i = 0; i < check->sample->count; i += SIZE_STEP) {
        ring_model_load_fractions(check->ring, check->sample->up_rad[i], fraction);
        for (size_t k = 0; k < check->ring->strips; k++)
            total[k] += SIZE_STEP * fraction[k];
    }
    for (size_t k = 0; k < check->ring->strips; k++)
        size[k] = fmax(SEGMENT_LOADS, total[k] / (SEGMENTS_MAX - 1));
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

/* The least-squares split of the segments into two levels. */
struct change {
    size_t split;         /* number of segments before the change; 0 = no change */
    double before, after; /* mean log_ratio */
    double explained;     /* fraction of the variance */
};

static struct change find_change(const struct segments *segments)
{
    struct change change = {0};
    double sum = 0, squares = 0, sum_before = 0, best = 0;
    size_t n = segments->count;
    for (size_t i = 0; i < n; i++) {
        sum += segments->log_ratio[i];
        squares += segments->log_ratio[i] * segments->log_ratio[i];
    }
    double total = n > 0 ? squares - sum * sum / (double)n : 0;
    for (size_t i = 0; i + 1 < n; i++) {
        sum_before += segments->log_ratio[i];
        size_t split = i + 1;
        if (split < SEGMENTS_MIN || n - split < SEGMENTS_MIN)
            continue;
        double before = sum_before / (double)split, after = (sum - sum_before) / (double)(n - split);
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

/* Return the row from which strip k reads wrong: after its last good reading in sample rows [from, to). */
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

static void leave_out(struct strip_state *strip, size_t first, size_t end, enum strip_fault fault)
{
    strip->fault = fault;
    strip->first = first;
    strip->end = end;
}

/* Leave strip k out on that side of the change on which it is farther from the other strips. Levels are
 * relative to the gain over all the session: with the gain put back, the others are at log 1 = 0. */
static void leave_out_changed(struct strip_state *strip, const struct segments *segments, const struct change *change,
                              const struct check *check, size_t k, size_t rows)
{
    double log_gain = log(strip->gain);
    bool after_is_bad = fabs(change->after + log_gain) >= fabs(change->before + log_gain);
    double bad = after_is_bad ? change->after : change->before;
    enum strip_fault fault = exp(bad + log_gain) < WRONG_RATIO_MAX / 2 ? STRIP_DEAD : STRIP_WRONG;
    size_t from = segments->first[change->split - 1];
    size_t to = change->split + 1 < segments->count ? segments->first[change->split + 1] : check->sample->count;
    strip->gain = 1;
    if (after_is_bad)
        leave_out(strip, change_row(check, k, from, to), rows, fault);
    else
        leave_out(strip, 0, check->sample->row[to - 1] + 1, fault);
}

/* Check strip k, and set its fault. True if it has one. */
static bool check_strip(struct strip_state *strip, const struct segments *segments, const struct check *check, size_t k,
                        size_t rows)
{
    struct change change = find_change(segments);
    if (change.split > 0 && fabs(change.before - change.after) > CHANGE_MIN_LOG && change.explained > EXPLAINED_MIN) {
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

/* Add up misfit[k][j]: the squared differences of strip k's load fraction from H at the angle of strip j. */
static void find_misfits(double misfit[SESSION_STRIPS_MAX][SESSION_STRIPS_MAX], const struct check *check)
{
    size_t strips = check->ring->strips;
    for (size_t i = 0; i < check->sample->count; i += SWAP_STEP) {
        struct ring_model_row row;
        double fraction[SESSION_STRIPS_MAX];
        strip_sample_solve(check->sample, check->ring, check->faults, i, &row, fraction);
        for (size_t k = 0; k < strips && row.sum > 0; k++) {
            for (size_t j = 0; j < strips; j++) {
                double difference = row.load[k] / row.sum - fraction[j];
                misfit[k][j] += row.missing & 1u << k ? 0 : difference * difference;
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

bool strip_check_faults(const struct ring_model *ring, struct strip_faults *faults, const struct strip_sample *sample,
                        size_t rows)
{
    const struct check check = {ring, faults, sample};
    struct segments segments[SESSION_STRIPS_MAX];
    size_t working = 0;
    bool found_any = false, segments_valid = false;
    if (!sample->is_sufficient)
        return false;
    for (size_t k = 0; k < faults->strips; k++)
        working += faults->strip[k].end == 0;
    for (size_t k = 0; k < faults->strips && working > WORKING_MIN; k++) {
        struct strip_state *strip = &faults->strip[k];
        if (strip->end > 0 || strip->fault == STRIP_LOOSE)
            continue;
        if (!segments_valid)
            find_segments(segments, &check);
        bool found = check_strip(strip, &segments[k], &check, k, rows);
        strip_faults_update_span(faults);
        segments_valid = !found; /* leaving a strip out changes the ratios of the others */
        found_any = found_any || found;
        working -= strip->end > 0;
    }
    return found_any;
}
