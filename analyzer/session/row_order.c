/* SPDX-License-Identifier: MIT */
#include "session/row_order.h"

#include "numeric/row_array.h"
#include "shared/array_grow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SORTED_MISPLACED_MIN 5         /* fewer misplaced rows are damaged ones */
#define SORTED_MISPLACED_PART_MIN 0.01 /* of all rows */
#define CLOSE_PERIODS 0.5              /* rows that are closer than this many periods are two recordings, or repeated */
#define CLOSE_PART_MAX 0.01            /* of the misplaced rows, after sorting */
#define SEQ_STEP_MAX 1000              /* a row whose sequence number is farther ahead is of another recording */
#define NO_ROW UINT32_MAX

/* A new row is not later than the last row, so one of the two times is wrong. Return true if it is the time of the last
 * row. The correct time is the one that continues the steps of the earlier rows more regularly. */
static bool is_last_row_wrong(const struct row_order *order, double time_s)
{
    const double *recent = order->recent_s;
    if (order->recent_count == 1)
        return time_s < recent[0];
    double step_to_new = time_s - recent[1], step_to_last = recent[0] - recent[1];
    if (order->recent_count == 2) /* with two rows, no typical step is known yet */
        return step_to_new > 0 && step_to_last > 2 * step_to_new;
    double typical_step = recent[1] - recent[2];
    return step_to_new > 0 && fabs(step_to_new - typical_step) < fabs(step_to_last - typical_step);
}

enum row_place row_order_place(const struct row_order *order, double time_s, double seq_step)
{
    if (row_order_follows(order, time_s))
        return ROW_FOLLOWS;
    if (time_s == order->recent_s[0] && seq_step > 0)
        return ROW_SAME_TIME;
    if (is_last_row_wrong(order, time_s))
        return ROW_REPLACES_LAST;
    return seq_step > 0 && seq_step <= SEQ_STEP_MAX ? ROW_MISPLACED : ROW_UNRELATED;
}

static bool add_misplaced(struct row_order *order, size_t row)
{
    if (!array_grow(&order->misplaced, &order->misplaced_capacity, order->misplaced_count + 1,
                    sizeof *order->misplaced))
        return false;
    order->misplaced[order->misplaced_count++] = (uint32_t)row;
    return true;
}

static bool add_out_of_order(struct row_order *order, enum row_place place, double time_s, size_t row,
                             size_t line_number)
{
    if (place == ROW_SAME_TIME) {
        order->same_time_count++;
        order->last_row = row;
        return true; /* the time before it stays the typical step's */
    }
    if (order->first_line == 0) {
        order->first_line = line_number;
        order->first_reason = place == ROW_REPLACES_LAST ? "follows a row with a later time"
                              : time_s == order->recent_s[0]
                                  ? "has the time of the row before it, and no sequence number (seq) that follows"
                                  : "goes back in time";
    }
    if (place == ROW_MISPLACED || place == ROW_UNRELATED) {
        second_recording_add(&order->second, place == ROW_UNRELATED, time_s, row, line_number);
        return add_misplaced(order, row);
    }
    if (!add_misplaced(order, order->last_row))
        return false;
    order->recent_s[0] = time_s;
    order->last_row = row;
    return true;
}

bool row_order_add(struct row_order *order, enum row_place place, double time_s, size_t row, size_t line_number)
{
    if (place != ROW_FOLLOWS)
        return add_out_of_order(order, place, time_s, row, line_number);
    order->recent_s[2] = order->recent_s[1];
    order->recent_s[1] = order->recent_s[0];
    order->recent_s[0] = time_s;
    order->recent_count += order->recent_count < 3;
    order->last_row = row;
    return true;
}

struct timed_row {
    double time_s;
    uint32_t row;
};

static int compare_times(const void *a, const void *b)
{
    const struct timed_row *row_a = a, *row_b = b;
    int order = (row_a->time_s > row_b->time_s) - (row_a->time_s < row_b->time_s);
    return order != 0 ? order : (row_a->row > row_b->row) - (row_a->row < row_b->row);
}

/* Whether the rows, sorted by time, are one recording: hardly any two are much closer than the rate says. Those of two
 * recordings would alternate. */
static bool is_one_recording(const struct timed_row *rows, size_t count, double rate_hz, size_t misplaced_count)
{
    size_t close = 0;
    for (size_t i = 1; i < count; i++)
        close += (rows[i].time_s - rows[i - 1].time_s) * rate_hz < CLOSE_PERIODS;
    return rate_hz > 0 && (double)close <= CLOSE_PART_MAX * (double)misplaced_count;
}

/* Return the rows of the table in the order of time; NULL when out of memory, or if that is not to be done. */
static uint32_t *find_sorted_rows(const struct row_order *order, const struct session_table *session)
{
    size_t count = session->count;
    if (order->misplaced_count < SORTED_MISPLACED_MIN ||
        (double)order->misplaced_count < SORTED_MISPLACED_PART_MIN * (double)count)
        return NULL;
    struct timed_row *rows = row_array_alloc(count, sizeof *rows);
    if (rows == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct timed_row){session->time_s[i], (uint32_t)i};
    qsort(rows, count, sizeof *rows, compare_times);
    uint32_t *sorted = NULL;
    if (is_one_recording(rows, count, session->header.rate_hz, order->misplaced_count))
        sorted = row_array_alloc(count, sizeof *sorted);
    for (size_t i = 0; sorted != NULL && i < count; i++)
        sorted[i] = rows[i].row;
    free(rows);
    return sorted;
}

static int compare_rows(const void *a, const void *b)
{
    const uint32_t *row_a = a, *row_b = b;
    return (*row_a > *row_b) - (*row_a < *row_b);
}

/* Return the rows of the table that are in order; NULL when out of memory. */
static uint32_t *find_placed_rows(struct row_order *order, size_t count)
{
    uint32_t *placed = row_array_alloc(count, sizeof *placed);
    size_t next = 0, kept = 0;
    qsort(order->misplaced, order->misplaced_count, sizeof *order->misplaced, compare_rows);
    for (size_t i = 0; placed != NULL && i < count; i++)
        if (next < order->misplaced_count && order->misplaced[next] == i)
            next++;
        else
            placed[kept++] = (uint32_t)i;
    return placed;
}

/* Replace an array of the table by its elements `rows`. False when out of memory, with the array unchanged. */
static bool select_elements(void *array_pointer, const uint32_t *rows, size_t count, size_t size)
{
    char **array = array_pointer;
    char *selected = *array != NULL ? row_array_alloc(count, size) : NULL;
    for (size_t i = 0; selected != NULL && i < count; i++)
        memcpy(selected + i * size, *array + rows[i] * size, size);
    if (*array == NULL || selected == NULL)
        return *array == NULL;
    free(*array);
    *array = selected;
    return true;
}

static int compare_events(const void *a, const void *b)
{
    const struct session_table_event *event_a = a, *event_b = b;
    return (event_a->row > event_b->row) - (event_a->row < event_b->row);
}

/* Move the events to the rows' new places, and drop those of rows that are gone. */
static bool select_events(struct session_table *session, const uint32_t *rows, size_t count)
{
    uint32_t *place = row_array_alloc(session->count, sizeof *place);
    size_t kept = 0;
    if (place == NULL)
        return false;
    for (size_t i = 0; i < session->count; i++)
        place[i] = NO_ROW;
    for (size_t i = 0; i < count; i++)
        place[rows[i]] = (uint32_t)i;
    for (size_t k = 0; k < session->event_count; k++)
        if (place[session->event[k].row] != NO_ROW)
            session->event[kept++] =
                (struct session_table_event){place[session->event[k].row], session->event[k].event_bits};
    session->event_count = kept;
    if (kept > 0)
        qsort(session->event, kept, sizeof *session->event, compare_events);
    free(place);
    return true;
}

/* Find the rows to keep if they are not to be sorted: those that are in order and before a second recording. Sets their
 * number and the number of misplaced rows. NULL when out of memory. */
static uint32_t *find_kept_rows(struct row_order *order, const struct session_table *session, size_t *kept,
                                size_t *removed)
{
    uint32_t *rows = find_placed_rows(order, session->count);
    size_t before = 0, all = session->count - order->misplaced_count;
    while (rows != NULL && before < all && rows[before] < order->second.row)
        before++;
    bool has_second = rows != NULL && second_recording_exists(&order->second, session, rows, before);
    order->second_line = has_second ? order->second.line : 0;
    *kept = has_second ? before : all;
    *removed = has_second ? order->second.row - before : order->misplaced_count;
    return rows;
}

/* Keep the rows rows[count] of the table, in this order. False when out of memory. */
static bool select_rows(struct session_table *session, const uint32_t *rows, size_t count)
{
    bool ok = select_events(session, rows, count) &&
              select_elements(&session->time_s, rows, count, sizeof *session->time_s) &&
              select_elements(&session->strip, rows, count, session->header.strip_count * sizeof *session->strip) &&
              select_elements(&session->imu, rows, count, SESSION_IMU_AXES * sizeof *session->imu);
    session->count = session->capacity = count;
    return ok;
}

/* Spread the rows [first, end), which have one time, up to `next_s`; at most a period apart. */
static void spread(double *time_s, size_t first, size_t end, double next_s, double period_s)
{
    double step_s = fmin(period_s, (next_s - time_s[first]) / (double)(end - first));
    for (size_t i = first + 1; i < end; i++)
        time_s[i] = time_s[first] + step_s * (double)(i - first);
}

static void spread_equal_times(struct session_table *session)
{
    double *time_s = session->time_s;
    size_t count = session->count;
    double duration_s = time_s[count - 1] - time_s[0];
    double period_s = session->header.rate_hz > 0 ? 1 / session->header.rate_hz
                      : duration_s > 0            ? duration_s / (double)(count - 1)
                                                  : 1;
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count && time_s[end] == time_s[first];)
            end++;
        if (end > first + 1)
            spread(time_s, first, end, end < count ? time_s[end] : INFINITY, period_s);
    }
}

bool row_order_finish(struct row_order *order, struct session_table *session, size_t *removed)
{
    bool ok = true;
    *removed = 0;
    if (order->misplaced_count > 0) {
        uint32_t *rows = find_sorted_rows(order, session);
        size_t kept = session->count;
        order->sorted = rows != NULL;
        if (rows == NULL)
            rows = find_kept_rows(order, session, &kept, removed);
        ok = rows != NULL && select_rows(session, rows, kept);
        free(rows);
    }
    if (ok && order->same_time_count > 0 && session->count > 0)
        spread_equal_times(session);
    return ok;
}

void row_order_free(struct row_order *order)
{
    free(order->misplaced);
    order->misplaced = NULL;
}
