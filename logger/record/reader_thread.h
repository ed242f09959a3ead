/* SPDX-License-Identifier: MIT */
/*
 * The thread that reads the link, so that no disk ever keeps the port waiting. What it reads goes through a
 * ring to the thread that called reader_thread_start.
 *
 * A device that is unplugged is looked for again (reconnect.h) for as long as reader_thread_device.wait_us
 * says.
 *
 * A link that holds its sender back (a file, a pipe, a pseudo-terminal) is let wait when the ring is full; a
 * serial device cannot wait, and what does not fit is dropped and counted.
 */
#ifndef READER_THREAD_H
#define READER_THREAD_H

#include "shared/failure.h"
#include "serial/link.h"
#include "serial/reconnect.h"
#include "record/byte_queue.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define READER_THREAD_READ_SIZE 65536
#define READER_THREAD_QUEUE_SIZE 4194304 /* 40 s at 1000000 baud */
#define READER_THREAD_COMMAND_SIZE 64
#define READER_THREAD_POLL_MS 100 /* how long the reader waits for bytes at a time */

enum reader_thread_kind {
    READER_THREAD_BYTES,
    READER_THREAD_IDLE, /* the reader looked, for READER_THREAD_POLL_MS at most, and found nothing. The item's
                       time is that before   the look. Told in its place among the bytes, so that nobody takes
                       for silence what came and was   not taken yet */
    READER_THREAD_UNPLUGGED, /* the device is gone; it is looked for */
    READER_THREAD_REPLUGGED, /* it is there again; the item's bytes are the name of its port. Bytes that
                    follow begin with its H line, where it said one */
    READER_THREAD_END        /* the last one: intake->end says why, intake->failure what with LINK_FAILED */
};

struct reader_thread_device {
    const char *port; /* the caller's text: what to open again */
    int baud;
    int64_t wait_us; /* how long an unplugged device is looked for; 0 = not */
};

/* Fields are the intake's own, but for end and failure once READER_THREAD_END was taken. */
struct reader_thread {
    struct link *link;
    bool link_is_open;
    struct reader_thread_device device;
    struct byte_queue ring;
    int stop_fd;
    pthread_t thread;
    enum link_status end;
    struct failure failure;
    pthread_mutex_t lock; /* of what follows */
    char command[READER_THREAD_COMMAND_SIZE];
    size_t command_length;
    char id[32];
    char bytes[READER_THREAD_READ_SIZE];
};

/* Start to read `link`, which is the intake's from now on: reader_thread_stop closes it. `stop_fd`
 * (stop_signal.h) readable ends it. False (EXIT_STATUS_OUTPUT), the link still the caller's, when there is no
 * memory or no thread. */
bool reader_thread_start(struct reader_thread *intake, struct link *link,
                         const struct reader_thread_device *device, int stop_fd, struct failure *failure);

/* Take what was read next, waiting at most `wait_ms`. `bytes` has room for READER_THREAD_READ_SIZE. False:
 * nothing came. */
bool reader_thread_take(struct reader_thread *intake, struct byte_queue_item *item, void *bytes, int wait_ms);

/* Have a command sent to the device, within a tenth of a second. */
void reader_thread_send(struct reader_thread *intake, const char *command);

/* Which roller to look for when it was unplugged. */
void reader_thread_expect_id(struct reader_thread *intake, const char *id);

/* End the thread (within a tenth of a second, or one look for an unplugged device), close the link, free the
 * ring. */
struct byte_queue_counts reader_thread_stop(struct reader_thread *intake);

#endif
