/* SPDX-License-Identifier: MIT */
#include "record/byte_queue.h"

#include "platform/platform.h"

#include <stdlib.h>
#include <string.h>

bool byte_queue_init(struct byte_queue *queue, size_t size)
{
    *queue = (struct byte_queue){.bytes = malloc(size), .size = size};
    if (!queue->bytes)
        return false;
    pthread_mutex_init(&queue->lock, NULL);
    platform_condition_init(&queue->not_empty);
    platform_condition_init(&queue->not_full);
    return true;
}

void byte_queue_free(struct byte_queue *queue)
{
    pthread_cond_destroy(&queue->not_empty);
    pthread_cond_destroy(&queue->not_full);
    pthread_mutex_destroy(&queue->lock);
    free(queue->bytes);
    queue->bytes = NULL;
}

static void copy_in(struct byte_queue *queue, const void *bytes, size_t count)
{
    size_t end = (queue->start + queue->used) % queue->size;
    size_t until_end = queue->size - end; /* the bytes beyond the buffer's end go to its beginning */
    size_t first_count = count < until_end ? count : until_end;
    memcpy(queue->bytes + end, bytes, first_count);
    memcpy(queue->bytes, (const char *)bytes + first_count, count - first_count);
    queue->used += count;
}

static void copy_out(struct byte_queue *queue, void *bytes, size_t count)
{
    size_t until_end = queue->size - queue->start;
    size_t first_count = count < until_end ? count : until_end;
    memcpy(bytes, queue->bytes + queue->start, first_count);
    memcpy((char *)bytes + first_count, queue->bytes, count - first_count);
    queue->start = (queue->start + count) % queue->size;
    queue->used -= count;
}

static void count_dropped(struct byte_queue *queue, size_t count)
{
    if (count == 0)
        return;
    if (!queue->dropping)
        queue->counts.overruns++;
    queue->counts.dropped_bytes += count;
    queue->dropping = true;
}

bool byte_queue_put(struct byte_queue *queue, const struct byte_queue_item *item, const void *bytes,
                    enum byte_queue_when_full when_full)
{
    size_t needed = sizeof *item + item->count;
    pthread_mutex_lock(&queue->lock);
    while (when_full == BYTE_QUEUE_BLOCK && !queue->closed && queue->size - queue->used < needed)
        pthread_cond_wait(&queue->not_full, &queue->lock);
    if (!queue->closed && queue->size - queue->used < needed) {
        count_dropped(queue, item->count);
    } else if (!queue->closed) {
        queue->dropping = false;
        copy_in(queue, item, sizeof *item);
        if (item->count > 0)
            copy_in(queue, bytes, item->count);
        if (queue->used > queue->counts.max_used)
            queue->counts.max_used = queue->used;
        pthread_cond_signal(&queue->not_empty);
    }
    bool is_open = !queue->closed;
    pthread_mutex_unlock(&queue->lock);
    return is_open;
}

bool byte_queue_take(struct byte_queue *queue, struct byte_queue_item *item, void *bytes, int wait_ms)
{
    pthread_mutex_lock(&queue->lock);
    while (queue->used == 0 && platform_condition_wait(&queue->not_empty, &queue->lock, wait_ms))
        ;
    bool taken = queue->used > 0;
    if (taken) {
        copy_out(queue, item, sizeof *item);
        copy_out(queue, bytes, item->count);
        pthread_cond_signal(&queue->not_full);
    }
    pthread_mutex_unlock(&queue->lock);
    return taken;
}

void byte_queue_close(struct byte_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->closed = true;
    pthread_cond_signal(&queue->not_full);
    pthread_mutex_unlock(&queue->lock);
}

bool byte_queue_is_closed(struct byte_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    bool closed = queue->closed;
    pthread_mutex_unlock(&queue->lock);
    return closed;
}

struct byte_queue_counts byte_queue_counts(struct byte_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    struct byte_queue_counts counts = queue->counts;
    pthread_mutex_unlock(&queue->lock);
    return counts;
}
