/* SPDX-License-Identifier: MIT */
/* Access to rows of the IMU's readings, for the checks of them. */
#pragma once

#include "session/session_table.h"

#include <math.h>
#include <stddef.h>

static inline const float *imu_rows_axes(const struct session_table *session, size_t row)
{
    return session->imu + row * SESSION_IMU_AXES;
}

static inline void imu_rows_clear(struct session_table *session, size_t first, size_t end)
{
    for (size_t k = first * SESSION_IMU_AXES; k < end * SESSION_IMU_AXES; k++)
        session->imu[k] = NAN;
}

/* Return the time from the row before `first` to row `end`, or as much of it as there is. */
static inline double imu_rows_duration_s(const struct session_table *session, size_t first, size_t end)
{
    size_t last = session->count - 1;
    return session->time_s[end < last ? end : last] - session->time_s[first];
}
