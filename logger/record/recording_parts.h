/* SPDX-License-Identifier: MIT */
/* A recording in progress, and what the files recording_*.c and summary.c do with it. Only recording.c owns
 * one. */
#ifndef RECORDING_PARTS_H
#define RECORDING_PARTS_H

#include "decode/no_session.h"
#include "decode/recorder.h"
#include "options/options.h"
#include "record/reader_thread.h"
#include "serial/link.h"
#include "shared/failure.h"
#include "storage/disk_space.h"
#include "storage/raw_file.h"
#include "storage/session_writer.h"
#include "terminal/live_tracker.h"
#include "terminal/prompt.h"
#include "terminal/status_line.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct recording {
    const struct options *options;
    struct link link;
    char port[SESSION_WRITER_PATH_SIZE];
    struct no_session_link link_info;
    struct reader_thread reader;
    struct status_line status_line;
    struct recorder recorder;
    struct session_writer writer;
    struct raw_file raw;
    struct disk_watch disk;
    struct live_tracker tracker;
    struct prompt prompt;
    char bytes[READER_THREAD_READ_SIZE];

    int64_t
        processed_us; /* host time of the reader's last item: everything received until then is processed */
    int64_t received_us; /* host time of the last bytes */
    int64_t idle_us;     /* how long the reader has polled in vain since then */
    int64_t synced_us;
    bool identity_requested;
    bool id_sent_to_reader; /* which then waits for this roller after an unplug */
    bool unplugged;

    bool idle_reported;
    unsigned recreated_reported; /* times that the session file was recreated */
    bool moved_reported;

    enum session_leg leg;
    bool waiting;         /* for the start of a leg; nothing is recorded */
    bool start_requested; /* by the roller's button */
    bool enter_pressed;   /* in time for this phase */
    int64_t
        phase_start_us; /* host time at which the current phase began: waiting for a leg, or recording it */
    struct byte_queue_counts earlier_overrun; /* before this session */

    unsigned saved_count;
    char saved_path[2][SESSION_WRITER_PATH_SIZE];
};

/* Create the session file, named by the user or by date, time and leg, and the raw file. */
bool recording_setup_output(struct recording *recording, struct failure *failure);

/* Open the port named by the user, or search for the roller. `*received` bytes that arrived are in
 * `bytes`. */
bool recording_setup_link(struct recording *recording, int stop_fd, size_t *received,
                          struct failure *failure);

/* A header with what the user said about the session. */
struct session_header recording_setup_header(const struct recording *recording);

/* Where rows go: to the file and the live tracker or, while waiting, only past the check for the roller's
 * button. */
struct recorder_output recording_rows_output(struct recording *recording);

/* An output that discards everything. */
struct recorder_output recording_rows_discard(struct recording *recording);

/* Read what the user typed, and redraw the view when it is due. Sets enter_pressed, except by an Enter too
 * soon after the start of the phase: the second of two was meant for the phase before. */
void recording_screen_update(struct recording *recording, int64_t now_us);

/*
 * Process what the reader delivers until something ends the phase. LINK_DATA: the phase is over (start
 * requested, duration reached, Enter) and the link continues. LINK_STOPPED: the user stops, or the file
 * failed. Otherwise why the link ended; LINK_FAILED comes with the failure.
 */
enum link_status recording_loop(struct recording *recording, struct failure *failure);

#define SUMMARY_SIZE 8192

/*
 * Write the summary of a recording in a few lines of plain words, safe on a terminal, each ending with a
 * newline: rows, duration and size; losses, including those because this computer was too slow (`overrun`);
 * rejected lines by reason; restarts; the command for the report, in `program_folder` ("" or "build/").
 */
void summary_text(char *text, size_t size, const struct recorder *recorder,
                  const struct session_writer *writer, const struct byte_queue_counts *overrun,
                  const char *program_folder);

/* Write the command that compares the sessions `first` and `second`. */
void summary_both_legs(char *text, size_t size, const char *program_folder, const char *first,
                       const char *second);

#endif
