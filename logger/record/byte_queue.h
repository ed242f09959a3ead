/* SPDX-License-Identifier: MIT */
/*
 * A bounded queue of byte items, each with its host time, from the thread that reads the port to the one that
 * writes the file. The reader never waits for the disk: an item that does not fit is dropped whole and
 * counted.
 *
 * One thread puts, one takes; the other functions may be called by either.
 */
#ifndef BYTE_QUEUE_H
#define BYTE_QUEUE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct byte_queue_item {
    int kind; /* defined by the users */
    int64_t host_us;
    size_t count; /* its bytes */
};

struct byte_queue_counts {
    uint64_t dropped_bytes; /* of items that did not fit */
    uint64_t overruns;      /* how often dropping began */
    size_t max_used;        /* bytes */
};

/* Private. */
struct byte_queue {
    pthread_mutex_t lock;
    pthread_cond_t not_empty;
    pthread_cond_t not_full;
    char *bytes;
    size_t size;
    size_t start;
    size_t used;
    bool closed;
    bool dropping;
    struct byte_queue_counts counts;
};

/* False without memory. */
bool byte_queue_init(struct byte_queue *queue, size_t size);
void byte_queue_free(struct byte_queue *queue);

/*
 * Put an item and its item->count bytes. If it does not fit, wait until it does (`wait`), or drop and count
 * it (an item without bytes is not counted). False when the queue is closed.
 */
bool byte_queue_put(struct byte_queue *queue, const struct byte_queue_item *item, const void *bytes,
                    bool wait);

/* Take the oldest item, waiting at most `wait_ms`. `bytes` must hold the largest item put. False: nothing
 * came. */
bool byte_queue_take(struct byte_queue *queue, struct byte_queue_item *item, void *bytes, int wait_ms);

/* Nothing will be taken any more. */
void byte_queue_close(struct byte_queue *queue);
bool byte_queue_is_closed(struct byte_queue *queue);
struct byte_queue_counts byte_queue_counts(struct byte_queue *queue);

#endif
