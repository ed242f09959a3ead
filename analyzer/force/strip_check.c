/* SPDX-License-Identifier: MIT */
#include "force/strip_check.h"

#include <math.h>

/* In this file, a ratio is read load / expected load. */
#define SEGMENT_LOADS 2.0 /* smallest sum of a strip's expected load fractions in a segment */
#define SEGMENTS_MAX 256
#define SEGMENTS_MIN 3          /* minimum number of segments on each side of a change */
#define SIZE_STEP 4             /* every fourth sample row is enough to choose the size of segments */
#define RATIO_MIN 0.03          /* smaller ratios are replaced with this, so that they have a logarithm */
#define CHANGE_MIN_LOG 0.588    /* log(1.8): smallest change of a ratio that is a fault */
#define EXPLAINED_MIN 0.7       /* smallest fraction of the variance that a change explains */
#define WRONG_RATIO_MAX 0.3     /* largest mean ratio of a strip that reads wrong */
#define DEAD_RATIO_MAX 0.15     /* largest mean ratio, compared with other strips, of a dead strip */
#define GAIN_AT_LIMIT 0.99      /* a gain of at least this fraction of the limit counts as at the limit */
#define WELL_READ_FRACTION 0.08 /* smallest expected load fraction that shows in one row if a reading is correct */
#define WELL_READ_MIN 0.6       /* smallest ratio of a correct reading */
#define WELL_READ_MAX 1.6       /* largest ratio of a correct reading */
#define LOOSE_ROWS_FRACTION (1.0 / 30) /* largest fraction of rows in which a working strip has no connection */
#define CHECKED_ROWS_MIN 50            /* a strip with this many checked rows or fewer is not called loose */
#define LOOSE_PEAK 0.6      /* a strip whose expected load is below this fraction of the highest is not checked */
#define SWAP_MISFIT_MAX 0.5 /* largest misfit after a swap is corrected, as a fraction of the misfit before */
#define SWAP_STEP 4         /* every fourth sample row is enough to find swapped strips */
#define WORKING_MIN 3       /* minimum number of working strips with which a strip can be compared */

/* Ratios of one strip, in segments with the same sum of expected load fractions. */
struct segments {
    size_t count;
    double log_ratio[SEGMENTS_MAX];
    size_t first[SEGMENTS_MAX]; /* first sample row of each segment */
    size_t checked_rows;        /* rows in which the strip's connection is checked */
    size_t loose_rows;          /* checked rows without connection */
    size_t open_first;          /* first sample row of the incomplete segment */
    double expected, read;      /* sums of load fractions in the incomplete segment */
};

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

/* Set size[k] to the sum of expected load fractions in a segment of strip k, so that there are at most SEGMENTS_MAX
 * segments. */
static void size_segments(double *size, const struct check *check)
{
    double fraction[SESSION_STRIPS_MAX], total[SESSION_STRIPS_MAX] = {0};
    for (size_t i = 0; i < check->sample->count; i += SIZE_STEP) {
        ring_model_load_fractions(check->ring, check->sample->up_rad[i], fraction);
        for (size_t k = 0; k < check->ring->strip_count; k++)
            total[k] += SIZE_STEP * fraction[k];
    }
    for (size_t k = 0; k < check->ring->strip_count; k++)
        size[k] = fmax(SEGMENT_LOADS, total[k] / (SEGMENTS_MAX - 1));
}

/* Add the expected and the read load fraction in sample row i. A segment is complete when the sum of its expected load
 * fractions reaches `size`. */
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
    size_t strip_count = check->ring->strip_count;
    double size[SESSION_STRIPS_MAX];
    size_segments(size, check);
    for (size_t k = 0; k < strip_count; k++)
        segments[k] = (struct segments){0};
    for (size_t i = 0; i < check->sample->count; i++) {
        struct ring_model_row row;
        double fraction[SESSION_STRIPS_MAX];
        strip_sample_solve(check->sample, check->ring, check->faults, i, &row, fraction);
        if (!(row.sum_n > 0))
            continue;
        unsigned loose = ring_model_find_loose(check->ring, &row, fraction);
        double min_checked = LOOSE_PEAK * max_of(fraction, strip_count);
        for (size_t k = 0; k < strip_count; k++) {
            if (row.missing & 1u << k)
                continue;
            bool is_checked = fraction[k] > min_checked;
            segments[k].checked_rows += is_checked;
            segments[k].loose_rows += is_checked && (loose & 1u << k) != 0;
            add_to_segments(&segments[k], size[k], fraction[k], row.load_n[k] / row.sum_n, i);
        }
    }
}

/* The split of the segments, in order of time, into two levels with the least squared deviations. */
struct change {
    size_t split;                             /* number of segments before the change; 0 = no change */
    double log_ratio_before, log_ratio_after; /* means on each side of the change */
    double explained;                         /* fraction of the variance of log_ratio that the change explains */
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
        change = (struct change){.split = split, .log_ratio_before = before, .log_ratio_after = after};
    }
    change.explained = total > 0 ? best / total : 0;
    return change;
}

/* Return the row from which strip k reads wrong: the one after its last correct reading in the sample rows [from,
 * to). */
static size_t find_change_row(const struct check *check, size_t k, size_t from, size_t to)
{
    size_t changed = check->sample->row[from];
    for (size_t i = from; i < to; i++) {
        struct ring_model_row row;
        double fraction[SESSION_STRIPS_MAX];
        strip_sample_solve(check->sample, check->ring, check->faults, i, &row, fraction);
        double ratio = row.load_n[k] / (fraction[k] * row.sum_n);
        if (fraction[k] > WELL_READ_FRACTION && ratio > WELL_READ_MIN && ratio < WELL_READ_MAX)
            changed = check->sample->row[i] + 1;
    }
    return changed;
}

static void leave_out(struct strip_condition *strip, size_t first, size_t end, enum strip_fault fault)
{
    strip->fault = fault;
    strip->first = first;
    strip->end = end;
}

/* Leave strip k out of the rows before or after the change: those in which it differs more from the other strips. The
 * log ratios are of readings that the fit has divided by the strip's gain. Adding log(gain) undoes this, so that 0
 * means equal to the other strips. The change is in the sample rows [from, to): a fault that begins is located to the
 * row, but one that ends is left out up to `to`. */
static void leave_out_changed(struct strip_condition *strip, const struct segments *segments,
                              const struct change *change, const struct check *check, size_t k, size_t rows)
{
    double log_gain = log(strip->gain);
    double log_before = change->log_ratio_before + log_gain, log_after = change->log_ratio_after + log_gain;
    bool is_wrong_after = fabs(log_after) >= fabs(log_before);
    double wrong_ratio = exp(is_wrong_after ? log_after : log_before);
    enum strip_fault fault = wrong_ratio < DEAD_RATIO_MAX ? STRIP_DEAD : STRIP_WRONG;
    size_t from = segments->first[change->split - 1];
    size_t to = change->split + 1 < segments->count ? segments->first[change->split + 1] : check->sample->count;
    strip->gain = 1;
    if (is_wrong_after)
        leave_out(strip, find_change_row(check, k, from, to), rows, fault);
    else
        leave_out(strip, 0, check->sample->row[to - 1] + 1, fault);
}

/* Check strip k, and set its fault, if any. True if it has a fault. */
static bool check_strip(struct strip_condition *strip, const struct segments *segments, const struct check *check,
                        size_t k, size_t rows)
{
    struct change change = find_change(segments);
    if (change.split > 0 && fabs(change.log_ratio_before - change.log_ratio_after) > CHANGE_MIN_LOG &&
        change.explained > EXPLAINED_MIN) {
        leave_out_changed(strip, segments, &change, check, k, rows);
        return true;
    }
    double mean_log = 0;
    for (size_t s = 0; s < segments->count; s++)
        mean_log += segments->log_ratio[s] / (double)segments->count;
    bool is_gain_at_limit =
        strip->gain >= STRIP_GAIN_MAX * GAIN_AT_LIMIT || strip->gain <= (2 - GAIN_AT_LIMIT) / STRIP_GAIN_MAX;
    if (segments->count >= SEGMENTS_MIN && (mean_log < log(WRONG_RATIO_MAX) || is_gain_at_limit)) {
        leave_out(strip, 0, rows, STRIP_WRONG);
        return true;
    }
    strip->loose_fraction =
        segments->checked_rows > 0 ? (double)segments->loose_rows / (double)segments->checked_rows : 0;
    if (strip->loose_fraction <= LOOSE_ROWS_FRACTION || segments->checked_rows <= CHECKED_ROWS_MIN)
        return false;
    strip->fault = STRIP_LOOSE;
    return true;
}

/* Set misfit[k][j] to the sum of squared differences between strip k's load fraction and H at the angle of strip j. */
static void find_misfits(double misfit[SESSION_STRIPS_MAX][SESSION_STRIPS_MAX], const struct check *check)
{
    size_t strip_count = check->ring->strip_count;
    for (size_t i = 0; i < check->sample->count; i += SWAP_STEP) {
        struct ring_model_row row;
        double fraction[SESSION_STRIPS_MAX];
        strip_sample_solve(check->sample, check->ring, check->faults, i, &row, fraction);
        for (size_t k = 0; k < strip_count && row.sum_n > 0; k++) {
            for (size_t j = 0; j < strip_count; j++) {
                double difference = row.load_n[k] / row.sum_n - fraction[j];
                misfit[k][j] += row.missing & 1u << k ? 0 : difference * difference;
            }
        }
    }
}

bool strip_check_swap(size_t pair[2], const struct ring_model *ring, const struct strip_faults *faults,
                      const struct strip_sample *sample)
{
    double misfit[SESSION_STRIPS_MAX][SESSION_STRIPS_MAX] = {{0}}, best = SWAP_MISFIT_MAX;
    bool found = false;
    if (!sample->is_sufficient)
        return false;
    find_misfits(misfit, &(struct check){ring, faults, sample});
    for (size_t k = 0; k < ring->strip_count; k++) {
        for (size_t j = 0; j < k; j++) {
            double as_is = misfit[k][k] + misfit[j][j], swapped = misfit[k][j] + misfit[j][k];
            bool is_known = faults->strip[k].swapped_with >= 0 || faults->strip[j].swapped_with >= 0;
            if (is_known || !(as_is > 0) || misfit[k][j] > SWAP_MISFIT_MAX * misfit[k][k] ||
                misfit[j][k] > SWAP_MISFIT_MAX * misfit[j][j] || swapped / as_is > best)
                continue;
            best = swapped / as_is;
            found = true;
            pair[0] = k;
            pair[1] = j;
        }
    }
    return found;
}

bool strip_check_faults(struct strip_faults *found, const struct ring_model *ring, const struct strip_faults *faults,
                        const struct strip_sample *sample, size_t rows)
{
    const struct check check = {ring, found, sample};
    struct segments segments[SESSION_STRIPS_MAX];
    size_t working = 0;
    bool found_any = false, segments_valid = false;
    *found = *faults;
    if (!sample->is_sufficient)
        return false;
    for (size_t k = 0; k < found->strip_count; k++)
        working += found->strip[k].end == 0;
    for (size_t k = 0; k < found->strip_count && working > WORKING_MIN; k++) {
        struct strip_condition *strip = &found->strip[k];
        if (strip->end > 0 || strip->fault == STRIP_LOOSE)
            continue;
        if (!segments_valid)
            find_segments(segments, &check);
        bool has_fault = check_strip(strip, &segments[k], &check, k, rows);
        strip_faults_update_totals(found);
        segments_valid = !has_fault; /* leaving out a strip changes the ratios of the other strips */
        found_any = found_any || has_fault;
        working -= strip->end > 0;
    }
    return found_any;
}
