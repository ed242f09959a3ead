/* SPDX-License-Identifier: MIT */
/* Analyse a session file: run the steps of docs/ANALYSIS.md in their order. */
#pragma once

#include "result/analysis_options.h"
#include "result/result.h"
#include "shared/failure.h"

#include <stdbool.h>

/* Read and analyse one session file (or its .part, or "-" for standard input). The same input always yields the same
 * result; free it with result_free. False, with `*failure` filled in and `*result` empty, if the file cannot be read,
 * is not a session or has no valid row, or when out of memory. */
bool pipeline_run(const char *path, const struct analysis_options *options, struct result *result,
                  struct failure *failure);
