/* SPDX-License-Identifier: MIT */
#include "position/lifts.h"

#include "numeric/angle.h"
#include "shared/array_grow.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>

#define LIFT_MIN_S 0.5         /* lifting a roller, turning it round and putting it back takes longer */
#define MISSING_MAX_S 0.3      /* without readings for longer, the gyro cannot tell */
#define BIAS_WINDOW_S 5.0      /* the gyro's bias is measured in the loaded rows this long before and after the lift */
#define BIAS_ROWS_MAX 512      /* on either side */
#define BIAS_ROWS_MIN 20       /* of both sides together */
#define PUT_BACK_DEG 25.0      /* deviation of the axle's direction: a person puts it back roughly across the thigh */
#define BIAS_DEVIATION_DPS 0.5 /* of the bias */
#define LOG_ODDS_MAX 8.0       /* a person may turn round with the roller */

struct vector {
    double x, y, z;
};

/* What the search reads. */
struct reader {
    const struct session_table *session;
    const unsigned char *contact;
    const struct rotation *rotation;
    double lsb_per_rad_s;
};

/* Return the gyro's rates, rad/s; NAN without a reading. */
static struct vector rate_in(const struct reader *reader, size_t row)
{
    return (struct vector){session_table_gyro(reader->session, row, 0) / reader->lsb_per_rad_s,
                           session_table_gyro(reader->session, row, 1) / reader->lsb_per_rad_s,
                           session_table_gyro(reader->session, row, 2) / reader->lsb_per_rad_s};
}

/* Add the bias in the row, if the row shows it: under load, the axle keeps its direction, and the rotation is known. */
static void add_bias(const struct reader *reader, size_t row, double (*bias)[2 * BIAS_ROWS_MAX], size_t *used)
{
    const struct rotation *rotation = reader->rotation;
    if (row == 0 || !reader->contact[row] || !reader->contact[row - 1] || rotation->source[row] != ROTATION_FROM_IMU)
        return;
    struct vector rate = rate_in(reader, row);
    double step_s = reader->session->time_s[row] - reader->session->time_s[row - 1];
    double turned_rad = rotation->rad[row] - rotation->rad[row - 1];
    bias[0][*used] = rate.x;
    bias[1][*used] = rate.y;
    bias[2][*used] = rate.z - (rotation->is_upside_down ? -turned_rad : turned_rad) / step_s;
    *used += !isnan(rate.x) && !isnan(rate.y) && !isnan(rate.z);
}

/* Set the gyro's bias beside the unloaded rows first to end - 1. False if too few rows show it. */
static bool measure_bias(const struct reader *reader, size_t first, size_t end, struct vector *mean)
{
    const double *time_s = reader->session->time_s;
    double bias[3][2 * BIAS_ROWS_MAX];
    size_t used = 0;
    for (size_t i = first; i-- > 0 && time_s[first] - time_s[i] < BIAS_WINDOW_S && used < BIAS_ROWS_MAX;)
        add_bias(reader, i, bias, &used);
    for (size_t i = end; i < reader->session->count && time_s[i] - time_s[end] < BIAS_WINDOW_S; i++) {
        if (used >= 2 * BIAS_ROWS_MAX)
            break;
        add_bias(reader, i, bias, &used);
    }
    if (used < BIAS_ROWS_MIN)
        return false;
    *mean = (struct vector){statistics_median(bias[0], used), statistics_median(bias[1], used),
                            statistics_median(bias[2], used)};
    return true;
}

/* Rotate `vector` about the direction of `turn` by its length, rad (Rodrigues). */
static struct vector rotate(struct vector vector, struct vector turn)
{
    double rad = sqrt(turn.x * turn.x + turn.y * turn.y + turn.z * turn.z);
    if (rad < 1e-9)
        return vector;
    struct vector axis = {turn.x / rad, turn.y / rad, turn.z / rad};
    double cosine = cos(rad), sine = sin(rad);
    double along = (axis.x * vector.x + axis.y * vector.y + axis.z * vector.z) * (1 - cosine);
    return (struct vector){vector.x * cosine + (axis.y * vector.z - axis.z * vector.y) * sine + axis.x * along,
                           vector.y * cosine + (axis.z * vector.x - axis.x * vector.z) * sine + axis.y * along,
                           vector.z * cosine + (axis.x * vector.y - axis.y * vector.x) * sine + axis.z * along};
}

/* Return the log odds of a half turn of the axle in the unloaded rows first to end - 1; 0 if readings are missing. */
static double compare_turns(const struct reader *reader, size_t first, size_t end)
{
    const double *time_s = reader->session->time_s;
    struct vector bias, rate = {0};
    if (!measure_bias(reader, first, end, &bias))
        return 0;
    struct vector axle = {0, 0, 1}; /* where it was, in the axes of the body */
    double missing_s = 0;
    for (size_t i = first; i <= end; i++) {
        double step_s = time_s[i] - time_s[i - 1];
        struct vector read = rate_in(reader, i);
        if (isnan(read.x) || isnan(read.y) || isnan(read.z))
            missing_s += step_s;
        else
            rate = (struct vector){read.x - bias.x, read.y - bias.y, read.z - bias.z};
        if (missing_s > MISSING_MAX_S || step_s > MISSING_MAX_S)
            return 0;
        axle = rotate(axle, (struct vector){-rate.x * step_s, -rate.y * step_s, -rate.z * step_s});
    }
    double turned_deg = acos(fmin(fmax(axle.z, -1), 1)) / RAD_PER_DEGREE;
    double deviation_deg = hypot(PUT_BACK_DEG, BIAS_DEVIATION_DPS * (time_s[end] - time_s[first - 1]));
    double log_odds = 180 * (turned_deg - 90) / (deviation_deg * deviation_deg); /* normal about 0, or about 180 */
    return fmin(fmax(log_odds, -LOG_ODDS_MAX), LOG_ODDS_MAX);
}

bool lifts_find(struct lifts *lifts, const struct session_table *session, const struct force_series *series,
                const struct rotation *rotation)
{
    struct reader reader = {.session = session,
                            .contact = series->contact,
                            .rotation = rotation,
                            .lsb_per_rad_s = session->header.gyro_lsb_per_dps / RAD_PER_DEGREE};
    bool has_gyro = rotation->uses_imu && session->imu != NULL;
    size_t capacity = 0;
    *lifts = (struct lifts){0};
    for (size_t i = 1, first = 0; i < series->count; i++) {
        if (!series->contact[i] && series->contact[i - 1])
            first = i;
        if (!series->contact[i] || series->contact[i - 1] || first == 0)
            continue; /* a lift ends with a loaded row; before the first load there is none */
        if (session->time_s[i] - session->time_s[first] < LIFT_MIN_S)
            continue;
        if (!array_grow(&lifts->lift, &capacity, lifts->count + 1, sizeof *lifts->lift)) {
            lifts_free(lifts);
            return false;
        }
        lifts->lift[lifts->count++] = (struct lift){i, has_gyro ? compare_turns(&reader, first, i) : 0};
    }
    return true;
}

void lifts_free(struct lifts *lifts)
{
    free(lifts->lift);
    *lifts = (struct lifts){0};
}
