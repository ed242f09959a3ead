/* SPDX-License-Identifier: MIT */
/* A bounded queue of items, each with its bytes and its host time, from the thread that reads the port to the
 * thread that writes the file. The reader does not block on a slow disk: an item that does not fit can be
 * dropped completely and counted.
 *
 * One thread puts items, and one other thread takes them; both may call byte_queue_close,
 * byte_queue_is_closed and byte_queue_counts. */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct byte_queue_item {
    int kind; /* defined by the user of the queue */
    int64_t host_us;
    size_t count; /* number of bytes that follow */
};

struct byte_queue_counts {
    uint64_t dropped_bytes; /* bytes of items that did not fit */
    uint64_t overruns;      /* number of times that dropping began */
    size_t max_used;        /* largest number of bytes in the queue */
};

/* Private. */
struct byte_queue {
    pthread_mutex_t lock;
    pthread_cond_t not_empty;
    pthread_cond_t not_full;
    char *bytes; /* [size], a ring buffer */
    size_t size;
    size_t start; /* index of the oldest byte */
    size_t used;  /* number of bytes in the queue */
    bool closed;
    bool dropping; /* the last item was dropped */
    struct byte_queue_counts counts;
};

/* Allocate a queue of `size` bytes, for the items and their bytes. False if out of memory; else the caller
 * must free it with byte_queue_free. */
bool byte_queue_init(struct byte_queue *queue, size_t size);
void byte_queue_free(struct byte_queue *queue);

enum byte_queue_when_full {
    BYTE_QUEUE_DROP, /* drop the item; count it as dropped unless it has no bytes */
    BYTE_QUEUE_BLOCK /* block until the item fits or the queue is closed */
};

/* Put an item and the item->count bytes at `bytes`. False if the queue is closed. */
bool byte_queue_put(struct byte_queue *queue, const struct byte_queue_item *item, const void *bytes,
                    enum byte_queue_when_full when_full);

/* Block for up to `wait_ms` until there is an item, and take the oldest one. `bytes` must hold the bytes of the
 * largest item. False if no item arrived. */
bool byte_queue_take(struct byte_queue *queue, struct byte_queue_item *item, void *bytes, int wait_ms);

/* Close the queue: from now on byte_queue_put fails, and no longer blocks. */
void byte_queue_close(struct byte_queue *queue);
bool byte_queue_is_closed(struct byte_queue *queue);

/* Return the counts up to now. */
struct byte_queue_counts byte_queue_counts(struct byte_queue *queue);
