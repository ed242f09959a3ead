/* SPDX-License-Identifier: MIT */
#include "position/position.h"

#include "rotation/angle_ring.h"
#include "rotation/imu_blocks.h"
#include "rotation/imu_rates.h"
#include "shared/statistics.h"
#include "numeric/row_array.h"
#include "numeric/weyl_sequence.h"
#include "numeric/angle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLE_MOST 2000
#define SCALE_MOST 0.2
#define IMU_LEAST_PART 0.1 /* of the loaded rows with a reading, from which the motion sensor is used */
#define RING_HOLE_S 0.3    /* the fastest rolling turns a quarter of a turn in this time */
#define KNEE_LEAST_MM 30.0 /* a knee event nearer to 0 tells no direction */
#define SURE_PART 0.5 /* of the rolling's reach, that the other way may have for the direction to be sure */

/* The median position at knee events; NAN without any. */
static double knee_position(const double *mm, const struct session_rows *recording, double *work)
{
    size_t used = 0;
    for (size_t e = 0; e < recording->event_count && used < SAMPLE_MOST; e++) {
        const struct session_rows_event *event = &recording->event[e];
        if ((event->events & SESSION_EVENT_KNEE) && !isnan(mm[event->row]))
            work[used++] = mm[event->row];
    }
    return statistics_median(work, used);
}

/* Ahead is where the rolling lies: the farther of the two ends. */
static void find_direction(struct position *position, const struct force_series *series, double *work)
{
    if (fabs(position->knee_mm) > KNEE_LEAST_MM) {
        position->direction = position->knee_mm > 0 ? 1 : -1;
        return;
    }
    size_t step = series->count / SAMPLE_MOST + 1, used = 0;
    for (size_t n = 0, i = 0; i < series->count; i = weyl_sequence_row(++n, step)) {
        if (series->loaded[i])
            work[used++] = position->mm[i];
    }
    double low = used > 0 ? statistics_quantile(work, used, 0.02) : 0,
           high = used > 0 ? statistics_quantile(work, used, 0.98) : 0;
    position->direction = high >= -low ? 1 : -1;
    position->direction_is_certain = fmin(high, -low) <= SURE_PART * fmax(high, -low);
}

static void multiply(double *mm, size_t count, double factor)
{
    for (size_t i = 0; i < count; i++)
        mm[i] *= factor;
}

/* rms difference of the two rotations' changes over a second under load and without holes, as millimetres. */
static double compare(const double *a, const double *b, const struct force_series *series,
                      const double *time_s, double radius_mm)
{
    size_t span = series->period_s > 0 ? (size_t)(1 / series->period_s) + 1 : 1;
    double sum = 0;
    size_t used = 0, loaded_run = 0;
    for (size_t i = 0; i < series->count; i++) {
        loaded_run = series->loaded[i] ? loaded_run + 1 : 0;
        if (loaded_run <= span)
            continue;
        if (time_s[i] - time_s[i - span] > 2)
            continue;
        double off = radius_mm * ((a[i] - a[i - span]) - (b[i] - b[i - span]));
        sum += off * off;
        used++;
    }
    return used > 0 ? sqrt(sum / (double)used) : NAN;
}

static bool has_readings(const struct session_rows *recording, const struct force_series *series)
{
    size_t readings = 0, loaded = 0;
    for (size_t i = 0; recording->header.has_imu && i < recording->count; i++) {
        loaded += series->loaded[i] ? 1u : 0u;
        readings += series->loaded[i] && !isnan(recording->imu[i * SESSION_ROWS_IMU_AXES]) ? 1u : 0u;
    }
    return readings > 0 && (double)readings >= IMU_LEAST_PART * (double)loaded;
}

/* Mark loaded rows of a silence that nothing stood in for. */
static void mark_unknown(struct position *position, struct force_series *series,
                         const struct session_rows *recording)
{
    const double *time_s = recording->time_s;
    size_t last = 0; /* row with a reading, plus 1 */
    for (size_t i = 0; i <= series->count; i++) {
        if (i < series->count && isnan(recording->imu[i * SESSION_ROWS_IMU_AXES]))
            continue;
        double end_s = i < series->count ? time_s[i] : time_s[series->count - 1];
        bool is_long = i > last && end_s - time_s[last > 0 ? last - 1 : 0] > IMU_RATES_SHORT_DROPOUT_S;
        for (size_t r = last; is_long && r < i; r++) {
            if (!series->loaded[r])
                continue;
            series->loaded[r] = CONTACT_UNKNOWN;
            position->unknown_s += r > 0 ? time_s[r] - time_s[r - 1] : 0;
        }
        last = i + 1;
    }
}

static void forget_unknown(struct position *position, struct force_series *series)
{
    for (size_t i = 0; i < series->count; i++) {
        if (series->loaded[i] == CONTACT_UNKNOWN) {
            series->loaded[i] = CONTACT_UNLOADED;
            series->force_n[i] = 0;
            position->mm[i] = NAN;
        }
    }
}

/* A copy of angles, 0 where first loaded; `imu`: NAN where that has no reading. False when memory is short.
 */
static bool keep_angle(float **kept, const double *theta_rad, const float *imu,
                       const struct force_series *series)
{
    size_t count = series->count, first = 0;
    while (first + 1 < count && !series->loaded[first])
        first++;
    *kept = row_array(count, sizeof **kept);
    for (size_t i = 0; *kept != NULL && i < count; i++) {
        bool silent = imu != NULL && isnan(imu[i * SESSION_ROWS_IMU_AXES]);
        (*kept)[i] = silent ? NAN : (float)(theta_rad[i] - theta_rad[first]);
    }
    return *kept != NULL;
}

/* The rotation by all that tells one; `theta_rad` [n] holds the ring's where that tells. False when memory is
 * short. */
static bool find_rotation(struct position *position, const struct session_rows *recording,
                          struct force_series *series, double *theta_rad, double radius_mm,
                          bool keep_rotations)
{
    struct angle_imu imu = {0};
    size_t count = series->count;
    if (series->ring_gives_angle &&
        !angle_ring_estimate(series, &recording->header, recording->time_s, theta_rad))
        return false;
    if (series->ring_gives_angle && keep_rotations &&
        !keep_angle(&position->ring_rad, theta_rad, NULL, series))
        return false;
    position->by_imu = has_readings(recording, series);
    position->told = position->by_imu || series->ring_gives_angle;
    if (!position->by_imu)
        return true;
    if (!angle_imu_estimate(&imu, recording, series->loaded, series->ring_gives_angle ? theta_rad : NULL,
                            radius_mm))
        return false;
    position->dropout_s = imu.dropout_s;
    position->fused = imu.ring_substituted && imu.dropout_s > IMU_RATES_SHORT_DROPOUT_S;
    if (series->ring_gives_angle)
        position->disagreement_mm = compare(imu.theta_rad, theta_rad, series, recording->time_s, radius_mm);
    if (!imu.ring_substituted)
        mark_unknown(position, series, recording);
    bool good = !keep_rotations || keep_angle(&position->imu_rad, imu.theta_rad, recording->imu, series);
    memcpy(theta_rad, imu.theta_rad, count * sizeof *theta_rad);
    angle_imu_free(&imu);
    return good;
}

/* Direction and scale. False when memory is short. */
static bool settle(struct position *position, const struct session_rows *recording,
                   const struct force_series *series, int direction, double thigh_length_mm)
{
    double *work = malloc((SAMPLE_MOST + 1) * sizeof *work);
    if (work == NULL)
        return false;
    position->knee_mm = knee_position(position->mm, recording, work);
    position->direction = direction;
    if (direction == 0)
        find_direction(position, series, work);
    free(work);
    position->knee_mm *= position->direction;
    if (thigh_length_mm > 0 && fabs(thigh_length_mm / position->knee_mm - 1) <= SCALE_MOST)
        position->scale = thigh_length_mm / position->knee_mm;
    multiply(position->mm, series->count, position->direction * position->scale);
    return true;
}

bool position_estimate(struct position *position, const struct session_rows *recording,
                       struct force_series *series, double radius_mm, int direction, double thigh_length_mm,
                       bool keep_rotations)
{
    size_t count = series->count;
    struct path_breaks breaks = {0};
    *position =
        (struct position){.scale = 1, .disagreement_mm = NAN, .knee_mm = NAN, .direction_is_certain = true};
    position->mm = row_array(count, sizeof *position->mm);
    double *theta_rad = row_array(count, sizeof *theta_rad);
    bool good = position->mm != NULL && theta_rad != NULL &&
                find_rotation(position, recording, series, theta_rad, radius_mm, keep_rotations);
    if (good && position->told) {
        const struct path_input input = {.count = count,
                                         .time_s = recording->time_s,
                                         .theta_rad = theta_rad,
                                         .loaded = series->loaded,
                                         .event = recording->event,
                                         .event_count = recording->event_count,
                                         .radius_mm = radius_mm,
                                         .period_rad = position->by_imu ? TWO_PI : TWO_PI / 2,
                                         .gap_s = position->by_imu ? IMU_BLOCKS_GAP_S : RING_HOLE_S};
        good = path_integrate(position->mm, &input, &breaks) &&
               (!keep_rotations || keep_angle(&position->rotation_rad, theta_rad, NULL, series));
    }
    free(theta_rad);
    for (size_t i = 0; good && !position->told && i < count; i++)
        position->mm[i] = NAN;
    if (good && position->told) {
        forget_unknown(position, series);
        for (size_t b = 0; b < breaks.count; b++)
            series->loaded[breaks.at[b].row] =
                isnan(position->mm[breaks.at[b].row]) ? 0 : (unsigned char)breaks.at[b].why;
        position->restarts = breaks.restarts;
        good = settle(position, recording, series, direction, thigh_length_mm);
    }
    path_breaks_free(&breaks);
    if (!good)
        position_free(position);
    return good;
}

void position_free(struct position *position)
{
    free(position->mm);
    free(position->rotation_rad);
    free(position->imu_rad);
    free(position->ring_rad);
    *position = (struct position){0};
}
