/* SPDX-License-Identifier: MIT */
/* Compares a session file with the sent frames, which are those of wire_add_data. They are numbered from 0 in
 * each boot, and there is one per WIRE_PERIOD_US. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct saved {
    size_t rows;
    size_t resumes;
    bool closed; /* the file has an end line, which states the next two numbers */
    unsigned long reported_rows;
    unsigned long reported_lost;
    size_t torn;        /* bytes after the last complete line */
    unsigned frames;    /* frames per boot */
    unsigned char *has; /* has[boot * frames + n]: 1 = frame n of that boot was saved */
};

/* Read a session of `boots` boots of `frames` frames each. Fails the test if a row differs from its frame, or is
 * repeated, out of order or at a different time. Free with saved_free. */
void saved_read(struct saved *saved, const char *path, unsigned boots, unsigned frames);
void saved_free(struct saved *saved);

/* Fail the test unless the session was closed and saved + reported lost = sent. */
void saved_assert_sum(const struct saved *saved, unsigned long sent);
