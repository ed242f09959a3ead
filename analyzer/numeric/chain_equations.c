/* SPDX-License-Identifier: MIT */
#include "numeric/chain_equations.h"

#include <math.h>
#include <string.h>

void chain_equations_init(struct chain_equations_row *chain, size_t count, size_t common_count)
{
    for (size_t i = 0; i < count; i++) {
        memset(chain[i].band, 0, sizeof chain[i].band);
        memset(chain[i].common, 0, common_count * sizeof chain[i].common[0]); /* the rest is never read */
        chain[i].right_side = 0;
    }
}

/* Subtract multiples of row i from the next rows, which eliminates its unknown from them. */
static void eliminate(struct chain_equations_row *chain, size_t i, size_t count, size_t common_count)
{
    const struct chain_equations_row *row = &chain[i];
    for (size_t k = 1; k < CHAIN_EQUATIONS_BAND && i + k < count; k++) {
        struct chain_equations_row *next = &chain[i + k];
        double factor = row->band[k] / row->band[0];
        if (factor == 0)
            continue;
        for (size_t j = k; j < CHAIN_EQUATIONS_BAND; j++)
            next->band[j - k] -= factor * row->band[j];
        for (size_t c = 0; c < common_count; c++)
            next->common[c] -= factor * row->common[c];
        next->right_side -= factor * row->right_side;
    }
}

bool chain_equations_solve(struct chain_equations_row *chain, size_t count, struct normal_equations *common, double *x)
{
    size_t common_count = common->unknown_count;
    for (size_t i = 0; i < count; i++) {
        if (!(chain[i].band[0] > 0) || !isfinite(chain[i].band[0]))
            return false;
        eliminate(chain, i, count, common_count);
        normal_equations_add(common, chain[i].common, chain[i].right_side, -1 / chain[i].band[0]);
    }
    if (common_count > 0 && !normal_equations_solve(common, x))
        return false;
    for (size_t i = count; i-- > 0;) {
        double sum = chain[i].right_side;
        for (size_t c = 0; c < common_count; c++)
            sum -= chain[i].common[c] * x[c];
        for (size_t k = 1; k < CHAIN_EQUATIONS_BAND && i + k < count; k++)
            sum -= chain[i].band[k] * chain[i + k].right_side;
        chain[i].right_side = sum / chain[i].band[0];
    }
    return true;
}
