/* SPDX-License-Identifier: MIT */
/* What the session cannot support, said in plain words. */
#ifndef WARNINGS_H
#define WARNINGS_H

struct steps;
struct result;

/* Add to steps->notes what a reader of the filled-in result must know. */
void warnings_add(const struct result *result, struct steps *steps);

#endif
