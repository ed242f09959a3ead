/* SPDX-License-Identifier: MIT */
#include "compare/difference.h"

#include "multi_session/person_variation.h"

#include <math.h>

const char *difference_change_name(enum change change)
{
    static const char *const names[] = {[CHANGE_UNKNOWN] = "unknown",
                                        [CHANGE_SAME] = "same",
                                        [CHANGE_LESS] = "less",
                                        [CHANGE_MORE] = "more",
                                        [CHANGE_NEW] = "new",
                                        [CHANGE_GONE] = "gone",
                                        [CHANGE_NOT_THIS_TIME] = "not_this_time",
                                        [CHANGE_NOT_BEFORE] = "not_before",
                                        [CHANGE_BETWEEN] = "between"};
    return names[change];
}

void session_mean_add(struct session_mean *mean, double value)
{
    bool has_visit = value > 0 && isfinite(value);
    if (has_visit)
        mean->log_sum += log(value);
    mean->sessions.with_visit += has_visit;
    mean->sessions.known += has_visit || value == 0;
}

static double mean_value(const struct session_mean *mean)
{
    if (mean->sessions.with_visit > 0)
        return exp(mean->log_sum / (double)mean->sessions.with_visit);
    return mean->sessions.known > 0 ? 0 : NAN;
}

struct difference difference_of_means(const struct session_mean *first_mean, const struct session_mean *last_mean,
                                      const struct change_limit *limit)
{
    double first = mean_value(first_mean), last = mean_value(last_mean), change = last - first;
    struct difference difference = {.first = first,
                                    .last = last,
                                    .first_sessions = first_mean->sessions,
                                    .last_sessions = last_mean->sessions,
                                    .change = change,
                                    .change_percent = NAN,
                                    .symmetry_percent = NAN,
                                    .symmetry_usual_percent = NAN,
                                    .mdc_ratio = NAN,
                                    .person_sd = limit->person_sd,
                                    .verdict = CHANGE_UNKNOWN};
    if (first > 0)
        difference.change_percent = 100 * change / first;
    bool is_symmetric = first > 0 && last > 0 && fmin(first, last) >= limit->min_symmetric;
    if (is_symmetric)
        difference.symmetry_percent = 100 * change / (0.5 * (first + last));
    if (!isfinite(limit->min_fraction))
        return difference;
    double resolved_ratio = 1 / (1 - limit->min_fraction), ratio = fmax(first, last) / fmin(first, last);
    difference.mdc_ratio =
        fmax(resolved_ratio, person_variation_mdc_ratio(limit->person_sd, first_mean->sessions.with_visit,
                                                        last_mean->sessions.with_visit));
    if (is_symmetric)
        difference.symmetry_usual_percent = 200 * (difference.mdc_ratio - 1) / (difference.mdc_ratio + 1);
    if (!isfinite(change))
        return difference;
    difference.is_resolved = fabs(change) > limit->min_change && ratio > resolved_ratio;
    if (difference.is_resolved && isfinite(ratio))
        difference.sessions_to_tell = person_variation_sessions_to_tell(limit->person_sd, ratio);
    if (!difference.is_resolved || ratio < difference.mdc_ratio)
        difference.verdict = CHANGE_SAME;
    else if (first > 0 && last > 0)
        difference.verdict = change < 0 ? CHANGE_LESS : CHANGE_MORE;
    return difference;
}
