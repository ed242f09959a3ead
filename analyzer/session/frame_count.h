/* SPDX-License-Identifier: MIT */
/* Counts the frames of a session by the sequence numbers of its rows, which begin again at 0 after 65535. */
#pragma once

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#define FRAME_COUNT_RANGE 65536.0

struct frame_count {
    double last_seq;           /* sequence number of the last row in order; -1 = none */
    size_t lost;               /* frames missing up to that row */
    size_t next_count;         /* rows in order whose sequence number is the next one */
    double low_seq, high_seq;  /* the smallest and the largest of all rows; low_seq > high_seq = none */
    size_t rejected_since_row; /* rows rejected since the last row in order */

    /* last_seq and lost before the last row in order, in case that row turns out to be misplaced */
    double seq_before_last;
    size_t lost_before_last;
};

#define FRAME_COUNT_NONE                                                                                               \
    ((struct frame_count){.last_seq = -1, .low_seq = INFINITY, .high_seq = -INFINITY, .seq_before_last = -1})

/* Return by how many frames the sequence number `seq` (-1 = none) follows the last row in order; 0 = unknown, or a
 * number is wrong or counting began again. */
static inline double frame_count_step(const struct frame_count *frames, double seq)
{
    double step = seq - frames->last_seq;
    if (frames->last_seq < 0 || seq < 0)
        return 0;
    if (step <= 0)
        step += FRAME_COUNT_RANGE;
    return step >= 1 && step < FRAME_COUNT_RANGE / 2 ? step : 0;
}

/* Include the sequence number of any row, in order or not. */
static inline void frame_count_see(struct frame_count *frames, double seq)
{
    if (seq < 0)
        return;
    frames->low_seq = seq < frames->low_seq ? seq : frames->low_seq;
    frames->high_seq = seq > frames->high_seq ? seq : frames->high_seq;
}

/* Count the frames missing between the last row in order and this one; rejected rows are not missing, and none is if
 * the recording was resumed with this row, after a restart or a replug. */
static inline void frame_count_add(struct frame_count *frames, double seq, bool resumed)
{
    size_t rejected = frames->rejected_since_row;
    double step = frame_count_step(frames, seq);
    frames->rejected_since_row = 0;
    frames->seq_before_last = frames->last_seq;
    frames->lost_before_last = frames->lost;
    frames->last_seq = seq;
    frames->next_count += step == 1;
    if (step > 0 && !resumed)
        frames->lost += (size_t)fmax(step - 1 - (double)rejected, 0);
}

/* Take the last row back, which turned out to be misplaced. */
static inline void frame_count_drop_last(struct frame_count *frames)
{
    frames->last_seq = frames->seq_before_last;
    frames->lost = frames->lost_before_last;
    frames->rejected_since_row++;
}

/* Whether most of `row_count` rows are successive frames, so that no rows were left out on purpose. `sorted`: the rows
 * came in another order. */
static inline bool frame_count_is_successive(const struct frame_count *frames, size_t row_count, bool sorted)
{
    double rows = (double)row_count, range = frames->high_seq - frames->low_seq;
    if (sorted) /* the range tells if counting did not begin again */
        return range >= 0 && range < 2 * rows && range < FRAME_COUNT_RANGE / 2;
    return (double)frames->next_count > rows / 2;
}
