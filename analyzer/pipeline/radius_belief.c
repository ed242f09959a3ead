/* SPDX-License-Identifier: MIT */
#include "pipeline/radius_belief.h"

#include <math.h>

/* What is known before the session. */
#define UNLOADED 0.04 /* probability that the radius was measured without load */
/* By so much the load reduces the radius; all values between the two are equally likely. */
#define SQUEEZE_MIN_MM 3.0
#define SQUEEZE_MAX_MM 10.0

#define MEASURED 0.005 /* relative deviation of a measured radius */

/* The strokes span this fraction of the thigh: people turn near its ends, and seldom beyond them. */
#define SPAN_USUAL 0.965
#define SPAN_DEVIATION 0.035

/* What the accelerometer sees is sometimes wrong altogether: somewhere in a range. */
#define SEEN_WRONG 0.15
#define SEEN_RANGE_MM 30.0

#define OUTSIDE 0.05 /* of a 95 % interval */
#define BISECTIONS 30

enum { SQUEEZES = 14, EXPLANATIONS = 1 + SQUEEZES };

/* How the header's radius came about; the first explanation is that it was measured under load. */
struct explanation {
    double excess;      /* of the header's radius, relative to it */
    double probability; /* before normalization */
};

static double normal_density(double x, double mean, double deviation)
{
    double z = (x - mean) / deviation;
    return exp(-0.5 * z * z) / (deviation * sqrt(2 * M_PI));
}

/* Return how likely the evidence is if the header's radius is too large by excess_mm. */
static double likelihood(const struct radius_evidence *evidence, double excess_mm)
{
    const struct seen_radius *seen = &evidence->seen;
    double stretch = evidence->radius_mm / (evidence->radius_mm - excess_mm), likelihood = 1;
    if (evidence->span_fraction > 0)
        likelihood = normal_density(evidence->span_fraction, SPAN_USUAL * stretch, SPAN_DEVIATION * stretch);
    if (isfinite(seen->deviation_mm))
        likelihood *= (1 - SEEN_WRONG) * normal_density(seen->change_mm, -excess_mm, seen->deviation_mm) +
                      SEEN_WRONG / SEEN_RANGE_MM;
    return likelihood;
}

/* Return the probability that the radius is farther from the header's than a fraction of it. */
static double probability_outside(const struct explanation explanation[EXPLANATIONS], double fraction)
{
    double outside = 0, scale = MEASURED * sqrt(2);
    for (int k = 0; k < EXPLANATIONS; k++)
        outside +=
            explanation[k].probability * 0.5 *
            (erfc((fraction - explanation[k].excess) / scale) + erfc((fraction + explanation[k].excess) / scale));
    return outside;
}

struct radius_belief radius_belief_of(const struct radius_evidence *evidence)
{
    struct explanation explanation[EXPLANATIONS] = {{0, (1 - UNLOADED) * likelihood(evidence, 0)}};
    double all = explanation[0].probability, low = 0, high = 1;
    for (int k = 0; k < SQUEEZES; k++) {
        double excess_mm = SQUEEZE_MIN_MM + (SQUEEZE_MAX_MM - SQUEEZE_MIN_MM) * (k + 0.5) / SQUEEZES;
        explanation[k + 1] = (struct explanation){excess_mm / evidence->radius_mm,
                                                  UNLOADED / SQUEEZES * likelihood(evidence, excess_mm)};
        all += explanation[k + 1].probability;
    }
    for (int round = 0; round < BISECTIONS; round++) {
        double middle = (low + high) / 2;
        if (probability_outside(explanation, middle) > OUTSIDE * all)
            low = middle;
        else
            high = middle;
    }
    return (struct radius_belief){.unloaded = 1 - explanation[0].probability / all, .half_fraction = high};
}
