/* SPDX-License-Identifier: MIT */
/*
 * Many sessions in several worker processes, each working on one session after the other. A worker that
 * crashes loses only its own session: another one replaces it. Results are delivered in the order of the
 * sessions.
 */
#ifndef WORKER_POOL_H
#define WORKER_POOL_H

#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stdbool.h>
#include <stddef.h>

#define WORKER_POOL_MAX 256

/* Do session `index`: fill in its result, or return false with the failure. Runs in a worker when there are
 * several. */
typedef bool worker_pool_task(void *context, size_t index, struct text_buffer *result,
                              struct failure *failure);

/* Receive the result of session `index`, in order; `failure` is NULL when it succeeded. False stops: no more
 * results are wanted. */
typedef bool worker_pool_deliver(void *context, size_t index, const struct text_buffer *result,
                                 const struct failure *failure);

struct worker_pool {
    char *const *name; /* [count]: of the sessions, for messages */
    size_t count;
    unsigned workers; /* at a time, up to WORKER_POOL_MAX; 0 and 1 = in this process */
    worker_pool_task *task;
    worker_pool_deliver *deliver;
    void *context;
};

/* Do all sessions. False when no process can be started or out of memory; then some are not done. */
bool worker_pool_run(const struct worker_pool *pool, struct failure *failure);

/* The number of processors to use. */
unsigned worker_pool_processor_count(void);

#endif
