/* SPDX-License-Identifier: MIT */
#include "record/byte_queue.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

bool byte_queue_init(struct byte_queue *ring, size_t size)
{
    *ring = (struct byte_queue){.bytes = malloc(size), .size = size};
    if (!ring->bytes)
        return false;
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC); /* the wall clock may be set while we wait */
    pthread_mutex_init(&ring->lock, NULL);
    pthread_cond_init(&ring->filled, &attributes);
    pthread_cond_init(&ring->emptied, &attributes);
    pthread_condattr_destroy(&attributes);
    return true;
}

void byte_queue_free(struct byte_queue *ring)
{
    pthread_cond_destroy(&ring->filled);
    pthread_cond_destroy(&ring->emptied);
    pthread_mutex_destroy(&ring->lock);
    free(ring->bytes);
    ring->bytes = NULL;
}

static void copy_in(struct byte_queue *ring, const void *bytes, size_t count)
{
    size_t at = (ring->start + ring->used) % ring->size;
    size_t first = count < ring->size - at ? count : ring->size - at;
    memcpy(ring->bytes + at, bytes, first);
    memcpy(ring->bytes, (const char *)bytes + first, count - first);
    ring->used += count;
}

static void copy_out(struct byte_queue *ring, void *bytes, size_t count)
{
    size_t first = count < ring->size - ring->start ? count : ring->size - ring->start;
    memcpy(bytes, ring->bytes + ring->start, first);
    memcpy((char *)bytes + first, ring->bytes, count - first);
    ring->start = (ring->start + count) % ring->size;
    ring->used -= count;
}

static void drop(struct byte_queue *ring, size_t count)
{
    if (count == 0)
        return; /* nothing of the device's is lost */
    ring->counts.overruns += ring->dropping ? 0 : 1;
    ring->counts.dropped_bytes += count;
    ring->dropping = true;
}

bool byte_queue_put(struct byte_queue *ring, const struct byte_queue_item *item, const void *bytes, bool wait)
{
    size_t needed = sizeof *item + item->count;
    pthread_mutex_lock(&ring->lock);
    while (wait && !ring->closed && ring->size - ring->used < needed)
        pthread_cond_wait(&ring->emptied, &ring->lock);
    if (!ring->closed && ring->size - ring->used < needed) {
        drop(ring, item->count);
    } else if (!ring->closed) {
        ring->dropping = false;
        copy_in(ring, item, sizeof *item);
        if (item->count > 0)
            copy_in(ring, bytes, item->count);
        if (ring->used > ring->counts.max_used)
            ring->counts.max_used = ring->used;
        pthread_cond_signal(&ring->filled);
    }
    bool open = !ring->closed;
    pthread_mutex_unlock(&ring->lock);
    return open;
}

static struct timespec time_after_ms(int wait_ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += wait_ms / 1000;
    until.tv_nsec += wait_ms % 1000 * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    return until;
}

bool byte_queue_take(struct byte_queue *ring, struct byte_queue_item *item, void *bytes, int wait_ms)
{
    struct timespec until = time_after_ms(wait_ms);
    pthread_mutex_lock(&ring->lock);
    while (ring->used == 0 && pthread_cond_timedwait(&ring->filled, &ring->lock, &until) != ETIMEDOUT)
        ;
    bool taken = ring->used > 0;
    if (taken) {
        copy_out(ring, item, sizeof *item);
        copy_out(ring, bytes, item->count);
        pthread_cond_signal(&ring->emptied);
    }
    pthread_mutex_unlock(&ring->lock);
    return taken;
}

void byte_queue_close(struct byte_queue *ring)
{
    pthread_mutex_lock(&ring->lock);
    ring->closed = true;
    pthread_cond_signal(&ring->emptied);
    pthread_mutex_unlock(&ring->lock);
}

bool byte_queue_is_closed(struct byte_queue *ring)
{
    pthread_mutex_lock(&ring->lock);
    bool closed = ring->closed;
    pthread_mutex_unlock(&ring->lock);
    return closed;
}

struct byte_queue_counts byte_queue_counts(struct byte_queue *ring)
{
    pthread_mutex_lock(&ring->lock);
    struct byte_queue_counts counts = ring->counts;
    pthread_mutex_unlock(&ring->lock);
    return counts;
}
