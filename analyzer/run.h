/* SPDX-License-Identifier: MIT */
/* One run of the program, from its options to its exit status: what every command needs to reach its user. */
#ifndef RUN_H
#define RUN_H

#include "options.h"
#include "session_list.h"
#include "shared/failure.h"
#include "shared/text_buffer.h"

#include <stdbool.h>
#include <stddef.h>

struct run {
    const struct options *options;
    struct session_list sessions; /* named on the command line and by --files-from */
    enum exit_status status;      /* of the first failure */
    bool shows_progress;          /* a line on the terminal counts sessions */
};

/* Report a failure on standard error; the first one is the exit status. Returns false. */
bool run_report(struct run *run, const struct failure *failure);

/* The same for a lack of memory for `what`: "the page". */
bool run_out_of_memory(struct run *run, enum exit_status status, const char *what);

/* Print a text on standard output. False after reporting that it cannot be printed. */
bool run_print(struct run *run, const struct text_buffer *text);

/* Write a page. False after reporting that there is none. */
bool run_write_page(struct run *run, const char *path, const struct text_buffer *page);

/* Show the page if --open asks for it. */
void run_open_page(struct run *run, const char *path);

/* Where the page goes: the file of -o, else `beside` (owned; NULL = out of memory, which is reported), but
 * NULL for a session on standard input. The caller frees it. */
char *run_page_path(struct run *run, const char *session, char *beside);

/* Say on the terminal that `done` of `count` sessions are done; all of them clears the line. */
void run_show_progress(const struct run *run, size_t done, size_t count);

#endif
