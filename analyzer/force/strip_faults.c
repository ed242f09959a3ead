/* SPDX-License-Identifier: MIT */
#include "force/strip_faults.h"

#include "shared/statistics.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* Readings are fractions of full scale. A peak is the largest block mean of a strip. The typical peak is the median of
 * the strips' peaks. */
#define BLOCK_S 0.25
#define BLOCK_READINGS 5       /* readings of each strip that are averaged per block */
#define STUCK_BAND 0.02        /* largest difference between the readings of a stuck strip */
#define STUCK_MIN 0.02         /* smallest reading of a stuck strip; a strip that reads less may be unloaded */
#define STUCK_FRACTION_MIN 0.1 /* smallest reading of a stuck strip, as a fraction of the typical peak */
#define STUCK_MOVES_MIN 6.0    /* a steady strip is stuck only if the other strips move by this many typical peaks */
#define MOVE_FRACTION_MIN 0.1  /* fraction of the typical peak; smaller movements are noise */
#define DEAD_FRACTION_MAX 0.05 /* fraction of the typical peak; a dead strip never reads more */
#define WORKS_FRACTION_MIN 0.3 /* fraction of the typical peak that a working strip reaches */

void strip_faults_init(struct strip_faults *faults, size_t strip_count)
{
    *faults = (struct strip_faults){.strip_count = strip_count};
    for (size_t k = 0; k < strip_count; k++)
        faults->strip[k] = (struct strip_condition){.gain = 1, .swapped_with = -1};
}

unsigned strip_faults_search(const struct strip_faults *faults, size_t row)
{
    unsigned missing = 0;
    for (size_t k = 0; k < faults->strip_count; k++) {
        const struct strip_condition *strip = &faults->strip[k];
        if (row >= strip->first && row < strip->end)
            missing |= 1u << k;
    }
    return missing;
}

void strip_faults_update_totals(struct strip_faults *faults)
{
    faults->first = SIZE_MAX;
    faults->end = 0;
    faults->loose = 0;
    for (size_t k = 0; k < faults->strip_count; k++) {
        const struct strip_condition *strip = &faults->strip[k];
        faults->loose |= strip->fault == STRIP_LOOSE ? 1u << k : 0u;
        if (strip->end > strip->first) {
            faults->first = strip->first < faults->first ? strip->first : faults->first;
            faults->end = strip->end > faults->end ? strip->end : faults->end;
        }
    }
}

/* Compute each strip's mean reading, as a fraction of full scale, over at most BLOCK_READINGS rows of [first, end). */
static void compute_block_means(const struct session_table *session, size_t first, size_t end, double *mean)
{
    size_t strip_count = session->header.strip_count, step = (end - first - 1) / BLOCK_READINGS + 1, used = 0;
    for (size_t k = 0; k < strip_count; k++)
        mean[k] = 0;
    for (size_t i = first; i < end; i += step, used++)
        for (size_t k = 0; k < strip_count; k++)
            mean[k] += (double)session->strip[i * strip_count + k];
    for (size_t k = 0; k < strip_count; k++)
        mean[k] /= session->header.adc_full_scale * (double)used;
}

/* Return the number of rows in a block, at least 1. */
static size_t rows_per_block(const struct session_table *session)
{
    double period_s = session_table_median_period_s(session->time_s, session->count);
    return period_s > 0 && period_s < BLOCK_S ? (size_t)(BLOCK_S / period_s) : 1;
}

/* Find the peak of each strip in blocks of block_rows rows. Returns the typical peak. */
static double find_peaks(double *peak, const struct session_table *session, size_t block_rows)
{
    size_t strip_count = session->header.strip_count;
    double mean[SESSION_STRIPS_MAX], sorted[SESSION_STRIPS_MAX];
    for (size_t k = 0; k < strip_count; k++)
        peak[k] = 0;
    for (size_t first = 0; first + block_rows <= session->count; first += block_rows) {
        compute_block_means(session, first, first + block_rows, mean);
        for (size_t k = 0; k < strip_count; k++)
            peak[k] = fmax(peak[k], mean[k]);
    }
    memcpy(sorted, peak, strip_count * sizeof *sorted);
    return statistics_median(sorted, strip_count);
}

/* Find dead strips, provided that three quarters of the other strips work. */
static void find_dead(struct strip_faults *faults, const double *peak, double typical_peak, size_t rows)
{
    size_t working = 0;
    for (size_t k = 0; k < faults->strip_count; k++)
        working += peak[k] >= WORKS_FRACTION_MIN * typical_peak ? 1u : 0u;
    if (!(typical_peak > 0) || working * 4 < (faults->strip_count - 1) * 3)
        return;
    for (size_t k = 0; k < faults->strip_count; k++) {
        if (peak[k] <= DEAD_FRACTION_MAX * typical_peak) {
            faults->strip[k].fault = STRIP_DEAD;
            faults->strip[k].end = rows;
        }
    }
}

/* The distance by which the reading of each strip has moved, up or down, since the session began. */
struct moves {
    double typical_peak;
    double min;                       /* smaller changes are noise, and are not added up */
    double level[SESSION_STRIPS_MAX]; /* reading after the last move */
    double moved[SESSION_STRIPS_MAX]; /* sum of the moves, in typical peaks */
};

static void add_moves(struct moves *moves, const double *mean, size_t strip_count)
{
    for (size_t k = 0; k < strip_count; k++) {
        double move = fabs(mean[k] - moves->level[k]);
        if (move < moves->min)
            continue;
        moves->moved[k] += move / moves->typical_peak;
        moves->level[k] = mean[k];
    }
}

/* A segment in which the readings of one strip stay within STUCK_BAND. */
struct steady {
    size_t first;                     /* first row of the segment */
    double low, high;                 /* limits of the strip's block means in the segment */
    double moved[SESSION_STRIPS_MAX]; /* moves.moved at the start of the segment */
};

static struct steady begin_steady(size_t first, double mean, const struct moves *moves)
{
    struct steady steady = {.first = first, .low = mean, .high = mean};
    memcpy(steady.moved, moves->moved, sizeof steady.moved);
    return steady;
}

/* Return the median of the distances by which the other strips moved in strip k's segment. The median is used, because
 * a loose strip moves even if the roller does not. */
static double median_move_of_others(const struct steady *steady, const struct moves *moves, size_t k,
                                    size_t strip_count)
{
    double moved[SESSION_STRIPS_MAX];
    size_t used = 0;
    for (size_t j = 0; j < strip_count; j++)
        if (j != k)
            moved[used++] = moves->moved[j] - steady->moved[j];
    return used > 0 ? statistics_median(moved, used) : 0;
}

/* End strip k's segment at row `end`. If the other strips moved, strip k was stuck in the segment. */
static void end_steady(struct strip_faults *faults, size_t k, const struct steady *steady, const struct moves *moves,
                       size_t end, double min_level)
{
    struct strip_condition *strip = &faults->strip[k];
    if (steady->low < min_level || median_move_of_others(steady, moves, k, faults->strip_count) < STUCK_MOVES_MIN)
        return;
    if (strip->fault != STRIP_STUCK)
        strip->first = steady->first;
    strip->end = end;
    strip->fault = STRIP_STUCK;
}

/* The stuck rows of strip k were found in whole blocks. Extend them row by row in both directions, as far as the
 * reading stays at the same level. */
static void extend_stuck(struct strip_condition *strip, const struct session_table *session, size_t k,
                         size_t block_rows)
{
    size_t stride = session->header.strip_count, middle = strip->first + (strip->end - strip->first) / 2;
    const float *reading = session->strip + k;
    double level = 0, band = STUCK_BAND * session->header.adc_full_scale;
    for (size_t i = middle; i < middle + block_rows && i < strip->end; i++)
        level += (double)reading[i * stride] / (double)block_rows;
    while (strip->first > 0 && fabs((double)reading[(strip->first - 1) * stride] - level) <= band)
        strip->first--;
    while (strip->end < session->count && fabs((double)reading[strip->end * stride] - level) <= band)
        strip->end++;
}

/* Find stuck strips in blocks of block_rows rows. */
static void find_stuck(struct strip_faults *faults, const struct session_table *session, size_t block_rows,
                       double typical_peak)
{
    size_t strip_count = faults->strip_count;
    double mean[SESSION_STRIPS_MAX], min_level = fmax(STUCK_MIN, STUCK_FRACTION_MIN * typical_peak);
    struct moves moves = {.typical_peak = typical_peak, .min = fmax(STUCK_BAND, MOVE_FRACTION_MIN * typical_peak)};
    struct steady steady[SESSION_STRIPS_MAX];
    compute_block_means(session, 0, block_rows, moves.level);
    for (size_t k = 0; k < strip_count; k++)
        steady[k] = begin_steady(0, moves.level[k], &moves);
    for (size_t first = 0; first + block_rows <= session->count; first += block_rows) {
        compute_block_means(session, first, first + block_rows, mean);
        add_moves(&moves, mean, strip_count);
        for (size_t k = 0; k < strip_count; k++) {
            struct steady *current = &steady[k];
            double low = fmin(current->low, mean[k]), high = fmax(current->high, mean[k]);
            if (high - low > STUCK_BAND) {
                end_steady(faults, k, current, &moves, first, min_level);
                *current = begin_steady(first, mean[k], &moves);
            } else {
                current->low = low;
                current->high = high;
            }
        }
    }
    for (size_t k = 0; k < strip_count; k++) {
        end_steady(faults, k, &steady[k], &moves, session->count, min_level);
        if (faults->strip[k].fault == STRIP_STUCK)
            extend_stuck(&faults->strip[k], session, k, block_rows);
    }
}

void strip_faults_find(struct strip_faults *faults, const struct session_table *session)
{
    double peak[SESSION_STRIPS_MAX];
    size_t block_rows = rows_per_block(session);
    strip_faults_init(faults, session->header.strip_count);
    double typical_peak = find_peaks(peak, session, block_rows);
    find_dead(faults, peak, typical_peak, session->count);
    if (typical_peak > 0)
        find_stuck(faults, session, block_rows, typical_peak);
    strip_faults_update_totals(faults);
}
