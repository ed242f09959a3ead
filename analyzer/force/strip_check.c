/* SPDX-License-Identifier: MIT */
#include "force/strip_check.h"

#include <math.h>

#define PIECE_SHARE                                                                                          \
    2.0                   /* of loads that a strip should carry, in parts of the whole, summed up to a piece \
                           */
#define JUDGED_SHARE 0.08 /* of the whole, that a strip should carry in a row to be judged by it */
#define PIECES_MOST 256
#define SIZE_STEP 4        /* sample rows: the sum of what a strip should carry needs no more */
#define PIECES_LEAST 3     /* on each side of a change */
#define RATIO_LEAST 0.03   /* what is less is as good as nothing */
#define CHANGE_LEAST 0.588 /* logarithm of 1.8 */
#define EXPLAINED 0.7      /* of the spread, by the change */
#define WRONG_PART 0.3     /* of what it should read, below which a strip is left out */
#define LOOSE_ROWS (1.0 / 30)
#define JUDGED_LEAST 50
#define LOOSE_PEAK                                                                                           \
    0.6 /* of what the strip that carries most does: contact is not judged at the flanks of H */
#define SWAP_BETTER 0.5
#define SWAP_STEP 4    /* sample rows: a strip in another's place shows in any of them */
#define STRIPS_LEAST 3 /* that work, for the others to be judged by them */

/* What a strip should carry and reads, over pieces of rolling. */
struct pieces {
    size_t count;
    double logarithm[PIECES_MOST]; /* of the ratio */
    size_t first[PIECES_MOST];     /* sample row */
    size_t loose, judged;          /* rows */
    size_t begun;                  /* the piece that is not yet whole: its first sample row */
    double should, reads;
};

static double largest(const double *share, size_t strips)
{
    double most = 0;
    for (size_t k = 0; k < strips; k++)
        most = fmax(most, share[k]);
    return most;
}

/* How much of the load makes a piece of each strip: enough of it, and not too many pieces. */
static void size_pieces(double *piece, const struct ring_model *ring, const struct strip_sample *sample)
{
    double share[SESSION_STRIPS_MAX], whole[SESSION_STRIPS_MAX] = {0};
    for (size_t i = 0; i < sample->count; i += SIZE_STEP) {
        ring_model_load_fractions(ring, sample->up[i], share);
        for (size_t k = 0; k < ring->strips; k++)
            whole[k] += SIZE_STEP * share[k];
    }
    for (size_t k = 0; k < ring->strips; k++)
        piece[k] = fmax(PIECE_SHARE, whole[k] / (PIECES_MOST - 1));
}

static void add_to_pieces(struct pieces *pieces, double piece, double share, double part, size_t i)
{
    pieces->should += share;
    pieces->reads += part;
    if (pieces->should < piece || pieces->count == PIECES_MOST)
        return;
    pieces->first[pieces->count] = pieces->begun;
    pieces->logarithm[pieces->count++] = log(fmax(pieces->reads / pieces->should, RATIO_LEAST));
    pieces->begun = i + 1;
    pieces->should = pieces->reads = 0;
}

static void cut_pieces(struct pieces pieces[SESSION_STRIPS_MAX], const struct ring_model *ring,
                       const struct strip_faults *states, const struct strip_sample *sample)
{
    double piece[SESSION_STRIPS_MAX];
    size_pieces(piece, ring, sample);
    for (size_t k = 0; k < ring->strips; k++)
        pieces[k] = (struct pieces){0};
    for (size_t i = 0; i < sample->count; i++) {
        struct ring_model_row row;
        double share[SESSION_STRIPS_MAX];
        strip_sample_solve(sample, ring, states, i, &row, share);
        if (!(row.sum > 0))
            continue;
        unsigned loose = strip_gain_find_loose(ring, &row, share);
        double judged_from = LOOSE_PEAK * largest(share, ring->strips);
        for (size_t k = 0; k < ring->strips; k++) {
            if (row.missing & 1u << k)
                continue;
            pieces[k].judged += share[k] > judged_from ? 1u : 0u;
            pieces[k].loose += share[k] > judged_from && loose & 1u << k ? 1u : 0u;
            add_to_pieces(&pieces[k], piece[k], share[k], row.load[k] / row.sum, i);
        }
    }
}

/* The split of least squares; 0 = none. The means before and behind it, and how much of the spread it
 * explains. */
static size_t find_change(const struct pieces *pieces, double *before, double *behind, double *explained)
{
    double sum = 0, squares = 0, left = 0, best = 0;
    size_t split = 0, n = pieces->count;
    for (size_t i = 0; i < n; i++) {
        sum += pieces->logarithm[i];
        squares += pieces->logarithm[i] * pieces->logarithm[i];
    }
    double spread = n > 0 ? squares - sum * sum / (double)n : 0;
    for (size_t i = 0; i + 1 < n; i++) {
        left += pieces->logarithm[i];
        size_t done = i + 1;
        if (done < PIECES_LEAST || n - done < PIECES_LEAST)
            continue;
        double difference = left / (double)done - (sum - left) / (double)(n - done);
        double gain = difference * difference * (double)done * (double)(n - done) / (double)n;
        if (gain <= best)
            continue;
        best = gain;
        split = done;
        *before = left / (double)done;
        *behind = (sum - left) / (double)(n - done);
    }
    *explained = spread > 0 ? best / spread : 0;
    return split;
}

static bool leave_out(struct strip_state *strip, size_t first, size_t last, enum strip_fault fault)
{
    strip->fault = fault;
    strip->first = first;
    strip->last = last;
    return true;
}

/* The row from which a strip reads wrong: behind the last one near the change in which it read well. */
static size_t change_row(const struct ring_model *ring, const struct strip_faults *states,
                         const struct strip_sample *sample, size_t k, size_t from, size_t to)
{
    size_t changed = sample->row[from];
    for (size_t i = from; i < to; i++) {
        struct ring_model_row row;
        double share[SESSION_STRIPS_MAX];
        strip_sample_solve(sample, ring, states, i, &row, share);
        double ratio = row.load[k] / (share[k] * row.sum);
        if (share[k] > JUDGED_SHARE && ratio > 0.6 && ratio < 1.6)
            changed = sample->row[i] + 1;
    }
    return changed;
}

static bool judge(struct strip_state *strip, const struct pieces *pieces, const struct ring_model *ring,
                  const struct strip_faults *states, const struct strip_sample *sample, size_t k, size_t rows)
{
    double before = 0, behind = 0, explained = 0, mean = 0;
    size_t split = find_change(pieces, &before, &behind, &explained);
    if (split > 0 && fabs(before - behind) > CHANGE_LEAST && explained > EXPLAINED) {
        /* The regime farther from what the others say; gains hold for the whole, so that is the farther
         * from 1. */
        double own = log(strip->gain);
        bool later = fabs(behind + own) >= fabs(before + own);
        double bad = later ? behind : before;
        enum strip_fault fault = exp(bad + own) < WRONG_PART / 2 ? STRIP_DEAD : STRIP_WRONG;
        size_t from = pieces->first[split - 1];
        size_t to = split + 1 < pieces->count ? pieces->first[split + 1] : sample->count;
        strip->gain = 1;
        if (later)
            return leave_out(strip, change_row(ring, states, sample, k, from, to), rows, fault);
        return leave_out(strip, 0, sample->row[to - 1] + 1, fault);
    }
    for (size_t p = 0; p < pieces->count; p++)
        mean += pieces->logarithm[p] / (double)pieces->count;
    bool at_end = strip->gain >= STRIP_GAIN_MAX * 0.99 || strip->gain <= 1.01 / STRIP_GAIN_MAX;
    if (pieces->count >= PIECES_LEAST && (mean < log(WRONG_PART) || at_end))
        return leave_out(strip, 0, rows, STRIP_WRONG);
    strip->loose_fraction = pieces->judged > 0 ? (double)pieces->loose / (double)pieces->judged : 0;
    bool is_loose = strip->loose_fraction > LOOSE_ROWS && pieces->judged > JUDGED_LEAST;
    if (is_loose)
        strip->fault = STRIP_LOOSE;
    return is_loose;
}

/* Squares of what strip k reads less H at the place of strip `at`, over the sample. */
static void misfits(double misfit[SESSION_STRIPS_MAX][SESSION_STRIPS_MAX], const struct ring_model *ring,
                    const struct strip_faults *states, const struct strip_sample *sample)
{
    for (size_t i = 0; i < sample->count; i += SWAP_STEP) {
        struct ring_model_row row;
        double share[SESSION_STRIPS_MAX];
        strip_sample_solve(sample, ring, states, i, &row, share);
        for (size_t k = 0; k < ring->strips && row.sum > 0; k++) {
            for (size_t at = 0; at < ring->strips; at++) {
                double off = row.load[k] / row.sum - share[at];
                misfit[k][at] += row.missing & 1u << k ? 0 : off * off;
            }
        }
    }
}

bool strip_check_swap(struct ring_model *ring, struct strip_faults *states, const struct strip_sample *sample)
{
    double misfit[SESSION_STRIPS_MAX][SESSION_STRIPS_MAX] = {{0}}, best = SWAP_BETTER;
    size_t a = 0, b = 0;
    if (!sample->tells)
        return false;
    misfits(misfit, ring, states, sample);
    for (size_t k = 0; k < ring->strips; k++) {
        for (size_t j = 0; j < k; j++) {
            double as_told = misfit[k][k] + misfit[j][j];
            bool known = states->strip[k].swapped_with >= 0 || states->strip[j].swapped_with >= 0;
            if (known || !(as_told > 0) || misfit[k][j] > SWAP_BETTER * misfit[k][k] ||
                misfit[j][k] > SWAP_BETTER * misfit[j][j] || (misfit[k][j] + misfit[j][k]) / as_told > best)
                continue;
            best = (misfit[k][j] + misfit[j][k]) / as_told;
            a = k;
            b = j;
        }
    }
    if (a == b)
        return false;
    ring_model_swap(ring, a, b);
    states->strip[a].swapped_with = (int)b;
    states->strip[b].swapped_with = (int)a;
    return true;
}

bool strip_check(struct ring_model *ring, struct strip_faults *states, const struct strip_sample *sample,
                 size_t rows)
{
    size_t working = 0;
    if (!sample->tells)
        return false;
    for (size_t k = 0; k < states->strips; k++)
        working += states->strip[k].last == 0 ? 1u : 0u;
    bool news = false, cut = false;
    struct pieces pieces[SESSION_STRIPS_MAX];
    for (size_t k = 0; k < states->strips && working > STRIPS_LEAST; k++) {
        struct strip_state *strip = &states->strip[k];
        if (strip->last > 0 || strip->fault == STRIP_LOOSE)
            continue;
        if (!cut)
            cut_pieces(pieces, ring, states, sample);
        cut = !judge(strip, &pieces[k], ring, states, sample, k,
                     rows); /* the others look different without it */
        strip_faults_update_span(states);
        news = news || !cut;
        working -= strip->last > 0 ? 1u : 0u;
    }
    return news;
}
