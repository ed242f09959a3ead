/* SPDX-License-Identifier: MIT */
/* Estimates and corrects the slip (docs/ANALYSIS.md, "Slip"). */
#include "position/slip.h"

#include "numeric/row_array.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>

/* The slip is removed only if there are at least REVERSALS_MIN reversals and it exceeds all the limits below. */
#define REVERSALS_MIN 6
#define SLIP_MIN_MM 4.0
#define STANDARD_ERRORS_MIN 3.0
#define KENDALL_MIN 2.0 /* Kendall's S, divided by its standard deviation without slip */

#define REVERSALS_MAX 300       /* reversals at each end; a longer session uses only every 2nd, 3rd, ... pair */
#define MEDIAN_ERROR_RATIO 1.25 /* standard error of a median, divided by that of a mean, for normal noise */

struct reversal {
    double distance_mm; /* distance rolled since the last `zero` event */
    double position_mm;
    size_t line; /* equal for reversals at the same end, after the same `zero` event */
};

/* Fill in reversal[] from the stroke ends; returns their number. distance_mm excludes jumps of the position. */
static size_t collect_reversals(struct reversal *reversal, const struct position *position,
                                const struct strokes *strokes)
{
    const double *mm = position->mm;
    const unsigned char *contact = position->contact;
    double distance_mm = 0;
    size_t used = 0, row = 0, zeros = 0;
    size_t stride = strokes->count / (2 * REVERSALS_MAX) + 1;
    for (size_t k = 0; k + 1 < strokes->count; k++) {
        const struct stroke *stroke = &strokes->stroke[k];
        for (; row < stroke->last; row++) {
            if (contact[row + 1] == CONTACT_ZEROED) {
                zeros++;
                distance_mm = 0;
            } else if (contact[row] && contact[row + 1] == CONTACT_LOADED) {
                distance_mm += fabs(mm[row + 1] - mm[row]);
            }
        }
        bool is_high_end = stroke->to_mm > stroke->from_mm;
        if (k % (2 * stride) < 2) /* take every stride-th pair of reversals, one at each end */
            reversal[used++] = (struct reversal){distance_mm, stroke->to_mm, 2 * zeros + (is_high_end ? 1 : 0)};
    }
    return used;
}

/* Return the next reversal on the line of reversal i, or `count`. */
static size_t next_on_line(const struct reversal *reversal, size_t count, size_t i)
{
    size_t line = reversal[i++].line;
    while (i < count && reversal[i].line != line)
        i++;
    return i;
}

static bool is_first_on_line(const struct reversal *reversal, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (reversal[k].line == reversal[i].line)
            return false;
    return true;
}

/* Return the median slope over all pairs on the same line. Sets `*kendall` to Kendall's S, the number of rising minus
 * falling pairs, divided by its standard deviation without slip. slope[] is scratch for all pairs. */
static double find_median_slope(const struct reversal *reversal, size_t count, double *slope, double *kendall)
{
    size_t pairs = 0;
    double kendall_s = 0, variance = 0;
    for (size_t i = 0; i < count; i++) {
        double on_line = 1;
        for (size_t k = next_on_line(reversal, count, i); k < count; k = next_on_line(reversal, count, k)) {
            on_line++;
            if (reversal[k].distance_mm > reversal[i].distance_mm)
                slope[pairs++] = (reversal[k].position_mm - reversal[i].position_mm) /
                                 (reversal[k].distance_mm - reversal[i].distance_mm);
        }
        if (is_first_on_line(reversal, i))
            variance += statistics_kendall_variance(on_line);
    }
    for (size_t p = 0; p < pairs; p++)
        kendall_s += slope[p] > 0 ? 1 : slope[p] < 0 ? -1 : 0;
    *kendall = variance > 0 ? kendall_s / sqrt(variance) : 0;
    return pairs > 0 ? statistics_median(slope, pairs) : 0;
}

/* Return the robust deviation, mm, of the reversals from their lines, which have this slope and the median intercept.
 * work[2 * count] is scratch. */
static double deviation_from_lines(const struct reversal *reversal, size_t count, double slope, double *work)
{
    size_t used = 0;
    double *residual = work + count;
    for (size_t first = 0; first < count; first++) {
        if (!is_first_on_line(reversal, first))
            continue;
        size_t on_line = 0;
        for (size_t i = first; i < count; i = next_on_line(reversal, count, i))
            work[on_line++] = reversal[i].position_mm - slope * reversal[i].distance_mm;
        double median = statistics_median(work, on_line);
        for (size_t i = 0; i < on_line; i++)
            residual[used++] = work[i] - median;
    }
    return statistics_robust_deviation(residual, used, 0);
}

/* Return sqrt(sum((distance_mm - mean)^2)), where the mean is that of the reversals on the same line. */
static double root_sum_of_squares(const struct reversal *reversal, size_t count)
{
    double sum = 0;
    for (size_t first = 0; first < count; first++) {
        if (!is_first_on_line(reversal, first))
            continue;
        double mean = 0, on_line = 0;
        for (size_t i = first; i < count; i = next_on_line(reversal, count, i), on_line++)
            mean += (reversal[i].distance_mm - mean) / (on_line + 1);
        for (size_t i = first; i < count; i = next_on_line(reversal, count, i))
            sum += (reversal[i].distance_mm - mean) * (reversal[i].distance_mm - mean);
    }
    return sqrt(sum);
}

double *slip_correct(const struct slip *slip, const struct position *position)
{
    double *corrected_mm = row_array_alloc(position->count, sizeof *corrected_mm);
    double distance_mm = 0, previous_mm = NAN;
    const unsigned char *contact = position->contact;
    for (size_t i = 0; corrected_mm && i < position->count; i++) {
        double measured_mm = position->mm[i];
        if (contact[i] == CONTACT_ZEROED)
            distance_mm = 0;
        else if (!isnan(previous_mm) && contact[i] == CONTACT_LOADED && contact[i - 1])
            distance_mm += fabs(measured_mm - previous_mm);
        previous_mm = measured_mm;
        corrected_mm[i] = measured_mm - slip->mm_per_mm * distance_mm;
    }
    return corrected_mm;
}

bool slip_estimate(struct slip *slip, const struct position *position, const struct strokes *strokes)
{
    *slip = (struct slip){0};
    if (strokes->count < REVERSALS_MIN + 1)
        return true;
    size_t max_count = 2 * REVERSALS_MAX + 2 < strokes->count ? 2 * REVERSALS_MAX + 2 : strokes->count;
    struct reversal *reversal = malloc(strokes->count * sizeof *reversal);
    double *work = malloc((max_count * max_count / 2 + 2 * strokes->count) * sizeof *work);
    if (reversal == NULL || work == NULL) {
        free(reversal);
        free(work);
        return false;
    }
    size_t count = collect_reversals(reversal, position, strokes);
    if (count > max_count)
        count = max_count;
    double kendall, slope = find_median_slope(reversal, count, work, &kendall);
    double standard_error =
        deviation_from_lines(reversal, count, slope, work) / root_sum_of_squares(reversal, count) * MEDIAN_ERROR_RATIO;
    double longest_mm = 0;
    for (size_t i = 0; i < count; i++)
        longest_mm = fmax(longest_mm, reversal[i].distance_mm);
    double slip_mm = slope * longest_mm;
    if (fabs(slip_mm) > SLIP_MIN_MM && fabs(slope) > STANDARD_ERRORS_MIN * standard_error &&
        fabs(kendall) > KENDALL_MIN)
        *slip = (struct slip){slope, slip_mm};
    free(reversal);
    free(work);
    return true;
}
