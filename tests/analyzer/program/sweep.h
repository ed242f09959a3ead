/* SPDX-License-Identifier: MIT */
/* Runs of roller-analyzer in which one allocation, read or write fails (tests/support/shim/nth_shim.c). */
#pragma once

#include "folder_snapshot.h"
#include "support/run_program.h"
#include "support/temp_dir.h"

enum sweep_kind { SWEEP_MEMORY, SWEEP_READ, SWEEP_WRITE };
#define SWEEP_KINDS 3

struct sweep {
    struct temp_dir dir;
    char files[300]; /* its working folder, with scratch/ for its temporary files */
    char *session;   /* text of a session, for standard input */
    struct folder_snapshot before;
    char description[200]; /* description of the last run, for messages */
};

/* For cmocka: `*state` is the sweep. The folder contains sessions/1.csv to 3.csv, recorded on three days, the
 * file `list`, which names the first, and earlier pages and charts that the commands replace. */
int sweep_set_up(void **state);
int sweep_tear_down(void **state);

/* Run roller-analyzer with the arguments before the first NULL, and let request number `n` of a kind fail (0 = no
 * request) and, with `all`, every later one too. Sets `*requests` to the number of requests made. The caller frees
 * the result; folder_snapshot_restore(&sweep->before, sweep->files) resets the folder. */
struct program_result sweep_run(struct sweep *sweep, const char *const argument[], enum sweep_kind kind, long n,
                                bool all, long *requests);
