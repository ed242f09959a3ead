/* SPDX-License-Identifier: MIT */
/*
 * Many sessions, several at a time, in processes that do one after the other. What one session breaks costs
 * that one alone: another process goes on in place of one that died. What they say comes in the order of the
 * list.
 */
#ifndef WORKER_POOL_H
#define WORKER_POOL_H

#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stdbool.h>
#include <stddef.h>

#define WORKER_POOL_MAX 256

/* Do session `index`: text for standard output, or false with the failure. Runs in another process when there
 * are several workers. */
typedef bool worker_pool_task(void *context, size_t index, struct text_buffer *text, struct failure *failure);
/* Get what session `index` said, in their order; `failure` is NULL when it went well. False = stop, the rest
 * is not wanted. */
typedef bool worker_pool_deliver(void *context, size_t index, const struct text_buffer *text,
                                 const struct failure *failure);

struct jobs {
    char *const *name; /* of each session, for sentences */
    size_t count;
    unsigned workers; /* at a time, 1 to WORKER_POOL_MAX; 1 = one after the other in this process */
    worker_pool_task *work;
    worker_pool_deliver *take;
    void *context;
};

/* Do them all. False when no process can be started or memory is short; then some are not done. */
bool worker_pool_run(const struct jobs *jobs, struct failure *failure);

/* How many processors there are to use. */
unsigned worker_pool_processor_count(void);

#endif
