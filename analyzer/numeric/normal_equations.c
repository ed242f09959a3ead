/* SPDX-License-Identifier: MIT */
#include "numeric/normal_equations.h"

#include <math.h>
#include <string.h>

void normal_equations_init(struct normal_equations *solve, size_t unknowns)
{
    *solve = (struct normal_equations){.unknowns = unknowns};
}

/*
 * Lines first..last - 1 of the rows that wait, as far as `wide`. All rows at a time, and as wide as the
 * caller says, which the compiler knows: so it works on several numbers at once.
 */
static inline void add_lines(struct normal_equations *solve, size_t first, size_t last, size_t wide)
{
    for (size_t i = first; i < last && i < solve->unknowns; i++) {
        double by_a = solve->weighted[0][i], by_b = solve->weighted[1][i];
        double by_c = solve->weighted[2][i], by_d = solve->weighted[3][i];
        for (size_t k = 0; k < wide; k++)
            solve->matrix[i][k] += (by_a * solve->row[0][k] + by_b * solve->row[1][k]) +
                                   (by_c * solve->row[2][k] + by_d * solve->row[3][k]);
        solve->right[i] += (by_a * solve->value[0] + by_b * solve->value[1]) +
                           (by_c * solve->value[2] + by_d * solve->value[3]);
    }
}

/* Only the lower half of the matrix is read, so the first lines are shorter. */
static void add_waiting(struct normal_equations *solve)
{
    for (size_t w = solve->waiting; w < SOLVE_WAIT; w++)
        memset(solve->weighted[w], 0, sizeof solve->weighted[w]);
    add_lines(solve, 0, 4, 4);
    add_lines(solve, 4, 8, 8);
    add_lines(solve, 8, NORMAL_EQUATIONS_UNKNOWNS_MAX, NORMAL_EQUATIONS_UNKNOWNS_MAX);
    solve->waiting = 0;
}

void normal_equations_add(struct normal_equations *solve, const double *row, double value, double weight)
{
    size_t w = solve->waiting++;
    for (size_t k = 0; k < solve->unknowns; k++) {
        solve->row[w][k] = row[k];
        solve->weighted[w][k] = row[k] * weight;
    }
    solve->value[w] = value;
    if (solve->waiting == SOLVE_WAIT)
        add_waiting(solve);
}

void normal_equations_add_prior(struct normal_equations *solve, size_t unknown, double value,
                                double deviation)
{
    double weight = 1 / (deviation * deviation);
    solve->matrix[unknown][unknown] += weight;
    solve->right[unknown] += weight * value;
}

static bool decompose(struct normal_equations *solve)
{
    for (size_t i = 0; i < solve->unknowns; i++) {
        for (size_t k = 0; k <= i; k++) {
            double sum = solve->matrix[i][k];
            for (size_t j = 0; j < k; j++)
                sum -= solve->matrix[i][j] * solve->matrix[k][j];
            if (k < i) {
                solve->matrix[i][k] = sum / solve->matrix[k][k];
            } else {
                if (!(sum > 0) || !isfinite(sum))
                    return false;
                solve->matrix[i][i] = sqrt(sum);
            }
        }
    }
    return true;
}

bool normal_equations_solve(struct normal_equations *solve, double *x)
{
    add_waiting(solve);
    if (!decompose(solve))
        return false;
    size_t n = solve->unknowns;
    for (size_t i = 0; i < n; i++) {
        x[i] = solve->right[i];
        for (size_t k = 0; k < i; k++)
            x[i] -= solve->matrix[i][k] * x[k];
        x[i] /= solve->matrix[i][i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            x[i] -= solve->matrix[k][i] * x[k];
        x[i] /= solve->matrix[i][i];
    }
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(x[i]))
            return false;
    }
    return true;
}
