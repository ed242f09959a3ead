/* SPDX-License-Identifier: MIT */
#include "intake.h"

#include "host_time.h"

#include <string.h>

#define READ_WAIT_MS 100

static bool give(struct intake *intake, enum intake_kind kind, const void *bytes, size_t count, bool wait)
{
    struct ring_item item = {.kind = (int)kind, .host_us = host_time_us(), .count = count};
    return ring_put(&intake->ring, &item, bytes, wait);
}

static void send_commands(struct intake *intake)
{
    char command[INTAKE_COMMAND_SIZE];
    pthread_mutex_lock(&intake->lock);
    size_t length = intake->command_length;
    memcpy(command, intake->command, length);
    intake->command_length = 0;
    pthread_mutex_unlock(&intake->lock);
    if (length > 0)
        link_write(intake->link, command, length);
}

static void note_idle(struct intake *intake)
{
    pthread_mutex_lock(&intake->lock);
    intake->idle_us = host_time_us();
    pthread_mutex_unlock(&intake->lock);
}

static void *read_link(void *context)
{
    struct intake *intake = context;
    bool may_wait = !intake->link->is_serial;
    enum link_status status;
    do {
        size_t count;
        send_commands(intake);
        status = link_read(intake->link, intake->stop_fd, intake->bytes, sizeof intake->bytes, &count,
                           READ_WAIT_MS, &intake->failure);
        if (status == LINK_DATA && !give(intake, INTAKE_BYTES, intake->bytes, count, may_wait))
            return NULL;
        if (status == LINK_SILENT)
            note_idle(intake);
        if (ring_is_closed(&intake->ring))
            return NULL;
    } while (status == LINK_DATA || status == LINK_SILENT);
    intake->end = status;
    give(intake, INTAKE_END, NULL, 0, true);
    return NULL;
}

bool intake_start(struct intake *intake, struct link *link, int stop_fd, struct failure *failure)
{
    *intake = (struct intake){.link = link, .stop_fd = stop_fd};
    if (!ring_init(&intake->ring, INTAKE_RING_BYTES))
        return failure_set(failure, EXIT_STATUS_OUTPUT, "There is not enough memory to record.");
    pthread_mutex_init(&intake->lock, NULL);
    int error = pthread_create(&intake->thread, NULL, read_link, intake);
    if (error == 0)
        return true;
    pthread_mutex_destroy(&intake->lock);
    ring_free(&intake->ring);
    return failure_set(failure, EXIT_STATUS_OUTPUT, "Cannot start to read: %s.", strerror(error));
}

bool intake_take(struct intake *intake, struct ring_item *item, void *bytes, int wait_ms)
{
    return ring_take(&intake->ring, item, bytes, wait_ms);
}

void intake_send(struct intake *intake, const char *command)
{
    size_t length = strlen(command);
    pthread_mutex_lock(&intake->lock);
    if (length <= sizeof intake->command - intake->command_length) {
        memcpy(intake->command + intake->command_length, command, length);
        intake->command_length += length;
    }
    pthread_mutex_unlock(&intake->lock);
}

int64_t intake_idle_us(struct intake *intake)
{
    pthread_mutex_lock(&intake->lock);
    int64_t idle_us = intake->idle_us;
    pthread_mutex_unlock(&intake->lock);
    return idle_us;
}

struct ring_counts intake_stop(struct intake *intake)
{
    ring_close(&intake->ring);
    pthread_join(intake->thread, NULL);
    struct ring_counts counts = ring_counts(&intake->ring);
    pthread_mutex_destroy(&intake->lock);
    ring_free(&intake->ring);
    return counts;
}
