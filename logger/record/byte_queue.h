/* SPDX-License-Identifier: MIT */
/*
 * Between the thread that reads the port and the one that writes the file: items of bytes, each with the
 * host's time, in order. The reader never waits for the disk: where an item does not fit, it is dropped whole
 * and counted.
 *
 * One thread puts, one takes; any may ask.
 */
#ifndef BYTE_QUEUE_H
#define BYTE_QUEUE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct byte_queue_item {
    int kind; /* the users' own */
    int64_t host_us;
    size_t count; /* bytes that belong to it */
};

struct byte_queue_counts {
    uint64_t dropped_bytes; /* of items that did not fit */
    uint64_t overruns;      /* how often dropping began */
    size_t max_used;        /* bytes */
};

/* Fields are the ring's own. */
struct byte_queue {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    pthread_cond_t emptied;
    char *bytes;
    size_t size;
    size_t start;
    size_t used;
    bool closed;
    bool dropping;
    struct byte_queue_counts counts;
};

/* False when there is no memory. The ring owns its `size` bytes until byte_queue_free. */
bool byte_queue_init(struct byte_queue *ring, size_t size);
void byte_queue_free(struct byte_queue *ring);

/*
 * Put an item and its item->count bytes. Where it does not fit: with `wait`, until it does; else it is
 * dropped and counted (one without bytes is dropped only). False when the ring was closed: nobody takes any
 * more.
 */
bool byte_queue_put(struct byte_queue *ring, const struct byte_queue_item *item, const void *bytes,
                    bool wait);

/* Take the oldest item, waiting at most `wait_ms` for one. Its bytes go to `bytes`, which has room for the
 * largest one put. False when none came in time. */
bool byte_queue_take(struct byte_queue *ring, struct byte_queue_item *item, void *bytes, int wait_ms);

/* The taker takes no more. */
void byte_queue_close(struct byte_queue *ring);
bool byte_queue_is_closed(struct byte_queue *ring);
struct byte_queue_counts byte_queue_counts(struct byte_queue *ring);

#endif
