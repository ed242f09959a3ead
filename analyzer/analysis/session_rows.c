/* SPDX-License-Identifier: MIT */
#include "session_rows.h"

#include "quantile.h"

#include <stdlib.h>
#include <string.h>

#define PERIOD_SAMPLE 1023

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

static bool make_row_room(struct session_rows *recording)
{
    if (recording->count < recording->capacity)
        return true;
    size_t capacity = recording->capacity == 0 ? 4096 : recording->capacity * 2;
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
    if (!make_row_room(recording) || (row->events != 0 && !add_event(recording, row->events)))
        return false;
    size_t strips = recording->header.strip_count, i = recording->count;
    recording->time_s[i] = row->time_s;
    memcpy(recording->strip + i * strips, row->strip, strips * sizeof row->strip[0]);
    if (recording->header.has_imu)
        memcpy(recording->imu + i * SESSION_ROWS_IMU_AXES, row->imu, sizeof row->imu);
    recording->count++;
    return true;
}

void session_rows_drop_last(struct session_rows *recording)
{
    recording->count--;
    while (recording->event_count > 0 && recording->event[recording->event_count - 1].row >= recording->count)
        recording->event_count--;
}

void session_rows_free(struct session_rows *recording)
{
    free(recording->time_s);
    free(recording->strip);
    free(recording->imu);
    free(recording->event);
    *recording = (struct session_rows){0};
}

double session_rows_period_s(const double *time_s, size_t count)
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
    return quantile_median(sample, samples);
}
