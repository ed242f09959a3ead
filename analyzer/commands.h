/* SPDX-License-Identifier: MIT */
/* The commands of roller-analyzer. Each processes `run->sessions` according to `run->options`, and reports
 * failures through `run`. */
#pragma once

#include "run.h"

void report_command(struct run *run);
void export_command(struct run *run);
void compare_command(struct run *run);
void trend_command(struct run *run);
