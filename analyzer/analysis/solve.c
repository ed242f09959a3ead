/* SPDX-License-Identifier: MIT */
#include "solve.h"

#include <math.h>

void solve_init(struct solve *solve, size_t unknowns)
{
    *solve = (struct solve){.unknowns = unknowns};
}

void solve_add(struct solve *solve, const double *row, double value, double weight)
{
    for (size_t i = 0; i < solve->unknowns; i++) {
        double weighted = row[i] * weight;
        if (weighted == 0)
            continue;
        for (size_t k = 0; k <= i; k++)
            solve->matrix[i][k] += weighted * row[k];
        solve->right[i] += weighted * value;
    }
}

void solve_prior(struct solve *solve, size_t unknown, double value, double deviation)
{
    double weight = 1 / (deviation * deviation);
    solve->matrix[unknown][unknown] += weight;
    solve->right[unknown] += weight * value;
}

static bool decompose(struct solve *solve)
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

bool solve_finish(struct solve *solve, double *x)
{
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
