/* SPDX-License-Identifier: MIT */
/* The state of a recording, shared by the files recording_*.c and summary.c. Only recording.c creates one. */
#pragma once

#include "decode/no_session.h"
#include "decode/session_decoder.h"
#include "events/task_events.h"
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

/* What the user has already been told. */
struct recording_reports {
    bool quiet;            /* no readings arrive */
    uint64_t restarts;     /* of the roller, in this file */
    uint64_t unidentified; /* restarts without an H line, in this file */
    bool over_scale;       /* readings are above the full scale, in this file */
    bool period;           /* the H line announced an impossible one */
    unsigned recreated;    /* number of times that the session file was created again */
    bool moved;            /* the session file was renamed or moved */
};

/* A phase of the recording: waiting for the start of a leg, or recording. */
struct recording_phase {
    enum session_leg leg;
    bool waiting;          /* waiting for the start of a leg; nothing is recorded */
    bool start_requested;  /* by the roller's button, by a key, or by the end of the countdown */
    bool began_alone;      /* at the end of the countdown */
    unsigned start_events; /* enum session_event: the landmark at which the leg starts; 0 = none */
    double landmark_mm;    /* tracker.rolled_mm where it was set */
    bool ended_early;      /* by Enter or a lift, not by the duration */
    unsigned countdown_s;  /* shown until the start without a landmark, or the end by a lift; 0 = none */
    bool enter_pressed;    /* Enter was pressed, not too soon after the start of the phase */
    int64_t start_us;      /* host time at which the phase began */
    struct byte_queue_counts earlier_overrun; /* the queue's counts at the start of this file */
};

/* Events that the user has said by a key. They belong to the first row received since then. */
struct recording_said_events {
    unsigned events; /* enum session_event; 0 = none */
    int64_t host_us;
};

#define LANDMARK_KEPT_MAX_US 300000000 /* a landmark left longer ago is forgotten, so that the memory is bounded */

/* The rows since the roller was last at the landmark, while a leg waits for its start. */
struct recording_since_landmark {
    struct received_frame *frame;
    size_t count, capacity;
};

/* What was sent to the reader of the events (--events). */
struct recording_events {
    struct task_events task;
    char state[EVENT_STREAM_LINE_SIZE]; /* the last state line */
    int64_t live_row_us;                /* session time of the row of the last live line */
    size_t places_sent;                 /* number of visits and marks in the last line with the places */
    bool has_received;                  /* a reading has come */
    bool reader_is_gone;                /* and that was reported */
};

/* Bytes in recording.bytes that are not decoded yet. If a phase ends among them, the rest belongs to the next one. */
struct recording_undecoded {
    size_t start;
    size_t count;
    int64_t host_us; /* when the bytes arrived */
};

#define NOT_RECORDED "nothing was recorded" /* the outcome in the messages of no_session.h */

#define RECORDING_FILES_MAX 16 /* the last one is reserved for the second leg */

struct recording {
    const struct options *options;
    struct link link;
    char port[SESSION_WRITER_PATH_SIZE];
    struct link_opening opening;
    struct reader_thread reader;
    struct status_line status_line;
    struct session_decoder decoder;
    struct session_writer writer;
    struct raw_file raw;
    struct disk_watch disk;
    struct live_tracker tracker;
    struct prompt prompt;
    struct recording_events events;
    bool stop_requested;    /* by a command, or by the end of the commands */
    bool discard_requested; /* with stop_requested: do not keep the file */
    char bytes[READER_THREAD_READ_SIZE];
    struct recording_undecoded undecoded;

    int64_t processed_us;   /* everything received before this host time has been processed */
    int64_t reading_us;     /* host time of the newest reading */
    int64_t quiet_us;       /* how long no reading has come, without the time in which this program was suspended */
    bool quiet_bytes;       /* bytes have come since the newest reading */
    bool quiet_synced;      /* the newest reading is on the disk */
    int64_t synced_us;      /* host time at which the session file was last flushed to the disk */
    int64_t requested_us;   /* host time at which the device info was last requested; 0 = never */
    bool id_sent_to_reader; /* the reader thread knows the id of the roller to search for after an unplug */
    bool unplugged;

    struct recording_reports reported;
    struct recording_phase phase;
    char id[17]; /* written to the sessions of both legs */
    struct recording_said_events said;
    struct recording_since_landmark since_landmark;
    bool asks;       /* there is a person to ask: questions_can_be_asked */
    bool has_phases; /* legs wait for their start */

    unsigned saved_count;
    unsigned leg_file; /* index into saved_path of the first file of this leg */
    char saved_path[RECORDING_FILES_MAX][SESSION_WRITER_PATH_SIZE];
};

/* Create the session file and the raw file. The session's name comes from the user or from date, time and leg. */
bool recording_setup_output(struct recording *recording, struct failure *failure);

/* Open the port named by the user, or search for the roller. The search stores the `*received_count` bytes that
 * it received in recording->bytes. */
bool recording_setup_link(struct recording *recording, int stop_fd, size_t *received_count, struct failure *failure);

/* Return a header with the user's information about the session. */
struct session_header recording_setup_header(const struct recording *recording);

/* Record one leg or both. False, with `failure` set, if that could not be done completely. */
bool recording_legs_run(struct recording *recording, struct failure *failure);

/* Return the event that says that the roller is where the leg begins: SESSION_EVENT_ZERO or, with --start knee,
 * SESSION_EVENT_KNEE. */
unsigned recording_landmark(const struct recording *recording);

/* Add events of the user (SESSION_EVENT_MARK, SESSION_EVENT_ZERO, SESSION_EVENT_KNEE) to the first row received at
 * `host_us` or later. */
void recording_add_event(struct recording *recording, unsigned events, int64_t host_us);

/* Return the output for rows. During a leg, rows go to the live tracker and to the file. While the recording waits for
 * a leg to begin, rows go to the live tracker and to a check for the roller's button. */
struct session_decoder_output recording_rows_output(struct recording *recording);

/* Begin another file, because the roller's settings changed so that its rows need another header. */
void recording_begin_next_file(void *context, unsigned changes);

/* Save the file, and print its summary. False, with `failure` set, if it could not be saved. */
bool recording_save_file(struct recording *recording, struct failure *failure);

/* Remove the file that is being recorded. False, with `failure` set, if another program has moved it. */
bool recording_discard_file(struct recording *recording, struct failure *failure);

/* Report what the decoder found since the last call: restarts, and changes of the roller. */
void recording_report_device(struct recording *recording);

/* Whether sessions of both legs were saved. */
bool recording_has_both_legs(const struct recording *recording);

/* Run roller-analyzer, which shows the report of the leg or the comparison of both legs. False, with `failure` set, if
 * it cannot be shown. */
bool recording_show_report(struct recording *recording, struct failure *failure);

/* Return an output that discards everything. */
struct session_decoder_output recording_rows_discard(struct recording *recording);

/* Read the user's input, and redraw the screen if a redraw is due. Sets enter_pressed, unless Enter was pressed too
 * soon after the start of the phase: such an Enter was meant for the previous phase. */
void recording_screen_update(struct recording *recording, int64_t now_us);

/* Return how long a lift lasts that ends a leg, s; 0 = no lift does. */
double recording_lift_limit_s(const struct recording *recording);

/* Return the seconds until the leg ends because the roller is lifted; INFINITY if it does not end. */
double recording_lift_left_s(const struct recording *recording);

/* Show what a row brought (enum live_event) at the next update, and ring the bell for a visit, the dose and a lift. */
void recording_screen_add_events(struct recording *recording, unsigned events);

/* Begin to send events, and to read commands. False, with `failure` set, if their descriptors cannot be used. */
bool recording_events_begin(struct recording *recording, struct failure *failure);

/* Whether readings come from the roller. */
bool recording_is_receiving(const struct recording *recording);

/* Send the state, the places and the live values, if they are due. */
void recording_events_update(struct recording *recording, int64_t now_us);

/* Send what a row brought (enum live_event). */
void recording_events_add_row(struct recording *recording, unsigned events);

/* Send that the leg ends in so many seconds, because the roller is lifted; 0 = it does not. */
void recording_events_add_countdown(struct recording *recording, unsigned left_s);

/* Send that no readings come, and for how long the roller is searched for (NAN = it is not), or that they come again.
 * `port` is where; "" = as before. */
void recording_events_add_lost_link(struct recording *recording, const char *reason, double wait_s);
void recording_events_add_back(struct recording *recording, const char *port, double gap_s);

/* Send that a file is saved, or that it was removed. */
void recording_events_add_saved(struct recording *recording);
void recording_events_add_discarded(struct recording *recording, const char *path);

/* Send the end of the recording; `failure` is NULL if it succeeded. */
void recording_events_end(struct recording *recording, const struct failure *failure);

/* Carry out the commands that have come (--control). */
void recording_control_update(struct recording *recording);

/* The landmark is here: where the roller is while the leg waits for its start. `events`: enum session_event. */
void recording_landmark_set(struct recording *recording, unsigned events);

/* Keep the rows since the roller was last at the landmark. Forget it, with a message, if they have a restart, reach too
 * far back, or are too many for the memory. */
void recording_landmark_follow(struct recording *recording, const struct session_row *row);

/* Begin the leg with the rows kept: the person may have rolled away from the landmark before the start. */
void recording_landmark_begin(struct recording *recording);

/* Process the reader's items until the phase ends. Returns LINK_DATA if the phase is over (start requested,
 * duration reached, Enter pressed) and the link is still open; LINK_STOPPED if the user stopped or the file
 * failed; else the reason why the link ended. LINK_FAILED sets `failure`. */
enum link_status recording_loop(struct recording *recording, struct failure *failure);

#define SUMMARY_SIZE 8192

/* Write the summary of a recording in a few lines of plain words, safe on a terminal, each ending with a newline: rows,
 * duration and size; losses, including those caused by a slow computer (`overrun`); rejected lines by reason; restarts;
 * the command that makes the report, in `program_folder` ("" or "build/"). */
void summary_text(char *text, size_t size, const struct session_decoder *decoder, const struct session_writer *writer,
                  const struct byte_queue_counts *overrun, const char *program_folder);

/* Write the command that makes the report of `path`. */
void summary_report_command(char *text, size_t size, const char *program_folder, const char *path);

/* Write the command that makes the report of both legs, on one page. */
void summary_both_legs(char *text, size_t size, const char *program_folder, const char *first, const char *second);
