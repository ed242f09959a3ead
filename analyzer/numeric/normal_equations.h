/* SPDX-License-Identifier: MIT */
/* Small systems of normal equations (least squares with a prior for each unknown). */
#ifndef NORMAL_EQUATIONS_H
#define NORMAL_EQUATIONS_H

#include <stdbool.h>
#include <stddef.h>

#define NORMAL_EQUATIONS_UNKNOWNS_MAX 12
#define SOLVE_WAIT 4 /* rows are added so many at a time */

/* Sum of squares of (row . x - value) * weight over all rows added. */
struct normal_equations {
    size_t unknowns;
    double matrix[NORMAL_EQUATIONS_UNKNOWNS_MAX][NORMAL_EQUATIONS_UNKNOWNS_MAX]; /* lower half */
    double right[NORMAL_EQUATIONS_UNKNOWNS_MAX];
    size_t waiting; /* rows that are not in these yet */
    double row[SOLVE_WAIT][NORMAL_EQUATIONS_UNKNOWNS_MAX],
        weighted[SOLVE_WAIT][NORMAL_EQUATIONS_UNKNOWNS_MAX], value[SOLVE_WAIT];
};

void normal_equations_init(struct normal_equations *solve, size_t unknowns);

/* One equation: row . x = value, counted `weight` times (1 / variance). */
void normal_equations_add(struct normal_equations *solve, const double *row, double value, double weight);

/* What is known beforehand of one unknown: its value and standard deviation. Keeps the system solvable. */
void normal_equations_add_prior(struct normal_equations *solve, size_t unknown, double value,
                                double deviation);

/* The least-squares solution by Cholesky's decomposition. False when it is not determined. The system is used
 * up. */
bool normal_equations_solve(struct normal_equations *solve, double *x);

#endif
