/* SPDX-License-Identifier: MIT */
#include "force/strip_faults.h"

#include "shared/statistics.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define BLOCK_S 0.25
#define BLOCK_READINGS 5     /* of each strip: a stuck one is so in all of them */
#define STUCK_BAND 0.02      /* of full scale, within which a stuck strip stays */
#define STUCK_LEAST 0.02     /* of full scale, below which a strip may well just be unloaded */
#define STUCK_LEAST_PART 0.1 /* the same, of what the median strip reads at most */
#define STUCK_MOVES 6.0      /* rises and falls of the others meanwhile, by their peak */
#define MOVE_PART 0.1        /* of what the median strip reads at most: less is no move but noise */
#define SILENT_PART 0.05     /* of what the median strip reads at most */
#define WORKS_PART 0.3       /* of that, from which a strip is known to work */

void strip_faults_init(struct strip_faults *states, size_t strips)
{
    *states = (struct strip_faults){.strips = strips};
    for (size_t k = 0; k < strips; k++)
        states->strip[k] = (struct strip_state){.gain = 1, .swapped_with = -1};
}

unsigned strip_faults_search(const struct strip_faults *states, size_t row)
{
    unsigned missing = 0;
    for (size_t k = 0; k < states->strips; k++) {
        const struct strip_state *strip = &states->strip[k];
        if (row >= strip->first && row < strip->last)
            missing |= 1u << k;
    }
    return missing;
}

void strip_faults_update_span(struct strip_faults *states)
{
    states->first = SIZE_MAX;
    states->last = 0;
    states->loose = 0;
    for (size_t k = 0; k < states->strips; k++) {
        const struct strip_state *strip = &states->strip[k];
        states->loose |= strip->fault == STRIP_LOOSE ? 1u << k : 0u;
        if (strip->last > strip->first) {
            states->first = strip->first < states->first ? strip->first : states->first;
            states->last = strip->last > states->last ? strip->last : states->last;
        }
    }
}

/* Rows first..last - 1 as one: the mean of each strip, in parts of full scale, by some of them all over it.
 */
static void block_means(const struct session_rows *recording, size_t first, size_t last, double *mean)
{
    size_t strips = recording->header.strip_count, step = (last - first - 1) / BLOCK_READINGS + 1, used = 0;
    for (size_t k = 0; k < strips; k++)
        mean[k] = 0;
    for (size_t i = first; i < last; i += step, used++) {
        for (size_t k = 0; k < strips; k++)
            mean[k] += (double)recording->strip[i * strips + k];
    }
    for (size_t k = 0; k < strips; k++)
        mean[k] /= recording->header.adc_full_scale * (double)used;
}

static size_t block_rows(const struct session_rows *recording)
{
    double period_s = session_rows_median_period_s(recording->time_s, recording->count);
    return period_s > 0 && period_s < BLOCK_S ? (size_t)(BLOCK_S / period_s) : 1;
}

/* What each strip reads at most, over blocks; returns the median strip's. */
static double find_peaks(double *peak, const struct session_rows *recording, size_t block)
{
    size_t strips = recording->header.strip_count;
    double mean[SESSION_STRIPS_MAX], sorted[SESSION_STRIPS_MAX];
    for (size_t k = 0; k < strips; k++)
        peak[k] = 0;
    for (size_t first = 0; first + block <= recording->count; first += block) {
        block_means(recording, first, first + block, mean);
        for (size_t k = 0; k < strips; k++)
            peak[k] = fmax(peak[k], mean[k]);
    }
    for (size_t k = 0; k < strips; k++)
        sorted[k] = peak[k];
    return statistics_median(sorted, strips);
}

static void find_silent(struct strip_faults *states, const double *peak, double usual, size_t rows)
{
    size_t working = 0;
    for (size_t k = 0; k < states->strips; k++)
        working += peak[k] >= WORKS_PART * usual ? 1u : 0u;
    if (!(usual > 0) || working * 4 < (states->strips - 1) * 3)
        return;
    for (size_t k = 0; k < states->strips; k++) {
        if (peak[k] <= SILENT_PART * usual) {
            states->strip[k].fault = STRIP_DEAD;
            states->strip[k].last = rows;
        }
    }
}

/* How far each strip has risen and fallen since the session began, by the median strip's peak. What stays
 * within `least` of full scale is noise, however long it goes on. */
struct moves {
    double usual, least;
    double level[SESSION_STRIPS_MAX]; /* from where the next move counts, of full scale */
    double moved[SESSION_STRIPS_MAX];
};

static void add_moves(struct moves *moves, const double *mean, size_t strips)
{
    for (size_t k = 0; k < strips; k++) {
        double move = fabs(mean[k] - moves->level[k]);
        if (move < moves->least)
            continue;
        moves->moved[k] += move / moves->usual;
        moves->level[k] = mean[k];
    }
}

/* A stretch in which a strip stayed where it was. */
struct steady {
    size_t first;                     /* row */
    double low, high;                 /* its block means, of full scale */
    double moved[SESSION_STRIPS_MAX]; /* of all strips, by then */
};

static struct steady begin_steady(size_t first, double mean, const struct moves *moves)
{
    struct steady steady = {.first = first, .low = mean, .high = mean};
    memcpy(steady.moved, moves->moved, sizeof steady.moved);
    return steady;
}

/* How far the median one of the others moved meanwhile: one alone that has a loose contact does not make
 * those stuck that something lies on. */
static double others_moved(const struct steady *steady, const struct moves *moves, size_t k, size_t strips)
{
    double moved[SESSION_STRIPS_MAX];
    size_t used = 0;
    for (size_t j = 0; j < strips; j++) {
        if (j != k)
            moved[used++] = moves->moved[j] - steady->moved[j];
    }
    return used > 0 ? statistics_median(moved, used) : 0;
}

static void end_steady(struct strip_faults *states, size_t k, const struct steady *steady,
                       const struct moves *moves, size_t end, double least)
{
    struct strip_state *strip = &states->strip[k];
    if (steady->low < least || others_moved(steady, moves, k, states->strips) < STUCK_MOVES)
        return;
    strip->first = strip->fault == STRIP_STUCK ? strip->first : steady->first;
    strip->last = end;
    strip->fault = STRIP_STUCK;
}

/* Blocks are coarse: take in the rows around that read the same. */
static void widen(struct strip_state *strip, const struct session_rows *recording, size_t k, size_t block)
{
    size_t strips = recording->header.strip_count, middle = strip->first + (strip->last - strip->first) / 2;
    double level = 0, band = STUCK_BAND * recording->header.adc_full_scale;
    for (size_t i = middle; i < middle + block && i < strip->last; i++)
        level += (double)recording->strip[i * strips + k] / (double)block;
    while (strip->first > 0 &&
           fabs((double)recording->strip[(strip->first - 1) * strips + k] - level) <= band)
        strip->first--;
    while (strip->last < recording->count &&
           fabs((double)recording->strip[strip->last * strips + k] - level) <= band)
        strip->last++;
}

static void find_stuck(struct strip_faults *states, const struct session_rows *recording, size_t block,
                       double usual)
{
    size_t strips = states->strips, first = 0;
    double mean[SESSION_STRIPS_MAX], least = fmax(STUCK_LEAST, STUCK_LEAST_PART * usual);
    struct moves moves = {.usual = usual, .least = fmax(STUCK_BAND, MOVE_PART * usual)};
    struct steady steady[SESSION_STRIPS_MAX];
    block_means(recording, 0, block, moves.level);
    for (size_t k = 0; k < strips; k++)
        steady[k] = begin_steady(0, moves.level[k], &moves);
    for (; first + block <= recording->count; first += block) {
        block_means(recording, first, first + block, mean);
        add_moves(&moves, mean, strips);
        for (size_t k = 0; k < strips; k++) {
            struct steady *s = &steady[k];
            double low = fmin(s->low, mean[k]), high = fmax(s->high, mean[k]);
            if (high - low > STUCK_BAND) {
                end_steady(states, k, s, &moves, first, least);
                *s = begin_steady(first, mean[k], &moves);
            } else {
                s->low = low;
                s->high = high;
            }
        }
    }
    for (size_t k = 0; k < strips; k++) {
        end_steady(states, k, &steady[k], &moves, recording->count, least);
        if (states->strip[k].fault == STRIP_STUCK)
            widen(&states->strip[k], recording, k, block);
    }
}

void strip_faults_find(struct strip_faults *states, const struct session_rows *recording)
{
    double peak[SESSION_STRIPS_MAX];
    size_t block = block_rows(recording);
    strip_faults_init(states, recording->header.strip_count);
    double usual = find_peaks(peak, recording, block);
    find_silent(states, peak, usual, recording->count);
    if (usual > 0)
        find_stuck(states, recording, block, usual);
    strip_faults_update_span(states);
}
