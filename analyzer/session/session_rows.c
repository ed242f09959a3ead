/* SPDX-License-Identifier: MIT */
#include "session/session_rows.h"

#include "shared/statistics.h"
#include "numeric/row_array.h"

#include <stdlib.h>
#include <string.h>

#define PERIOD_SAMPLE 1023 /* row steps whose median is the period */
#define FIRST_CAPACITY 256

static bool grow_array(void *array_pointer, size_t capacity, size_t element_size)
{
    void *old;
    memcpy(&old, array_pointer, sizeof old);
    void *grown = realloc(old, capacity * element_size);
    if (grown == NULL)
        return false;
    memcpy(array_pointer, &grown, sizeof grown);
    return true;
}

/* Copy `old` to an array with the final capacity; NULL when out of memory. */
static void *copy_array(const void *old, size_t used, size_t capacity, size_t element_size)
{
    void *array = row_array_alloc(capacity, element_size);
    if (array != NULL)
        memcpy(array, old, used * element_size);
    return array;
}

/* Grow to the expected number of rows at once. False when out of memory. */
static bool reserve_expected(struct session_rows *recording)
{
    size_t used = recording->count, capacity = recording->expected, strips = recording->header.strip_count;
    double *time_s = copy_array(recording->time_s, used, capacity, sizeof *time_s);
    float *strip = copy_array(recording->strip, used * strips, capacity * strips, sizeof *strip), *imu = NULL;
    if (recording->header.has_imu)
        imu = copy_array(recording->imu, used * SESSION_ROWS_IMU_AXES, capacity * SESSION_ROWS_IMU_AXES, sizeof *imu);
    bool ok = time_s != NULL && strip != NULL && (imu != NULL || !recording->header.has_imu);
    free(ok ? recording->time_s : time_s);
    free(ok ? recording->strip : strip);
    free(ok ? recording->imu : imu);
    if (ok) {
        recording->time_s = time_s;
        recording->strip = strip;
        recording->imu = imu;
        recording->capacity = capacity;
    }
    return ok;
}

static bool reserve_row(struct session_rows *recording)
{
    if (recording->count < recording->capacity)
        return true;
    if (recording->capacity == FIRST_CAPACITY && recording->expected > FIRST_CAPACITY && reserve_expected(recording))
        return true;
    size_t capacity = recording->capacity == 0 ? FIRST_CAPACITY : recording->capacity * 2;
    if (!grow_array(&recording->time_s, capacity, sizeof *recording->time_s) ||
        !grow_array(&recording->strip, capacity, recording->header.strip_count * sizeof *recording->strip))
        return false;
    if (recording->header.has_imu &&
        !grow_array(&recording->imu, capacity, SESSION_ROWS_IMU_AXES * sizeof *recording->imu))
        return false;
    recording->capacity = capacity;
    return true;
}

static bool add_event(struct session_rows *recording, unsigned events)
{
    if (recording->event_count == recording->event_capacity) {
        size_t capacity = recording->event_capacity == 0 ? 16 : recording->event_capacity * 2;
        if (!grow_array(&recording->event, capacity, sizeof *recording->event))
            return false;
        recording->event_capacity = capacity;
    }
    recording->event[recording->event_count++] = (struct session_rows_event){recording->count, events};
    return true;
}

bool session_rows_add(struct session_rows *recording, const struct session_row *row)
{
    if (!reserve_row(recording) || (row->events != 0 && !add_event(recording, row->events)))
        return false;
    size_t strips = recording->header.strip_count, i = recording->count;
    recording->time_s[i] = row->time_s;
    for (size_t k = 0; k < strips; k++) /* faster than a call for so few */
        recording->strip[i * strips + k] = row->strip[k];
    for (size_t axis = 0; recording->header.has_imu && axis < SESSION_ROWS_IMU_AXES; axis++)
        recording->imu[i * SESSION_ROWS_IMU_AXES + axis] = row->imu[axis];
    recording->count++;
    return true;
}

void session_rows_remove_last(struct session_rows *recording)
{
    recording->count--;
    while (recording->event_count > 0 && recording->event[recording->event_count - 1].row >= recording->count)
        recording->event_count--;
}

void session_rows_release_strips(struct session_rows *recording)
{
    free(recording->strip);
    recording->strip = NULL;
}

void session_rows_release_imu(struct session_rows *recording)
{
    free(recording->imu);
    recording->imu = NULL;
}

void session_rows_free(struct session_rows *recording)
{
    free(recording->time_s);
    free(recording->strip);
    free(recording->imu);
    free(recording->event);
    *recording = (struct session_rows){0};
}

double session_rows_median_period_s(const double *time_s, size_t count)
{
    if (count < 2)
        return 0;
    double sample[PERIOD_SAMPLE];
    size_t steps = count - 1;
    size_t samples = steps < PERIOD_SAMPLE ? steps : PERIOD_SAMPLE;
    for (size_t k = 0; k < samples; k++) {
        size_t i = steps <= PERIOD_SAMPLE ? k : (size_t)((double)k * (double)(steps - 1) / (PERIOD_SAMPLE - 1));
        sample[k] = time_s[i + 1] - time_s[i];
    }
    return statistics_median(sample, samples);
}
