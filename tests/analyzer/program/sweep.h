/* SPDX-License-Identifier: MIT */
/* roller-analyzer with one of its demands refused (tests/support/shim/nth_shim.c), in a folder that is always
 * the same before. */
#ifndef SWEEP_H
#define SWEEP_H

#include "folder_snapshot.h"
#include "support/run_program.h"
#include "support/temp_dir.h"

enum sweep_kind { SWEEP_MEMORY, SWEEP_READ, SWEEP_WRITE };
#define SWEEP_KINDS 3

struct sweep {
    struct temp_dir dir;
    char files[300]; /* the folder it runs in; a temporary folder of its own, scratch/, is within */
    char *session;   /* standard input */
    struct folder_snapshot before;
    char description[200]; /* of the last run */
};

/*
 * For cmocka: `*state` is the sweep. The folder holds sessions/1.csv to 3.csv, of three days, `list` that
 * names the first, and an earlier page or chart where the commands write some of theirs.
 */
int sweep_set_up(void **state);
int sweep_tear_down(void **state);

/*
 * Run it with these arguments, up to a NULL, and demand `n` of that kind refused, or also `all` after it; 0 =
 * none.
 * `*demands` gets how many there were. Free the result; folder_snapshot_restore(&sweep->before, sweep->files)
 * goes back.
 */
struct program_result sweep_run(struct sweep *sweep, const char *const argument[], enum sweep_kind kind,
                                long n, bool all, long *demands);

#endif
