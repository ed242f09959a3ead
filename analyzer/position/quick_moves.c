/* SPDX-License-Identifier: MIT */
#include "position/quick_moves.h"

#include <math.h>
#include <stdbool.h>

#define MOMENT_S 0.4 /* slides take some tenths of a second */
#define BESIDE_S 0.1 /* the speed before and after is measured over this time */

/* Whether `a` is nearer than `b` to what is wanted. */
static bool is_better(const struct quick_move *a, const struct quick_move *b, double wanted_mm)
{
    return isinf(wanted_mm) ? a->mm > b->mm : fabs(a->mm - wanted_mm) < fabs(b->mm - wanted_mm);
}

struct quick_move quick_moves_find(const struct position *position, size_t first, size_t last, int sign,
                                   double wanted_mm)
{
    struct quick_move best = {0, first}, peak = {0, first}; /* peak: the quickest in the last moment */
    size_t beside = (size_t)(BESIDE_S / position->period_s) + 1;
    size_t moment = (size_t)(MOMENT_S / position->period_s) + 1, loaded = 0;
    size_t length = moment + 2 * beside; /* of the rows from `start` to i */
    const double *mm = position->mm;
    for (size_t i = first > length ? first - length : 0; i < position->count && i <= last + length / 2; i++) {
        loaded = position->contact[i] == CONTACT_LOADED ? loaded + 1 : 0;
        if (loaded <= length || i < first + length / 2)
            continue;
        size_t start = i - length;
        double before_mm = sign * (mm[start + beside] - mm[start]), after_mm = sign * (mm[i] - mm[i - beside]);
        double expected_mm = fmax(before_mm, after_mm) * (double)moment / (double)beside;
        struct quick_move move = {sign * (mm[i - beside] - mm[start + beside]) - expected_mm, i - length / 2};
        if (move.row - peak.row > moment) { /* the peak is past */
            if (is_better(&peak, &best, wanted_mm))
                best = peak;
            peak = move;
        } else if (move.mm > peak.mm)
            peak = move;
    }
    return is_better(&peak, &best, wanted_mm) ? peak : best;
}
