/* SPDX-License-Identifier: MIT */
/* roller-analyzer with one of its requests for memory, reads or writes refused
 * (tests/support/shim/nth_shim.c). */
#ifndef SWEEP_H
#define SWEEP_H

#include "folder_snapshot.h"
#include "support/run_program.h"
#include "support/temp_dir.h"

enum sweep_kind { SWEEP_MEMORY, SWEEP_READ, SWEEP_WRITE };
#define SWEEP_KINDS 3

struct sweep {
    struct temp_dir dir;
    char files[300]; /* the folder it runs in, with scratch/ for its temporary files */
    char *session;   /* standard input */
    struct folder_snapshot before;
    char description[200]; /* of the last run */
};

/* For cmocka: `*state` is the sweep. The folder contains sessions/1.csv to 3.csv of three days, `list`, which
 * names the first, and earlier pages and charts that the commands replace. */
int sweep_set_up(void **state);
int sweep_tear_down(void **state);

/*
 * Run it with these arguments, up to a NULL, and refuse request `n` of that kind (0 = none), with `all` also
 * every later one. `*requests` is how many there were. Free the result;
 * folder_snapshot_restore(&sweep->before, sweep->files) resets the folder.
 */
struct program_result sweep_run(struct sweep *sweep, const char *const argument[], enum sweep_kind kind,
                                long n, bool all, long *requests);

#endif
