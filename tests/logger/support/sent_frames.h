/* SPDX-License-Identifier: MIT */
/*
 * The sender's own record, to hold a session file against: frames as wire_add_data makes them, numbered from
 * 0 in each boot, one each WIRE_PERIOD_US.
 */
#ifndef SENT_FRAMES_H
#define SENT_FRAMES_H

#include <stdbool.h>
#include <stddef.h>

struct saved {
    size_t rows;
    size_t resumes;
    bool closed; /* the end line is there, and says: */
    unsigned long reported_rows;
    unsigned long reported_lost;
    size_t torn;        /* bytes behind the last whole line */
    unsigned frames;    /* of each boot */
    unsigned char *has; /* has[boot * frames + n]: frame n of that boot is there */
};

/*
 * Read a session of `boots` boots of `frames` frames each. Fails the test on a row that was not sent like
 * that, comes twice or out of order, or stands at a time that is not the sender's. Free with saved_free.
 */
void saved_read(struct saved *saved, const char *path, unsigned boots, unsigned frames);
void saved_free(struct saved *saved);

/* Fail unless it was closed and saved + counted lost = sent. */
void saved_assert_sum(const struct saved *saved, unsigned long sent);

#endif
