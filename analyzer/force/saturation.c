/* SPDX-License-Identifier: MIT */
#include "force/saturation.h"

#include "force/contact.h"
#include "force/strip_sample.h"
#include "numeric/angle.h"
#include "shared/physics.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdbool.h>

#define LOAD_MIN 0.4            /* smallest load of a row, relative to the 95th percentile */
#define NEIGHBOR_ROWS_MAX 150   /* a roller that needs longer to the next strip stands still */
#define NEAR_STRIP 0.25         /* a strip is centred within this part of the angle between two strips */
#define UNIFORM_MIN 0.99        /* length of the mean of exp(i N alpha_k) on a uniform ring */
#define STRIP_ROWS_MIN 8        /* of one strip */
#define ROWS_MIN 60             /* fewer rows tell nothing */
#define TOP_QUANTILE 0.99       /* of the largest load in each row: the top of the range that is examined */
#define TOP_MIN 0.7             /* smallest top load of a strip, relative to the median strip */
#define RIPPLE_DEVIATION 0.015  /* of sound strips, by hysteresis and differences between strips */
#define EXPONENT_DEVIATION 0.12 /* of sound strips, because the thigh does not press alike at all loads */
#define LOAD_NOISE 0.015        /* relative deviation of the total load of sound strips */
#define EVIDENCE_MIN 12.0       /* three and a half deviations */
#define MISSING_MIN 0.15        /* less is within the accuracy of the strips */
#define BESIDE_RIPPLE_MIN 0.04  /* two and a half deviations; hysteresis and saturation make it negative */

/* The laws that are compared: their sharpness, and the top load as a fraction of the limit. */
static const double SHARPNESS[] = {2, 3, 4};
static const double TOP_FRACTION[] = {0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99};
#define SHARPNESS_COUNT (sizeof SHARPNESS / sizeof SHARPNESS[0])
#define TOP_FRACTION_COUNT (sizeof TOP_FRACTION / sizeof TOP_FRACTION[0])
#define FRACTION_MAX 0.995 /* a load that is nearer to saturation says only that there is more */

/* A row of the sample. */
struct sampled_row {
    size_t row;
    double up_rad;        /* ambiguous by half a revolution */
    bool has_beside;      /* the roller rolled on; else it stands still or turns back here */
    size_t before, after; /* if it has: the rows half-way to the next strips */
};

struct sampled_rows {
    struct sampled_row row[STRIP_SAMPLE_ROWS_MAX];
    size_t count;
    size_t beside_count; /* of the rows that have others beside them */
};

/* The saturation of the strips: a load F on strip k reads F / (1 + (F / limit_n[k])^sharpness)^(1 / sharpness). */
struct law {
    double sharpness; /* 0: the strips do not saturate */
    double limit_n[SESSION_STRIPS_MAX];
};

static const struct law SOUND = {0};

/* Return the load on strip k that reads `load_n`. */
static double unsaturated_n(double load_n, size_t k, const struct law *law)
{
    if (law->sharpness == 0)
        return load_n;
    double fraction = fmin(load_n / law->limit_n[k], FRACTION_MAX);
    return load_n / pow(1 - pow(fraction, law->sharpness), 1 / law->sharpness);
}

static double row_load_n(const struct saturation_input *input, size_t row, const struct law *law)
{
    const float *load_n = input->load_n + row * input->ring->strip_count;
    double sum_n = 0;
    for (size_t k = 0; k < input->ring->strip_count; k++)
        sum_n += unsaturated_n((double)load_n[k], k, law);
    return sum_n;
}

/* Find the next row, in steps of +1 or -1, from which the roller has turned by half the angle between two strips.
 * *direction receives the direction of the rotation. */
static bool find_beside(size_t *beside, double *direction, const struct saturation_input *input, size_t row, int step)
{
    const float *from = input->ring_vector_n + 2 * row;
    double tangent = tan(TWO_PI / (double)input->ring->strip_count); /* the vector rotates twice as far */
    size_t i = row;
    for (int n = 0; n < NEIGHBOR_ROWS_MAX; n++) {
        if ((step < 0 && i == 0) || (step > 0 && i + 1 == input->count))
            return false;
        i = step < 0 ? i - 1 : i + 1;
        if (input->contact[i] != CONTACT_LOADED)
            return false;
        const float *to = input->ring_vector_n + 2 * i;
        double along = (double)from[0] * (double)to[0] + (double)from[1] * (double)to[1];
        double across = (double)from[0] * (double)to[1] - (double)from[1] * (double)to[0];
        if (fabs(across) < tangent * along)
            continue;
        *beside = i;
        *direction = across;
        return true;
    }
    return false;
}

static double load_quantile_n(const struct saturation_input *input)
{
    double sum_n[STRIP_SAMPLE_ROWS_MAX];
    for (size_t i = 0; i < input->row_count; i++)
        sum_n[i] = row_load_n(input, input->row[i], &SOUND);
    return statistics_quantile(sum_n, input->row_count, 0.95);
}

static void select_rows(struct sampled_rows *rows, const struct saturation_input *input)
{
    double min_n = LOAD_MIN * load_quantile_n(input);
    rows->count = rows->beside_count = 0;
    for (size_t n = 0; n < input->row_count; n++) {
        size_t row = input->row[n];
        double direction_before, direction_after;
        if (!(row_load_n(input, row, &SOUND) > min_n))
            continue;
        struct sampled_row *sampled = &rows->row[rows->count++];
        *sampled =
            (struct sampled_row){.row = row, .up_rad = strip_sample_unwrap_up(0, input->ring_vector_n + 2 * row)};
        sampled->has_beside = find_beside(&sampled->before, &direction_before, input, row, -1) &&
                              find_beside(&sampled->after, &direction_after, input, row, 1) &&
                              direction_before * direction_after < 0;
        rows->beside_count += sampled->has_beside;
    }
}

/* Return the angle at which a strip is up, modulo the angle between two strips; NAN unless the ring is uniform. */
static double strip_phase_rad(const struct ring_model *ring)
{
    double x = 0, y = 0, strips = (double)ring->strip_count;
    for (size_t k = 0; k < ring->strip_count; k++) {
        x += cos(strips * ring->strip_angle_rad[k]) / strips;
        y += sin(strips * ring->strip_angle_rad[k]) / strips;
    }
    return hypot(x, y) > UNIFORM_MIN ? atan2(y, x) / strips : NAN;
}

/* The load on the strips is the same whether a contact is on one strip or between two. Return the relative amplitude of
 * its ripple: negative if a strip alone reads too little; 0 if the ripples of thigh and floor cancel. */
static double find_ripple(const struct saturation_input *input, const struct sampled_rows *rows, const struct law *law)
{
    double strips = (double)input->ring->strip_count, phase_rad = strip_phase_rad(input->ring);
    double wave_wave = 0, wave_load = 0;
    if (isnan(phase_rad) || input->ring->strip_count % 2 != 0 || rows->beside_count < ROWS_MIN)
        return 0;
    for (size_t i = 0; i < rows->count; i++) {
        const struct sampled_row *sampled = &rows->row[i];
        if (!sampled->has_beside)
            continue;
        double wave = 2 * cos(strips * (sampled->up_rad - phase_rad));
        double beside_n = sqrt(row_load_n(input, sampled->before, law) * row_load_n(input, sampled->after, law));
        wave_wave += wave * wave;
        wave_load += wave * log(row_load_n(input, sampled->row, law) / beside_n);
    }
    return wave_load / wave_wave;
}

/* Sums of one strip's rows, of x = log(load of all strips) and y = log(load of this strip). */
struct strip_sums {
    double count, x, y, xx, xy;
};

static void add_strip_rows(struct strip_sums *sums, const struct saturation_input *input,
                           const struct sampled_rows *rows, size_t strip, const struct law *law)
{
    const struct ring_model *ring = input->ring;
    double near_rad = NEAR_STRIP * TWO_PI / (double)ring->strip_count;
    for (size_t i = 0; i < rows->count; i++) {
        size_t row = rows->row[i].row;
        double load_n = (double)input->load_n[row * ring->strip_count + strip];
        double off_rad = remainder(ring->strip_angle_rad[strip] - rows->row[i].up_rad, TWO_PI / 2);
        if (fabs(off_rad) > near_rad || !(load_n > 0))
            continue;
        double x = log(row_load_n(input, row, law)), y = log(unsaturated_n(load_n, strip, law));
        sums->count++;
        sums->x += x;
        sums->y += y;
        sums->xx += x * x;
        sums->xy += x * y;
    }
}

/* A strip under the middle of a contact carries the same fraction of any load, so its load grows with the exponent 1 of
 * the total. Return how far below that the exponent is; 0 where the load hardly changed. */
static double find_missing_exponent(const struct saturation_input *input, const struct sampled_rows *rows,
                                    const struct law *law)
{
    double count = 0, xx = 0, xy = 0;
    for (size_t k = 0; k < input->ring->strip_count; k++) {
        struct strip_sums sums = {0};
        add_strip_rows(&sums, input, rows, k, law);
        if (sums.count < STRIP_ROWS_MIN)
            continue;
        count += sums.count;
        xx += sums.xx - sums.x * sums.x / sums.count;
        xy += sums.xy - sums.x * sums.y / sums.count;
    }
    if (count < ROWS_MIN || !(xx > 0))
        return 0;
    double noise_fraction = LOAD_NOISE * LOAD_NOISE * count / xx; /* of the variance of x: it lowers the exponent */
    return fmax(1 - noise_fraction - xy / xx, 0);
}

/* Return the sum of squares of what contradicts a law, in deviations. */
static double find_misfit(const struct saturation_input *input, const struct sampled_rows *rows, const struct law *law)
{
    double ripple = find_ripple(input, rows, law) / RIPPLE_DEVIATION;
    double exponent = find_missing_exponent(input, rows, law) / EXPONENT_DEVIATION;
    return ripple * ripple + exponent * exponent;
}

static double mean_thigh_n(const struct saturation_input *input, const struct sampled_rows *rows, const struct law *law)
{
    double sum_n = 0;
    for (size_t i = 0; i < rows->count; i++)
        sum_n += row_load_n(input, rows->row[i].row, law);
    return physics_thigh_force_n(sum_n / (double)rows->count, input->weight_n);
}

/* Set the largest load that each strip shows. A strip that the thigh hardly rolled over says little about its own. */
static void find_top_loads(double top_n[SESSION_STRIPS_MAX], const struct saturation_input *input,
                           const struct sampled_rows *rows)
{
    size_t strip_count = input->ring->strip_count;
    double value[STRIP_SAMPLE_ROWS_MAX];
    for (size_t k = 0; k < strip_count; k++) {
        for (size_t i = 0; i < rows->count; i++)
            value[i] = (double)input->load_n[rows->row[i].row * strip_count + k];
        top_n[k] = statistics_quantile(value, rows->count, TOP_QUANTILE);
    }
    for (size_t k = 0; k < strip_count; k++)
        value[k] = top_n[k];
    double median_n = statistics_median(value, strip_count);
    for (size_t k = 0; k < strip_count; k++)
        top_n[k] = fmax(top_n[k], TOP_MIN * median_n);
}

/* Return the fraction of the thigh's force that is missing: the mean over all laws, weighted by their likelihood. */
static double find_mean_missing(const struct saturation_input *input, const struct sampled_rows *rows)
{
    double top_n[SESSION_STRIPS_MAX], shown_n = mean_thigh_n(input, rows, &SOUND), weight_sum = 0, missing_sum = 0;
    find_top_loads(top_n, input, rows);
    for (size_t s = 0; s < SHARPNESS_COUNT; s++) {
        for (size_t c = 0; c < TOP_FRACTION_COUNT; c++) {
            struct law law = {.sharpness = SHARPNESS[s]};
            for (size_t k = 0; k < input->ring->strip_count; k++)
                law.limit_n[k] = top_n[k] / TOP_FRACTION[c];
            double weight = exp(-find_misfit(input, rows, &law) / 2);
            weight_sum += weight;
            missing_sum += weight * (1 - shown_n / mean_thigh_n(input, rows, &law));
        }
    }
    return weight_sum > 0 ? missing_sum / weight_sum : 0;
}

struct saturation saturation_find(const struct saturation_input *input)
{
    struct sampled_rows rows;
    if (input->ring->mirrored || input->row_count < ROWS_MIN)
        return (struct saturation){0};
    select_rows(&rows, input);
    double ripple = find_ripple(input, &rows, &SOUND);
    if (ripple > BESIDE_RIPPLE_MIN)
        return (struct saturation){.beside_fraction = 1 - exp(-2 * ripple)};
    if (rows.count < ROWS_MIN || !(find_misfit(input, &rows, &SOUND) > EVIDENCE_MIN))
        return (struct saturation){0};
    double missing = find_mean_missing(input, &rows);
    return (struct saturation){.missing_fraction = missing > MISSING_MIN ? missing : 0};
}
