/* SPDX-License-Identifier: MIT */
/* A thread that reads the link, so that a slow disk never blocks the port. It passes the bytes through a
 * queue to the thread that called reader_thread_start.
 *
 * The thread searches for an unplugged device (replug.h) for up to reader_thread_device.wait_us. While the
 * queue is full, it does not read from a file, a pipe or a pseudo-terminal. A serial device cannot be paused,
 * so its bytes that do not fit into the queue are dropped and counted. */
#pragma once

#include "record/byte_queue.h"
#include "serial/link.h"
#include "serial/replug.h"
#include "shared/failure.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define READER_THREAD_READ_SIZE 65536
#define READER_THREAD_QUEUE_SIZE 4194304 /* enough for 40 s at 1000000 baud */
#define READER_THREAD_COMMAND_SIZE 64
#define READER_THREAD_POLL_MS 100 /* how long one read blocks if there are no bytes */

/* The kinds of items in the queue. A poll without bytes is queued too, so that it cannot overtake bytes
 * received earlier. After READER_THREAD_REPLUGGED the next bytes begin with the device's H line, if it sent one. */
enum reader_thread_kind {
    READER_THREAD_BYTES,     /* bytes from the device */
    READER_THREAD_IDLE,      /* a poll of up to READER_THREAD_POLL_MS, started at host_us, found no bytes */
    READER_THREAD_UNPLUGGED, /* the device is gone, and the reader searches for it */
    READER_THREAD_OTHER,     /* another roller answers where the reader searches; the bytes are "ID PORT" */
    READER_THREAD_REPLUGGED, /* the device is back; the item's bytes are the name of its port */
    READER_THREAD_END        /* the last item; `end` says why the reader ended; LINK_FAILED sets `failure` */
};

struct reader_thread_device {
    const char *port; /* path to open again; owned by the caller */
    int baud;
    int64_t wait_us; /* how long to search for an unplugged device; 0 = no search */
};

/* Private, except `end` and `failure` after READER_THREAD_END. */
struct reader_thread {
    struct link *link;
    bool link_is_open;
    struct reader_thread_device device;
    struct byte_queue queue;
    int stop_fd;
    pthread_t thread;
    enum link_status end; /* why the reader ended */
    struct failure failure;
    pthread_mutex_t lock; /* protects `command`, `command_length` and `id` */
    char command[READER_THREAD_COMMAND_SIZE];
    size_t command_length;
    char id[32]; /* id of the roller to search for; "" = unknown */
    char bytes[READER_THREAD_READ_SIZE];
};

/* Start reading `link`; reader_thread_stop closes the link. The thread also ends when `stop_fd`
 * (platform_open_stop_pipe) becomes readable. False (EXIT_STATUS_OUTPUT) if there is not enough memory or no thread can
 * be started; the caller must then close the link. */
bool reader_thread_start(struct reader_thread *reader, struct link *link, const struct reader_thread_device *device,
                         int stop_fd, struct failure *failure);

/* Block for up to `wait_ms` until there is an item, and take it. `bytes` must hold READER_THREAD_READ_SIZE
 * bytes. False if no item arrived. */
bool reader_thread_take(struct reader_thread *reader, struct byte_queue_item *item, void *bytes, int wait_ms);

/* Return what was dropped because the queue was full. */
struct byte_queue_counts reader_thread_overrun(struct reader_thread *reader);

/* Return how long the thread searches for an unplugged device. */
int64_t reader_thread_search_us(const struct reader_thread *reader);

/* Ask the thread to send a command to the device. It does so within READER_THREAD_POLL_MS. */
void reader_thread_send(struct reader_thread *reader, const char *command);

/* Set the id of the roller to search for after an unplug. */
void reader_thread_expect_id(struct reader_thread *reader, const char *id);

/* End the thread, close the link and free the queue. Blocks for up to READER_THREAD_POLL_MS or, during a
 * search, until the current attempt ends. */
void reader_thread_stop(struct reader_thread *reader);
