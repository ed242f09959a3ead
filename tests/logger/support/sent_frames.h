/* SPDX-License-Identifier: MIT */
/*
 * Compares a session file with the frames that were sent: those of wire_add_data, numbered from 0 in each
 * boot, one per WIRE_PERIOD_US.
 */
#ifndef SENT_FRAMES_H
#define SENT_FRAMES_H

#include <stdbool.h>
#include <stddef.h>

struct saved {
    size_t rows;
    size_t resumes;
    bool closed; /* there is an end line, with the next two numbers */
    unsigned long reported_rows;
    unsigned long reported_lost;
    size_t torn;        /* bytes after the last complete line */
    unsigned frames;    /* frames per boot */
    unsigned char *has; /* has[boot * frames + n]: frame n of that boot was saved */
};

/*
 * Read a session of `boots` boots of `frames` frames each. Fails the test on a row that was not sent, comes
 * twice or out of order, or has another time than the sender's. Free with saved_free.
 */
void saved_read(struct saved *saved, const char *path, unsigned boots, unsigned frames);
void saved_free(struct saved *saved);

/* Fail unless the session was closed and saved + reported lost = sent. */
void saved_assert_sum(const struct saved *saved, unsigned long sent);

#endif
