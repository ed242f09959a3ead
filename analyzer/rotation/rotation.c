/* SPDX-License-Identifier: MIT */
#include "rotation/rotation.h"

#include "numeric/angle.h"
#include "numeric/row_array.h"
#include "rotation/imu_blocks.h"
#include "rotation/rotation_from_sensors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define IMU_FRACTION_MIN 0.1 /* smallest fraction of the loaded rows with a reading, if the IMU is used */
#define RING_GAP_S 0.3       /* a longer step is a gap: fast rolling covers a quarter of a revolution in this time */
#define LAG_MAX_S 2.0        /* if the number of rows in a typical second spans more than this, there is a gap in it */

/* Return the rms difference, mm, between a and b in the rotation over 1 s, without gaps and under load; NAN if none. */
static double rms_difference_mm(const double *a, const double *b, const struct force_series *series,
                                const double *time_s, double radius_mm)
{
    size_t lag = series->period_s > 0 ? (size_t)(1 / series->period_s) + 1 : 1;
    double sum = 0;
    size_t used = 0, loaded_rows = 0; /* loaded_rows: length of the run that ends at row i */
    for (size_t i = 0; i < series->count; i++) {
        loaded_rows = series->contact[i] ? loaded_rows + 1 : 0;
        if (loaded_rows <= lag || time_s[i] - time_s[i - lag] > LAG_MAX_S)
            continue;
        double difference = radius_mm * ((a[i] - a[i - lag]) - (b[i] - b[i - lag]));
        sum += difference * difference;
        used++;
    }
    return used > 0 ? sqrt(sum / (double)used) : NAN;
}

/* Whether enough loaded rows have an IMU reading. If the ring can replace the IMU, the reading must include gravity,
 * without which the integrated gyro drifts. */
static bool imu_is_usable(const struct session_table *session, const struct force_series *series)
{
    size_t rates = 0, gravities = 0, loaded = 0;
    for (size_t i = 0; session->header.has_imu && i < session->count; i++) {
        if (!series->contact[i])
            continue;
        loaded++;
        rates += session_table_has_imu_reading(session, i);
        gravities += !isnan(session_table_accel(session, i, 0)) && !isnan(session_table_accel(session, i, 1));
    }
    size_t readings = series->ring_angle_valid && gravities < rates ? gravities : rates;
    return readings > 0 && (double)readings >= IMU_FRACTION_MIN * (double)loaded;
}

/* Return a copy of a rotation, shifted to be 0 in the first loaded row; if `session` is not NULL, the IMU's dropouts
 * become NAN. NULL when out of memory. */
static float *copy_rotation(const double *rotation_rad, const struct force_series *series,
                            const struct session_table *session)
{
    size_t count = series->count, first = 0;
    while (first + 1 < count && !series->contact[first])
        first++;
    float *copy = row_array_alloc(count, sizeof *copy);
    for (size_t i = 0; copy != NULL && i < count; i++) {
        bool dropout = session != NULL && !session_table_has_imu_reading(session, i);
        copy[i] = dropout ? NAN : (float)(rotation_rad[i] - rotation_rad[first]);
    }
    return copy;
}

/* Whether the ring can measure a lean: a strip that fails now and then would look like one. */
static bool all_strips_work(const struct force_series *series)
{
    return series->faults.loose == 0 && series->faults.first >= series->faults.end;
}

/* Replace the rotation (the ring's, if any) with the IMU's. False when out of memory. */
static bool use_imu(struct rotation *rotation, const struct session_table *session, const struct force_series *series,
                    bool keep_sensors)
{
    struct imu_readings imu = {0};
    double radius_mm = session->header.rolling_radius_mm;
    double *imu_rad = row_array_alloc(series->count, sizeof *imu_rad);
    bool ok = imu_rad != NULL &&
              imu_readings_make(&imu, session, series->contact, series->ring_angle_valid ? rotation->rad : NULL) &&
              rotation_from_imu_estimate(imu_rad, &rotation->seen_radius, &imu, session->time_s, series->contact,
                                         series->count, radius_mm);
    if (ok) {
        rotation->dropout_s = imu.dropout_s;
        rotation->fused = imu.ring_substituted && imu.dropout_s > IMU_READINGS_SHORT_DROPOUT_S;
        rotation->is_upside_down = imu.is_upside_down;
        rotation->ring_substituted = imu.ring_substituted;
        if (series->ring_angle_valid)
            rotation->disagreement_mm = rms_difference_mm(imu_rad, rotation->rad, series, session->time_s, radius_mm);
        rotation->period_rad = TWO_PI;
        memcpy(rotation->source, imu.source, series->count);
        ok = !keep_sensors || (rotation->imu_rad = copy_rotation(imu_rad, series, session)) != NULL;
    }
    if (ok && imu.ring_substituted && all_strips_work(series)) {
        ok = thigh_lean_apply(&rotation->lean, imu_rad, rotation->rad, series, session->time_s);
        rotation->period_rad *= 1 + rotation->lean.slope;
    }
    if (ok)
        memcpy(rotation->rad, imu_rad, series->count * sizeof *imu_rad);
    imu_readings_free(&imu);
    free(imu_rad);
    return ok;
}

/* Estimate the rotation in its allocated arrays. False when out of memory. */
static bool fill_rotation(struct rotation *rotation, const struct session_table *session,
                          const struct force_series *series, bool keep_sensors)
{
    if (series->ring_angle_valid) {
        if (!rotation_from_ring_estimate(series, &session->header, session->time_s, rotation->rad))
            return false;
        if (keep_sensors && (rotation->ring_rad = copy_rotation(rotation->rad, series, NULL)) == NULL)
            return false;
    }
    rotation->uses_imu = imu_is_usable(session, series);
    rotation->known = rotation->uses_imu || series->ring_angle_valid;
    rotation->period_rad = TWO_PI / 2;
    rotation->lean.deviation_deg = THIGH_LEAN_USUAL_DEG / (rotation->uses_imu ? 1 : 2); /* the ring sees half of it */
    rotation->gap_s = rotation->uses_imu ? IMU_BLOCKS_GAP_S : RING_GAP_S;
    memset(rotation->source, series->ring_angle_valid ? ROTATION_FROM_RING : ROTATION_UNKNOWN, series->count);
    if (rotation->uses_imu && !use_imu(rotation, session, series, keep_sensors))
        return false;
    return !keep_sensors || !rotation->known || (rotation->used_rad = copy_rotation(rotation->rad, series, NULL));
}

bool rotation_estimate(struct rotation *rotation, const struct session_table *session,
                       const struct force_series *series, bool keep_sensors)
{
    *rotation = (struct rotation){.rad = row_array_alloc(series->count, sizeof *rotation->rad),
                                  .source = row_array_alloc(series->count, 1),
                                  .seen_radius = {0, INFINITY},
                                  .disagreement_mm = NAN};
    bool ok =
        rotation->rad != NULL && rotation->source != NULL && fill_rotation(rotation, session, series, keep_sensors);
    if (!ok)
        rotation_free(rotation);
    return ok;
}

void rotation_release_rows(struct rotation *rotation)
{
    free(rotation->rad);
    free(rotation->source);
    rotation->rad = NULL;
    rotation->source = NULL;
}

void rotation_free(struct rotation *rotation)
{
    free(rotation->rad);
    free(rotation->source);
    free(rotation->used_rad);
    free(rotation->imu_rad);
    free(rotation->ring_rad);
    *rotation = (struct rotation){0};
}
