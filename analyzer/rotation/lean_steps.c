/* SPDX-License-Identifier: MIT */
#include "rotation/lean_steps.h"

#include <math.h>
#include <stdlib.h>

#define STEPS_MAX 8     /* people do not change their posture more often than this in a session */
#define SIDE_MIN_S 3.0  /* a posture lasts at least this long ... */
#define SIDE_WEIGHT 5.0 /* ... and so many samples are rolled in it */
#define GAIN_MIN 25.0   /* a step lowers the squared errors, in deviations of a sample, by at least this */

/* Sums over the elements before each one. */
struct sums {
    double weight, moment;
};

/* The elements from `first` up to `end`, and their best split. */
struct part {
    size_t first, end, split;
    double gain; /* of the split; 0 = none */
};

static double mean_of(const struct sums *sums, size_t first, size_t end)
{
    double weight = sums[end].weight - sums[first].weight;
    return weight > 0 ? (sums[end].moment - sums[first].moment) / weight : 0;
}

/* Return the part with its best split. */
static struct part find_split(const struct lean_series *series, const struct sums *sums, size_t first, size_t end,
                              double min_rad)
{
    struct part part = {first, end, first, 0};
    for (size_t k = first + 1; k < end; k++) {
        double before = sums[k].weight - sums[first].weight, after = sums[end].weight - sums[k].weight;
        double step_rad = mean_of(sums, k, end) - mean_of(sums, first, k);
        if (fmin(before, after) < SIDE_WEIGHT || series->time_s[k - 1] - series->time_s[first] < SIDE_MIN_S ||
            series->time_s[end - 1] - series->time_s[k] < SIDE_MIN_S || fabs(step_rad) < min_rad)
            continue;
        double errors = step_rad / series->deviation_rad;
        double gain = errors * errors * before * after / (before + after);
        if (gain > fmax(part.gain, GAIN_MIN)) {
            part.gain = gain;
            part.split = k;
        }
    }
    return part;
}

/* Split the part that gains most, as long as one does. Returns how many parts there are, in the order of time. */
static size_t split_all(struct part part[STEPS_MAX + 1], const struct lean_series *series, const struct sums *sums,
                        double min_rad)
{
    size_t count = 1;
    part[0] = find_split(series, sums, 0, series->count, min_rad);
    while (count <= STEPS_MAX) {
        size_t best = 0;
        for (size_t p = 1; p < count; p++)
            best = part[p].gain > part[best].gain ? p : best;
        if (part[best].gain == 0)
            break;
        for (size_t p = count++; p > best + 1; p--)
            part[p] = part[p - 1];
        struct part whole = part[best];
        part[best] = find_split(series, sums, whole.first, whole.split, min_rad);
        part[best + 1] = find_split(series, sums, whole.split, whole.end, min_rad);
    }
    return count;
}

int lean_steps_find(double *level_rad, const struct lean_series *series, double min_rad)
{
    struct part part[STEPS_MAX + 1];
    struct sums *sums = calloc(series->count + 1, sizeof *sums);
    if (sums == NULL)
        return -1;
    for (size_t k = 0; k < series->count; k++) {
        sums[k + 1].weight = sums[k].weight + series->weight[k];
        sums[k + 1].moment = sums[k].moment + series->weight[k] * series->rad[k];
    }
    size_t count = split_all(part, series, sums, min_rad), usual = 0;
    for (size_t p = 1; p < count; p++)
        if (part[p].end - part[p].first > part[usual].end - part[usual].first)
            usual = p;
    double usual_rad = mean_of(sums, part[usual].first, part[usual].end);
    for (size_t p = 0; p < count; p++)
        for (size_t k = part[p].first; k < part[p].end; k++)
            level_rad[k] = count > 1 ? mean_of(sums, part[p].first, part[p].end) - usual_rad : 0;
    free(sums);
    return (int)count - 1;
}
