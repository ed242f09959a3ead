/* SPDX-License-Identifier: MIT */
/* A pool of worker processes that analyse many sessions. Each worker analyses one session at a time. If a worker
 * crashes, only its current session fails, and a new worker replaces it. Results are delivered in the order of the
 * sessions. */
#pragma once

#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stdbool.h>
#include <stddef.h>

#define WORKER_POOL_MAX 256

/* Process session `index`: add its result, or return false with the failure. If there are several workers, this runs
 * in a worker process, so changes to `context` do not reach the caller. */
typedef bool worker_pool_task(void *context, size_t index, struct text_buffer *result, struct failure *failure);

/* Receive the result of session `index`, in order, in the process that called worker_pool_run. `failure` is NULL if
 * the task succeeded. Return false if no more results are wanted. */
typedef bool worker_pool_deliver(void *context, size_t index, const struct text_buffer *result,
                                 const struct failure *failure);

struct worker_pool {
    char *const *name; /* [count] names of the sessions, for messages */
    size_t count;
    unsigned worker_count; /* number of workers, up to WORKER_POOL_MAX; 0 or 1 = run in this process */
    worker_pool_task *task;
    worker_pool_deliver *deliver;
    void *context;
};

/* Process all sessions, until `deliver` wants no more. False, with the failure, if no process can be started or when
 * out of memory; some sessions are then not delivered. */
bool worker_pool_run(const struct worker_pool *pool, struct failure *failure);

/* Return the number of processors, at most WORKER_POOL_MAX. */
unsigned worker_pool_processor_count(void);
