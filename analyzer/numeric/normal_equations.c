/* SPDX-License-Identifier: MIT */
#include "numeric/normal_equations.h"

#include <math.h>

void normal_equations_init(struct normal_equations *equations, size_t unknown_count)
{
    *equations = (struct normal_equations){.unknown_count = unknown_count};
}

void normal_equations_add(struct normal_equations *equations, const double *row, double value, double weight)
{
    for (size_t i = 0; i < equations->unknown_count; i++) {
        double weighted = row[i] * weight;
        for (size_t k = 0; k <= i; k++)
            equations->matrix[i][k] += weighted * row[k];
        equations->right_side[i] += weighted * value;
    }
}

void normal_equations_add_prior(struct normal_equations *equations, size_t unknown, double value, double deviation)
{
    double weight = 1 / (deviation * deviation);
    equations->matrix[unknown][unknown] += weight;
    equations->right_side[unknown] += weight * value;
}

/* Replace the matrix with its Cholesky factor L, where matrix = L * transposed L. False if the matrix is not
 * positive definite. */
static bool decompose(struct normal_equations *equations)
{
    for (size_t i = 0; i < equations->unknown_count; i++) {
        for (size_t k = 0; k <= i; k++) {
            double sum = equations->matrix[i][k];
            for (size_t j = 0; j < k; j++)
                sum -= equations->matrix[i][j] * equations->matrix[k][j];
            if (k < i) {
                equations->matrix[i][k] = sum / equations->matrix[k][k];
            } else {
                if (!(sum > 0) || !isfinite(sum))
                    return false;
                equations->matrix[i][i] = sqrt(sum);
            }
        }
    }
    return true;
}

bool normal_equations_solve(struct normal_equations *equations, double *x)
{
    if (!decompose(equations))
        return false;
    size_t unknown_count = equations->unknown_count;
    for (size_t i = 0; i < unknown_count; i++) {
        x[i] = equations->right_side[i];
        for (size_t k = 0; k < i; k++)
            x[i] -= equations->matrix[i][k] * x[k];
        x[i] /= equations->matrix[i][i];
    }
    for (size_t i = unknown_count; i-- > 0;) {
        for (size_t k = i + 1; k < unknown_count; k++)
            x[i] -= equations->matrix[k][i] * x[k];
        x[i] /= equations->matrix[i][i];
    }
    for (size_t i = 0; i < unknown_count; i++)
        if (!isfinite(x[i]))
            return false;
    return true;
}
