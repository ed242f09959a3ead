/* SPDX-License-Identifier: MIT */
#include "record/reader_thread.h"

#include "platform/platform.h"

#include <stdio.h>
#include <string.h>

#define SEARCH_INTERVAL_MS 200 /* pause between two searches for an unplugged device */
#define GATHER_MS 5            /* pause while bytes of a fast roller gather */

static bool put_item(struct reader_thread *reader, enum reader_thread_kind kind, const void *bytes, size_t count,
                     enum byte_queue_when_full when_full)
{
    struct byte_queue_item item = {.kind = (int)kind, .host_us = platform_now_us(), .count = count};
    return byte_queue_put(&reader->queue, &item, bytes, when_full);
}

/* Queue a poll without bytes. `poll_us` is the time at which the poll began, since the program may have been
 * suspended during the poll. */
static void put_idle(struct reader_thread *reader, int64_t poll_us)
{
    struct byte_queue_item item = {.kind = READER_THREAD_IDLE, .host_us = poll_us};
    byte_queue_put(&reader->queue, &item, NULL, BYTE_QUEUE_DROP);
}

/* Send the waiting commands. If the link does not take them, they keep waiting. */
static void send_commands(struct reader_thread *reader)
{
    pthread_mutex_lock(&reader->lock); /* link_write does not block */
    if (reader->command_length > 0 && link_write(reader->link, reader->command, reader->command_length))
        reader->command_length = 0;
    pthread_mutex_unlock(&reader->lock);
}

/* Queue the name of the port and the bytes received since then. The H line goes first: it shows whether the
 * device has booted, so that the frames before it are assigned to the new boot. */
static bool put_replugged(struct reader_thread *reader, const struct replug_result *result, size_t count)
{
    size_t hello_length = result->hello_end - result->hello_start;
    if (!put_item(reader, READER_THREAD_REPLUGGED, result->name, strlen(result->name), BYTE_QUEUE_BLOCK))
        return false;
    if (hello_length > 0 &&
        !put_item(reader, READER_THREAD_BYTES, reader->bytes + result->hello_start, hello_length, BYTE_QUEUE_BLOCK))
        return false;
    return put_item(reader, READER_THREAD_BYTES, reader->bytes, count, BYTE_QUEUE_BLOCK);
}

/* Queue the id and the port of another roller, if the search has found one. False if the queue is closed. */
static bool put_other(struct reader_thread *reader, struct replug *replug)
{
    char text[sizeof replug->other_id + sizeof replug->other_name];
    if (!replug->found_other)
        return true;
    replug->found_other = false;
    int length = snprintf(text, sizeof text, "%s %s", replug->other_id, replug->other_name);
    return put_item(reader, READER_THREAD_OTHER, text, (size_t)length, BYTE_QUEUE_BLOCK);
}

/* Search for an unplugged device. LINK_DATA if it is back, LINK_LOST if it did not come back in time,
 * LINK_STOPPED if the user or the other thread ends the reading. */
static enum link_status wait_for_replug(struct reader_thread *reader)
{
    struct replug replug;
    struct replug_result result;
    struct link_bytes received = {.bytes = reader->bytes, .size = sizeof reader->bytes};
    char id[sizeof reader->id];
    bool is_serial = reader->link->is_serial;
    link_close(reader->link);
    reader->link_is_open = false;
    pthread_mutex_lock(&reader->lock);
    memcpy(id, reader->id, sizeof id);
    pthread_mutex_unlock(&reader->lock);
    replug_begin(&replug, reader->device.port, id, is_serial, reader->device.baud);
    if (!put_item(reader, READER_THREAD_UNPLUGGED, NULL, 0, BYTE_QUEUE_BLOCK))
        return LINK_STOPPED;
    int64_t start_us = platform_now_us();
    while (platform_now_us() - start_us < reader->device.wait_us) {
        if (replug_try(&replug, reader->link, reader->stop_fd, &received, &result)) {
            reader->link_is_open = true;
            return put_replugged(reader, &result, received.count) ? LINK_DATA : LINK_STOPPED;
        }
        put_idle(reader, platform_now_us());
        if (!put_other(reader, &replug))
            return LINK_STOPPED;
        if (link_wait_for_stop(reader->stop_fd, SEARCH_INTERVAL_MS) || byte_queue_is_closed(&reader->queue))
            return LINK_STOPPED;
    }
    return LINK_LOST;
}

/* Pause after a read from a device. A fast roller sends a thousand packets per second; without a pause the
 * thread would wake up for each of them. A frame every 10 ms is still read at once. */
static void let_bytes_gather(struct reader_thread *reader)
{
    bool is_device = reader->link->is_serial || reader->link->is_terminal;
    if (is_device && !link_is_readable(reader->link))
        (void)link_wait_for_stop(reader->stop_fd, GATHER_MS);
}

static void *read_link(void *context)
{
    struct reader_thread *reader = context;
    enum byte_queue_when_full when_full = reader->link->is_serial ? BYTE_QUEUE_DROP : BYTE_QUEUE_BLOCK;
    enum link_status status;
    do {
        size_t count;
        int64_t poll_us = platform_now_us();
        send_commands(reader);
        status = link_read(reader->link, reader->stop_fd, reader->bytes, sizeof reader->bytes, &count,
                           READER_THREAD_POLL_MS, &reader->failure);
        if (status == LINK_DATA && !put_item(reader, READER_THREAD_BYTES, reader->bytes, count, when_full))
            return NULL;
        if (status == LINK_DATA)
            let_bytes_gather(reader);
        if (status == LINK_IDLE)
            put_idle(reader, poll_us);
        if (reader->device.wait_us > 0 && link_is_unplugged(reader->link, status))
            status = wait_for_replug(reader);
        if (byte_queue_is_closed(&reader->queue))
            return NULL;
    } while (status == LINK_DATA || status == LINK_IDLE);
    reader->end = status;
    put_item(reader, READER_THREAD_END, NULL, 0, BYTE_QUEUE_BLOCK);
    return NULL;
}

bool reader_thread_start(struct reader_thread *reader, struct link *link, const struct reader_thread_device *device,
                         int stop_fd, struct failure *failure)
{
    *reader = (struct reader_thread){.link = link, .link_is_open = true, .device = *device, .stop_fd = stop_fd};
    if (!byte_queue_init(&reader->queue, READER_THREAD_QUEUE_SIZE))
        return failure_set(failure, EXIT_STATUS_OUTPUT, "There is not enough memory to record.");
    pthread_mutex_init(&reader->lock, NULL);
    int error = pthread_create(&reader->thread, NULL, read_link, reader);
    if (error == 0)
        return true;
    pthread_mutex_destroy(&reader->lock);
    byte_queue_free(&reader->queue);
    return failure_set(failure, EXIT_STATUS_OUTPUT, "Cannot start the reader thread: %s.", strerror(error));
}

bool reader_thread_take(struct reader_thread *reader, struct byte_queue_item *item, void *bytes, int wait_ms)
{
    return byte_queue_take(&reader->queue, item, bytes, wait_ms);
}

struct byte_queue_counts reader_thread_overrun(struct reader_thread *reader)
{
    return byte_queue_counts(&reader->queue);
}

int64_t reader_thread_search_us(const struct reader_thread *reader)
{
    return reader->device.wait_us;
}

void reader_thread_send(struct reader_thread *reader, const char *command)
{
    size_t length = strlen(command);
    pthread_mutex_lock(&reader->lock);
    if (length <= sizeof reader->command - reader->command_length) {
        memcpy(reader->command + reader->command_length, command, length);
        reader->command_length += length;
    }
    pthread_mutex_unlock(&reader->lock);
}

void reader_thread_expect_id(struct reader_thread *reader, const char *id)
{
    pthread_mutex_lock(&reader->lock);
    snprintf(reader->id, sizeof reader->id, "%s", id);
    pthread_mutex_unlock(&reader->lock);
}

void reader_thread_stop(struct reader_thread *reader)
{
    byte_queue_close(&reader->queue);
    pthread_join(reader->thread, NULL);
    if (reader->link_is_open)
        link_close(reader->link);
    pthread_mutex_destroy(&reader->lock);
    byte_queue_free(&reader->queue);
}
