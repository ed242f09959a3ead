/* SPDX-License-Identifier: MIT */
#include "record/byte_queue.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

bool ring_init(struct ring *ring, size_t size)
{
    *ring = (struct ring){.bytes = malloc(size), .size = size};
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

void ring_free(struct ring *ring)
{
    pthread_cond_destroy(&ring->filled);
    pthread_cond_destroy(&ring->emptied);
    pthread_mutex_destroy(&ring->lock);
    free(ring->bytes);
    ring->bytes = NULL;
}

static void copy_in(struct ring *ring, const void *bytes, size_t count)
{
    size_t at = (ring->start + ring->used) % ring->size;
    size_t first = count < ring->size - at ? count : ring->size - at;
    memcpy(ring->bytes + at, bytes, first);
    memcpy(ring->bytes, (const char *)bytes + first, count - first);
    ring->used += count;
}

static void copy_out(struct ring *ring, void *bytes, size_t count)
{
    size_t first = count < ring->size - ring->start ? count : ring->size - ring->start;
    memcpy(bytes, ring->bytes + ring->start, first);
    memcpy((char *)bytes + first, ring->bytes, count - first);
    ring->start = (ring->start + count) % ring->size;
    ring->used -= count;
}

static void drop(struct ring *ring, size_t count)
{
    if (count == 0)
        return; /* nothing of the device's is lost */
    ring->counts.overruns += ring->dropping ? 0 : 1;
    ring->counts.dropped_bytes += count;
    ring->dropping = true;
}

bool ring_put(struct ring *ring, const struct ring_item *item, const void *bytes, bool wait)
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
        if (ring->used > ring->counts.most_used)
            ring->counts.most_used = ring->used;
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

bool ring_take(struct ring *ring, struct ring_item *item, void *bytes, int wait_ms)
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

void ring_close(struct ring *ring)
{
    pthread_mutex_lock(&ring->lock);
    ring->closed = true;
    pthread_cond_signal(&ring->emptied);
    pthread_mutex_unlock(&ring->lock);
}

bool ring_is_closed(struct ring *ring)
{
    pthread_mutex_lock(&ring->lock);
    bool closed = ring->closed;
    pthread_mutex_unlock(&ring->lock);
    return closed;
}

struct ring_counts ring_counts(struct ring *ring)
{
    pthread_mutex_lock(&ring->lock);
    struct ring_counts counts = ring->counts;
    pthread_mutex_unlock(&ring->lock);
    return counts;
}
