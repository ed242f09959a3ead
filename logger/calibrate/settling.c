/* SPDX-License-Identifier: MIT */
#include "calibrate/settling.h"

#include <math.h>
#include <string.h>

#define BLOCK_US 500000
/* Creep from 0.5 to 1 s after the load is 1.5 % of the force; a hand that pushes sways more. */
#define MOVES_PART 0.03
#define MOVES_COUNTS 3.0 /* noise of a half second's mean is below 1 */

void settling_begin(struct settling *steady, int64_t now_us, const struct settling_plan *plan)
{
    memset(steady, 0, sizeof *steady);
    steady->state = SETTLING_WAITING;
    steady->plan = *plan;
    steady->still_since_us = steady->block_us = now_us;
    steady->remaining_us = plan->wait_us + plan->average_us;
    steady->latest = -1;
}

static double conductance(const struct settling *steady, double reading)
{
    return reading / (steady->plan.full_scale - fmin(reading, steady->plan.full_scale - 0.5));
}

static bool moved(const struct settling *steady, double mean)
{
    if (steady->latest < 0 || fabs(mean - steady->latest) <= MOVES_COUNTS)
        return false;
    double before = conductance(steady, steady->latest);
    return fabs(conductance(steady, mean) - before) > MOVES_PART * before;
}

static void forget_average(struct settling *steady)
{
    steady->rows = 0;
    steady->watched_squares = 0;
    memset(steady->sum, 0, sizeof steady->sum);
}

/* A half second is over. */
static void end_block(struct settling *steady, int64_t time_us)
{
    double mean = steady->block_sum / steady->block_count;
    if (moved(steady, mean)) {
        steady->still_since_us = time_us;
        steady->state = SETTLING_MOVING;
        forget_average(steady);
    } else if (steady->state == SETTLING_MOVING) {
        steady->state = SETTLING_WAITING;
    }
    steady->latest = mean;
    steady->block_us = time_us;
    steady->block_sum = 0;
    steady->block_count = 0;
}

static void finish(struct settling *steady)
{
    for (unsigned i = 0; i < steady->plan.columns; i++)
        steady->mean[i] = steady->sum[i] / steady->rows;
    double mean = steady->mean[steady->plan.watched];
    steady->noise = sqrt(fmax(steady->watched_squares / steady->rows - mean * mean, 0));
    steady->state = SETTLING_DONE;
}

enum settling_state settling_add(struct settling *steady, int64_t time_us, const double *row)
{
    if (steady->state == SETTLING_DONE)
        return steady->state;
    if (steady->block_count > 0 && time_us - steady->block_us >= BLOCK_US)
        end_block(steady, time_us);
    steady->block_sum += row[steady->plan.watched];
    steady->block_count++;
    steady->remaining_us = steady->still_since_us + steady->plan.wait_us + steady->plan.average_us - time_us;
    if (steady->remaining_us <= 0 && steady->rows > 0) {
        finish(steady);
    } else if (time_us - steady->still_since_us >= steady->plan.wait_us) {
        steady->state = SETTLING_AVERAGING;
        for (unsigned i = 0; i < steady->plan.columns; i++)
            steady->sum[i] += row[i];
        steady->watched_squares += row[steady->plan.watched] * row[steady->plan.watched];
        steady->rows++;
    }
    return steady->state;
}
