/* SPDX-License-Identifier: MIT */
/* Least squares of a chain of unknowns, each of which occurs in equations only with the next few of the chain and with
 * a few common unknowns: a band matrix with a border, solved in O(length of the chain). */
#pragma once

#include "numeric/normal_equations.h"

#include <stdbool.h>
#include <stddef.h>

#define CHAIN_EQUATIONS_BAND 4 /* an unknown and the ones after it with which it may occur */

/* The row of the normal equations of one unknown of the chain. */
struct chain_equations_row {
    double band[CHAIN_EQUATIONS_BAND];            /* of the unknown itself and of the next ones */
    double common[NORMAL_EQUATIONS_UNKNOWNS_MAX]; /* of the common unknowns */
    double right_side;
};

/* Clear chain[count] before equations with this number of common unknowns are added. */
void chain_equations_init(struct chain_equations_row *chain, size_t count, size_t common_count);

/* Solve for the chain, chain[count], and for the common unknowns, whose equations among themselves are `common`. Leaves
 * the solution of the chain in right_side, and writes that of the common ones to x. Overwrites both systems. False if
 * the equations do not determine the solution. */
bool chain_equations_solve(struct chain_equations_row *chain, size_t count, struct normal_equations *common, double *x);
