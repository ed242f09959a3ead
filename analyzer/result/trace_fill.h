/* SPDX-License-Identifier: MIT */
/* The rows of a result, for charts and export. */
#ifndef TRACE_FILL_H
#define TRACE_FILL_H

#include <stdbool.h>

struct steps;
struct result;

/*
 * Fill in result->trace, and result->details where the steps kept them; the result's spots are there. The
 * arrays change hands: steps has none of them then. False when memory is short.
 */
bool trace_fill(struct result *result, struct steps *steps);

#endif
