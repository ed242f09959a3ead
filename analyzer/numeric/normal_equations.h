/* SPDX-License-Identifier: MIT */
/* Small linear least squares with a prior for each unknown, by normal equations. */
#ifndef NORMAL_EQUATIONS_H
#define NORMAL_EQUATIONS_H

#include <stdbool.h>
#include <stddef.h>

#define NORMAL_EQUATIONS_UNKNOWNS_MAX 12

/* Sums over all equations row . x = value: matrix = sum of weight row row', right = sum of weight value row.
 */
struct normal_equations {
    size_t unknowns;
    double matrix[NORMAL_EQUATIONS_UNKNOWNS_MAX][NORMAL_EQUATIONS_UNKNOWNS_MAX]; /* lower triangle only */
    double right[NORMAL_EQUATIONS_UNKNOWNS_MAX];
};

void normal_equations_init(struct normal_equations *equations, size_t unknowns);

/* Add the equation row[unknowns] . x = value; weight = 1 / variance of `value`. */
void normal_equations_add(struct normal_equations *equations, const double *row, double value, double weight);

/* Add what is known of one unknown beforehand: its value and standard deviation. */
void normal_equations_add_prior(struct normal_equations *equations, size_t unknown, double value,
                                double deviation);

/* Write the least-squares solution to x[unknowns], by Cholesky decomposition in place: solve once. False when
 * the equations do not determine it. */
bool normal_equations_solve(struct normal_equations *equations, double *x);

#endif
