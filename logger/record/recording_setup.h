/* SPDX-License-Identifier: MIT */
/* The parts of a recording, and how they are put in place before it runs. */
#ifndef RECORDING_SETUP_H
#define RECORDING_SETUP_H

#include "storage/disk_space.h"
#include "shared/failure.h"
#include "record/reader_thread.h"
#include "serial/link.h"
#include "terminal/live_tracker.h"
#include "decode/no_session.h"
#include "options/options.h"
#include "terminal/status_line.h"
#include "terminal/prompt.h"
#include "storage/raw_file.h"
#include "decode/recorder.h"
#include "storage/session_writer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct recording {
    const struct options *options;
    struct link link;
    char port[SESSION_WRITER_PATH_SIZE]; /* where the roller was found */
    struct no_session_link about_link;
    struct reader_thread intake;
    struct status_line status_line;
    struct recorder recorder;
    struct session_writer writer;
    struct raw_file raw;
    struct disk_watch disk;
    int64_t at_us;       /* host time of what the reader told last: all that came before it was taken */
    int64_t received_us; /* host time when bytes came last */
    int64_t idle_us;     /* how long the reader has looked since then and found nothing */
    int64_t synced_us;
    bool asked;
    bool idle_reported;
    unsigned recreated_reported; /* of the session file */
    bool moved_reported;
    bool unplugged;
    enum session_leg leg;
    bool waiting;           /* for a sign to begin; nothing is recorded meanwhile */
    int64_t phase_start_us; /* host time when the waiting, or the leg, began */
    bool go;                /* the sign: the roller's button, or Enter */
    bool entered;           /* Enter was pressed */
    struct live_tracker tracker;
    struct prompt prompt;
    struct byte_queue_counts overrun_before; /* this session: earlier ones' */
    bool id_sent_to_reader; /* to the intake, which looks for this roller when it was unplugged */
    char bytes[READER_THREAD_READ_SIZE];
};

/* Make the session file, by the name that the user gave or one of date, time and leg; and the raw file. */
bool recording_setup_output(struct recording *recording, struct failure *failure);

/* Open the port that the user named, or look for the roller; what it said meanwhile is in `bytes`
 * (`*received`).
 */
bool recording_setup_link(struct recording *recording, int stop_fd, size_t *received,
                          struct failure *failure);

/* What the user told of the session. */
struct session_header recording_setup_header(const struct recording *recording);

#endif
