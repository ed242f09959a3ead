/* SPDX-License-Identifier: MIT */
/* What the session cannot support, said in plain words. */
#ifndef RESULT_WARNINGS_H
#define RESULT_WARNINGS_H

struct analysis;
struct result;

/* Add to analysis->notes what a reader of the filled-in result must know. */
void result_warn(const struct result *result, struct analysis *analysis);

#endif
