/* SPDX-License-Identifier: MIT */
/* Small linear least-squares problems with a prior for each unknown, solved by normal equations. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define NORMAL_EQUATIONS_UNKNOWNS_MAX 12

/* Sums over all equations row . x = value. The matrix is the sum of weight * row * transposed row, and the right-hand
 * side is the sum of weight * value * row. */
struct normal_equations {
    size_t unknown_count;
    double matrix[NORMAL_EQUATIONS_UNKNOWNS_MAX][NORMAL_EQUATIONS_UNKNOWNS_MAX]; /* lower triangle only */
    double right_side[NORMAL_EQUATIONS_UNKNOWNS_MAX];
};

/* Empty the system and set its number of unknowns, at most NORMAL_EQUATIONS_UNKNOWNS_MAX. */
void normal_equations_init(struct normal_equations *equations, size_t unknown_count);

/* Add the equation row[unknown_count] . x = value. `weight` is 1 / variance of `value`. */
void normal_equations_add(struct normal_equations *equations, const double *row, double value, double weight);

/* Add prior knowledge of one unknown: its value and standard deviation. */
void normal_equations_add_prior(struct normal_equations *equations, size_t unknown, double value, double deviation);

/* Write the least-squares solution to x[unknown_count]. The Cholesky decomposition overwrites the matrix, so call this
 * once. False if the equations do not determine the solution. */
bool normal_equations_solve(struct normal_equations *equations, double *x);
