/* SPDX-License-Identifier: MIT */
#include "calibrate/settling.h"

#include <math.h>
#include <string.h>

#define BLOCK_US 500000
/* From one half second to the next, creep changes the force by at most 1.5 %; a pushing hand changes it by more. */
#define MOVING_FRACTION 0.03
#define MOVING_COUNTS 3.0 /* well above the noise of a mean over half a second, which is below 1 */

void settling_begin(struct settling *settling, int64_t now_us, const struct settling_plan *plan)
{
    memset(settling, 0, sizeof *settling);
    settling->state = SETTLING_WAITING;
    settling->plan = *plan;
    settling->still_since_us = settling->block_start_us = now_us;
    settling->remaining_us = plan->wait_us + plan->average_us;
    settling->previous_mean = NAN;
}

/* Return the strip's conductance in units of 1 / R_ground; full scale counts as half a step below it. */
static double conductance(const struct settling *settling, double reading)
{
    return reading / (settling->plan.full_scale - fmin(reading, settling->plan.full_scale - 0.5));
}

/* Whether the mean over half a second differs from the previous mean by more than noise and creep. */
static bool has_moved(const struct settling *settling, double mean)
{
    if (isnan(settling->previous_mean) || fabs(mean - settling->previous_mean) <= MOVING_COUNTS)
        return false;
    double previous = conductance(settling, settling->previous_mean);
    return fabs(conductance(settling, mean) - previous) > MOVING_FRACTION * previous;
}

static void reset_average(struct settling *settling)
{
    settling->rows = 0;
    settling->watched_squares = 0;
    memset(settling->sum, 0, sizeof settling->sum);
}

/* Compare the half second that has just ended with the one before it, and start the next. */
static void end_block(struct settling *settling, int64_t time_us)
{
    double mean = settling->block_sum / settling->block_count;
    if (has_moved(settling, mean)) {
        settling->still_since_us = time_us;
        settling->state = SETTLING_MOVING;
        reset_average(settling);
    } else if (settling->state == SETTLING_MOVING) {
        settling->state = SETTLING_WAITING;
    }
    settling->previous_mean = mean;
    settling->block_start_us = time_us;
    settling->block_sum = 0;
    settling->block_count = 0;
}

/* Compute the means and the noise of the averaged rows. */
static void finish_average(struct settling *settling)
{
    for (unsigned i = 0; i < settling->plan.columns; i++)
        settling->mean[i] = settling->sum[i] / settling->rows;
    double mean = settling->mean[settling->plan.watched];
    settling->noise = sqrt(fmax(settling->watched_squares / settling->rows - mean * mean, 0));
    settling->state = SETTLING_DONE;
}

enum settling_state settling_add(struct settling *settling, int64_t time_us, const double *row)
{
    if (settling->state == SETTLING_DONE)
        return settling->state;
    if (settling->block_count > 0 && time_us - settling->block_start_us >= BLOCK_US)
        end_block(settling, time_us);
    settling->block_sum += row[settling->plan.watched];
    settling->block_count++;
    settling->remaining_us = settling->still_since_us + settling->plan.wait_us + settling->plan.average_us - time_us;
    if (settling->remaining_us <= 0 && settling->rows > 0) {
        finish_average(settling);
    } else if (time_us - settling->still_since_us >= settling->plan.wait_us) {
        settling->state = SETTLING_AVERAGING;
        for (unsigned i = 0; i < settling->plan.columns; i++)
            settling->sum[i] += row[i];
        settling->watched_squares += row[settling->plan.watched] * row[settling->plan.watched];
        settling->rows++;
    }
    return settling->state;
}
