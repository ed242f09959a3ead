/* SPDX-License-Identifier: MIT */
#include "record/reader_thread.h"

#include "decode/host_time.h"

#include <stdio.h>
#include <string.h>

#define LOOK_AGAIN_MS 200 /* for an unplugged device */
#define PAUSE_MS 5        /* behind a read that took all there was of a device */

static bool give(struct reader_thread *intake, enum reader_thread_kind kind, const void *bytes, size_t count,
                 bool wait)
{
    struct byte_queue_item item = {.kind = (int)kind, .host_us = host_time_us(), .count = count};
    return byte_queue_put(&intake->ring, &item, bytes, wait);
}

/* Nothing was there from `looked_us` on: the time before the look, for this program may be stopped in its
 * middle. */
static void give_silence(struct reader_thread *intake, int64_t looked_us)
{
    struct byte_queue_item item = {.kind = READER_THREAD_IDLE, .host_us = looked_us};
    byte_queue_put(&intake->ring, &item, NULL, false);
}

static void send_commands(struct reader_thread *intake)
{
    char command[READER_THREAD_COMMAND_SIZE];
    pthread_mutex_lock(&intake->lock);
    size_t length = intake->command_length;
    memcpy(command, intake->command, length);
    intake->command_length = 0;
    pthread_mutex_unlock(&intake->lock);
    if (length > 0)
        link_write(intake->link, command, length);
}

static bool is_unplugged(const struct reader_thread *intake, enum link_status status)
{
    if (intake->device.wait_us == 0)
        return false;
    return status == LINK_LOST ||
           (status == LINK_ENDED && !intake->link->is_serial && intake->link->is_terminal);
}

static bool give_received(struct reader_thread *intake, const struct reconnect_result *result, size_t count)
{
    size_t identity = result->identity_end - result->identity_start;
    if (!give(intake, READER_THREAD_REPLUGGED, result->name, strlen(result->name), true))
        return false;
    if (identity > 0 &&
        !give(intake, READER_THREAD_BYTES, intake->bytes + result->identity_start, identity, true))
        return false;
    return give(intake, READER_THREAD_BYTES, intake->bytes, count, true);
}

/* The device is gone: look for it until it is back (LINK_DATA), or until something else ends the reading. */
static enum link_status wait_for_replug(struct reader_thread *intake)
{
    struct reconnect reconnect;
    struct reconnect_result result;
    struct link_bytes received = {.bytes = intake->bytes, .size = sizeof intake->bytes};
    char id[sizeof intake->id];
    bool is_serial = intake->link->is_serial;
    link_close(intake->link);
    intake->link_is_open = false;
    pthread_mutex_lock(&intake->lock);
    memcpy(id, intake->id, sizeof id);
    pthread_mutex_unlock(&intake->lock);
    reconnect_begin(&reconnect, intake->device.port, id, is_serial, intake->device.baud);
    if (!give(intake, READER_THREAD_UNPLUGGED, NULL, 0, true))
        return LINK_STOPPED;
    for (int64_t start_us = host_time_us(); host_time_us() - start_us < intake->device.wait_us;) {
        if (reconnect_try(&reconnect, intake->link, intake->stop_fd, &received, &result)) {
            intake->link_is_open = true;
            return give_received(intake, &result, received.count) ? LINK_DATA : LINK_STOPPED;
        }
        give_silence(intake, host_time_us());
        if (link_wait(intake->stop_fd, -1, LOOK_AGAIN_MS, &intake->failure) == LINK_DATA ||
            byte_queue_is_closed(&intake->ring))
            return LINK_STOPPED;
    }
    return LINK_LOST;
}

/* A fast roller's bytes come in a thousand packets a second, each of which would wake this program. At 100
 * frames a second each frame is still taken as it comes. */
static void let_bytes_gather(struct reader_thread *intake)
{
    struct failure ignored;
    (void)link_wait(intake->stop_fd, -1, PAUSE_MS, &ignored); /* whoever wants to stop does not wait */
}

static void *read_link(void *context)
{
    struct reader_thread *intake = context;
    bool may_wait = !intake->link->is_serial;
    enum link_status status;
    do {
        size_t count;
        int64_t looked_us = host_time_us();
        send_commands(intake);
        status = link_read(intake->link, intake->stop_fd, intake->bytes, sizeof intake->bytes, &count,
                           READER_THREAD_POLL_MS, &intake->failure);
        if (status == LINK_DATA && !give(intake, READER_THREAD_BYTES, intake->bytes, count, may_wait))
            return NULL;
        if (status == LINK_DATA && link_may_begin_mid_line(intake->link) && !link_is_readable(intake->link))
            let_bytes_gather(intake);
        if (status == LINK_IDLE)
            give_silence(intake, looked_us);
        if (is_unplugged(intake, status))
            status = wait_for_replug(intake);
        if (byte_queue_is_closed(&intake->ring))
            return NULL;
    } while (status == LINK_DATA || status == LINK_IDLE);
    intake->end = status;
    give(intake, READER_THREAD_END, NULL, 0, true);
    return NULL;
}

bool reader_thread_start(struct reader_thread *intake, struct link *link,
                         const struct reader_thread_device *device, int stop_fd, struct failure *failure)
{
    *intake =
        (struct reader_thread){.link = link, .link_is_open = true, .device = *device, .stop_fd = stop_fd};
    if (!byte_queue_init(&intake->ring, READER_THREAD_QUEUE_SIZE))
        return failure_set(failure, EXIT_STATUS_OUTPUT, "There is not enough memory to record.");
    pthread_mutex_init(&intake->lock, NULL);
    int error = pthread_create(&intake->thread, NULL, read_link, intake);
    if (error == 0)
        return true;
    pthread_mutex_destroy(&intake->lock);
    byte_queue_free(&intake->ring);
    return failure_set(failure, EXIT_STATUS_OUTPUT, "Cannot start to read: %s.", strerror(error));
}

bool reader_thread_take(struct reader_thread *intake, struct byte_queue_item *item, void *bytes, int wait_ms)
{
    return byte_queue_take(&intake->ring, item, bytes, wait_ms);
}

void reader_thread_send(struct reader_thread *intake, const char *command)
{
    size_t length = strlen(command);
    pthread_mutex_lock(&intake->lock);
    if (length <= sizeof intake->command - intake->command_length) {
        memcpy(intake->command + intake->command_length, command, length);
        intake->command_length += length;
    }
    pthread_mutex_unlock(&intake->lock);
}

void reader_thread_expect_id(struct reader_thread *intake, const char *id)
{
    pthread_mutex_lock(&intake->lock);
    snprintf(intake->id, sizeof intake->id, "%s", id);
    pthread_mutex_unlock(&intake->lock);
}

struct byte_queue_counts reader_thread_stop(struct reader_thread *intake)
{
    byte_queue_close(&intake->ring);
    pthread_join(intake->thread, NULL);
    if (intake->link_is_open)
        link_close(intake->link);
    struct byte_queue_counts counts = byte_queue_counts(&intake->ring);
    pthread_mutex_destroy(&intake->lock);
    byte_queue_free(&intake->ring);
    return counts;
}
