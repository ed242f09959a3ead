/* SPDX-License-Identifier: MIT */
#include "session/session_table.h"

#include "numeric/row_array.h"
#include "platform/platform.h"
#include "shared/array_grow.h"
#include "shared/statistics.h"

#include <stdlib.h>
#include <string.h>

#define PERIOD_SAMPLE_MAX 1023          /* the period is the median of at most this many time steps */
#define BYTES_PER_FILE_BYTE 2           /* memory for the session and its analysis, per byte of the file */
#define UNKNOWN_FILE_BYTES 32000000     /* an hour; memory that is reserved but not used costs nothing */
#define RESERVE_EXPECTED_AFTER_ROWS 256 /* after this many rows, memory for the expected number of rows is reserved */

void session_table_reserve_heap(struct session_table *session, size_t file_bytes)
{
    const size_t max = (size_t)SESSION_TABLE_ROWS_MAX * SESSION_TABLE_BYTES_PER_ROW;
    if (file_bytes == 0)
        file_bytes = UNKNOWN_FILE_BYTES;
    size_t bytes = file_bytes < max / BYTES_PER_FILE_BYTE ? file_bytes * BYTES_PER_FILE_BYTE : max;
    session->heap_start = platform_reserve_heap(bytes);
}

/* Copy `count` elements to a new array of `capacity` elements; NULL when out of memory. */
static void *copy_array(const void *array, size_t count, size_t capacity, size_t element_size)
{
    void *copy = row_array_alloc(capacity, element_size);
    if (copy != NULL)
        memcpy(copy, array, count * element_size);
    return copy;
}

/* Reserve memory for the expected number of rows. False when out of memory, with the session unchanged. */
static bool reserve_expected_count(struct session_table *session)
{
    size_t count = session->count, capacity = session->expected_count, strips = session->header.strip_count;
    double *time_s = copy_array(session->time_s, count, capacity, sizeof *time_s);
    float *strip = copy_array(session->strip, count * strips, capacity * strips, sizeof *strip), *imu = NULL;
    if (session->header.has_imu)
        imu = copy_array(session->imu, count * SESSION_IMU_AXES, capacity * SESSION_IMU_AXES, sizeof *imu);
    if (time_s == NULL || strip == NULL || (imu == NULL && session->header.has_imu)) {
        free(time_s);
        free(strip);
        free(imu);
        return false;
    }
    free(session->time_s);
    free(session->strip);
    free(session->imu);
    session->time_s = time_s;
    session->strip = strip;
    session->imu = imu;
    session->capacity = capacity;
    return true;
}

/* Reserve memory for one more row. False when out of memory. */
static bool reserve_row(struct session_table *session)
{
    if (session->count < session->capacity)
        return true;
    if (session->count == RESERVE_EXPECTED_AFTER_ROWS && session->expected_count > RESERVE_EXPECTED_AFTER_ROWS &&
        reserve_expected_count(session))
        return true;
    size_t needed = session->count + 1, strips = session->header.strip_count;
    size_t capacity = session->capacity, strip_capacity = capacity, imu_capacity = capacity;
    if (!array_grow(&session->time_s, &capacity, needed, sizeof *session->time_s) ||
        !array_grow(&session->strip, &strip_capacity, needed, strips * sizeof *session->strip))
        return false;
    if (session->header.has_imu &&
        !array_grow(&session->imu, &imu_capacity, needed, SESSION_IMU_AXES * sizeof *session->imu))
        return false;
    session->capacity = capacity;
    return true;
}

static bool add_event(struct session_table *session, unsigned events)
{
    if (!array_grow(&session->event, &session->event_capacity, session->event_count + 1, sizeof *session->event))
        return false;
    session->event[session->event_count++] = (struct session_table_event){session->count, events};
    return true;
}

bool session_table_add(struct session_table *session, const struct parsed_row *row)
{
    if (!reserve_row(session) || (row->event_bits != 0 && !add_event(session, row->event_bits)))
        return false;
    size_t strips = session->header.strip_count, i = session->count;
    session->time_s[i] = row->time_s;
    for (size_t k = 0; k < strips; k++) /* a loop is faster than memcpy for so few strips */
        session->strip[i * strips + k] = row->strip[k];
    for (size_t axis = 0; session->header.has_imu && axis < SESSION_IMU_AXES; axis++)
        session->imu[i * SESSION_IMU_AXES + axis] = row->imu[axis];
    session->count++;
    return true;
}

void session_table_release_strips(struct session_table *session)
{
    free(session->strip);
    session->strip = NULL;
}

void session_table_release_imu(struct session_table *session)
{
    free(session->imu);
    session->imu = NULL;
}

void session_table_free(struct session_table *session)
{
    free(session->time_s);
    free(session->strip);
    free(session->imu);
    free(session->event);
    free(session->heap_start);
    *session = (struct session_table){0};
}

double session_table_median_period_s(const double *time_s, size_t count)
{
    if (count < 2)
        return 0;
    double sample[PERIOD_SAMPLE_MAX];
    size_t steps = count - 1;
    size_t samples = steps < PERIOD_SAMPLE_MAX ? steps : PERIOD_SAMPLE_MAX;
    for (size_t k = 0; k < samples; k++) {
        size_t i = steps <= PERIOD_SAMPLE_MAX ? k : (size_t)((double)k * (double)(steps - 1) / (PERIOD_SAMPLE_MAX - 1));
        sample[k] = time_s[i + 1] - time_s[i];
    }
    return statistics_median(sample, samples);
}
