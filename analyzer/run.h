/* SPDX-License-Identifier: MIT */
/* One run of the program, from its options to its exit status. */
#pragma once

#include "options.h"
#include "session_list.h"
#include "since_last_time.h"
#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stdbool.h>
#include <stddef.h>

struct run {
    const struct options *options;
    struct session_list sessions; /* paths from the command line and from --files-from */
    enum exit_status status;      /* status of the first failure; EXIT_STATUS_DONE if there was none */
    struct folder_heads heads;    /* report: of the folder of the last session */
    bool shows_progress;          /* run_show_progress shows a line on the terminal */
};

/* Report a failure on standard error; the first one sets the exit status. Returns false. */
bool run_report_failure(struct run *run, const struct failure *failure);

/* Report that there is not enough memory for `what`, such as "the page". Returns false. */
bool run_out_of_memory(struct run *run, enum exit_status status, const char *what);

/* Print `text` on standard output. False, with the failure reported, if it cannot be printed. */
bool run_print(struct run *run, const struct text_buffer *text);

/* Show on the terminal that `done` of `count` sessions have been processed; clear the line if all have. */
void run_show_progress(const struct run *run, size_t done, size_t count);

/* The commands. Each processes `run->sessions` according to `run->options`, and reports failures through `run`. */
void report_command(struct run *run);
void export_command(struct run *run);
void compare_command(struct run *run);
void trend_command(struct run *run);
void repeatability_command(struct run *run);
void anonymise_command(struct run *run);
