/* SPDX-License-Identifier: MIT */
#include "force/ring_model.h"

#include "numeric/angle.h"

#include <math.h>

#define INITIAL_KAPPA 1.5
#define BESSEL_I0_KAPPA 1.6467231897 /* I0(1.5), a Bessel function: the mean of exp(1.5 cos 2a) around the ring */
#define ROUNDS 6                     /* rounds of expectation maximisation that estimate the missing loads */
#define MIRRORED_MIN 0.9             /* smallest mirror_length() that counts as mirrored; 1 = perfectly mirrored */
#define OPPOSITE_TOLERANCE_RAD 0.1   /* tolerance of the angle between opposite strips */
#define WORKING_FRACTION_MIN 0.2     /* lower limit of the sum of the working strips' expected load fractions */
#define LOOSE_EXPECTED_MIN 0.08      /* smallest expected load fraction of a strip whose connection is checked */
#define LOOSE_READ_MAX 0.45 /* a strip that reads less than this fraction of its expected load has no connection */

/* Set weighted_x and weighted_y to w_k exp(2 i alpha_k); ring_model.h defines w_k. */
static void set_weighted_directions(struct ring_model *ring)
{
    for (size_t k = 0; k < ring->strip_count; k++) {
        double ahead = TWO_PI, behind = TWO_PI; /* angles to the neighbours */
        for (size_t j = 0; j < ring->strip_count; j++) {
            double offset_rad = ring->strip_angle_rad[j] - ring->strip_angle_rad[k];
            offset_rad -= TWO_PI * floor(offset_rad / TWO_PI);
            if (offset_rad > 1e-6 && offset_rad < TWO_PI - 1e-6) {
                ahead = fmin(ahead, offset_rad);
                behind = fmin(behind, TWO_PI - offset_rad);
            }
        }
        double weight = (ahead + behind) / 2 / TWO_PI * (double)ring->strip_count;
        ring->weighted_x[k] = weight * cos(2 * ring->strip_angle_rad[k]);
        ring->weighted_y[k] = weight * sin(2 * ring->strip_angle_rad[k]);
    }
}

/* Return the length of the mean of w_k exp(4 i alpha_k): near 1 if the ring vector is the same for up and its mirror
 * image. */
static double mirror_length(const struct ring_model *ring)
{
    double x = 0, y = 0;
    for (size_t k = 0; k < ring->strip_count; k++) {
        double cosine = cos(2 * ring->strip_angle_rad[k]), sine = sin(2 * ring->strip_angle_rad[k]);
        x += ring->weighted_x[k] * cosine - ring->weighted_y[k] * sine;
        y += ring->weighted_x[k] * sine + ring->weighted_y[k] * cosine;
    }
    return hypot(x, y) / (double)ring->strip_count;
}

void ring_model_init(struct ring_model *ring, const double *angle_deg, size_t strip_count)
{
    *ring = (struct ring_model){.strip_count = strip_count};
    for (size_t k = 0; k < strip_count; k++) {
        ring->strip_angle_rad[k] = angle_deg[k] * TWO_PI / 360;
        ring->angle_bins[k] = angle_fractional_part(angle_deg[k] / 360) * RING_MODEL_BINS;
    }
    set_weighted_directions(ring);
    ring->mirrored = mirror_length(ring) > MIRRORED_MIN;
    for (int b = 0; b < RING_MODEL_BINS; b++)
        ring->response[b] =
            exp(INITIAL_KAPPA * cos(2 * b * TWO_PI / RING_MODEL_BINS)) / BESSEL_I0_KAPPA / (double)strip_count;
    ring_model_update_response(ring);
}

void ring_model_update_response(struct ring_model *ring)
{
    ring->response[RING_MODEL_BINS] = ring->response[0];
    for (int b = 0; b < RING_MODEL_BINS; b++)
        ring->response_step[b] = ring->response[b + 1] - ring->response[b];
    ring->response_step[RING_MODEL_BINS] = ring->response_step[0];
}

static void swap(double *a, double *b)
{
    double old_a = *a;
    *a = *b;
    *b = old_a;
}

void ring_model_swap(struct ring_model *ring, size_t a, size_t b)
{
    swap(&ring->strip_angle_rad[a], &ring->strip_angle_rad[b]);
    swap(&ring->angle_bins[a], &ring->angle_bins[b]);
    swap(&ring->weighted_x[a], &ring->weighted_x[b]);
    swap(&ring->weighted_y[a], &ring->weighted_y[b]);
}

void ring_model_bin_positions(const struct ring_model *ring, double up_rad, double position[SESSION_STRIPS_MAX])
{
    double rotated_bins = angle_fractional_part(-up_rad * (1 / TWO_PI)) * RING_MODEL_BINS;
    for (size_t k = 0; k < ring->strip_count; k++) {
        double sum = ring->angle_bins[k] + rotated_bins;
        position[k] = sum >= RING_MODEL_BINS ? sum - RING_MODEL_BINS : sum;
    }
}

void ring_model_load_fractions(const struct ring_model *ring, double up_rad, double fraction[SESSION_STRIPS_MAX])
{
    double sum = 0, position[SESSION_STRIPS_MAX];
    ring_model_bin_positions(ring, up_rad, position);
    for (size_t k = 0; k < ring->strip_count; k++) {
        int bin = (int)position[k];
        fraction[k] = ring->response[bin] + (position[k] - bin) * ring->response_step[bin];
        sum += fraction[k];
    }
    double inverse_sum = sum > 0 ? 1 / sum : 0;
    for (size_t k = 0; k < ring->strip_count; k++)
        fraction[k] = sum > 0 ? fraction[k] * inverse_sum : 1 / (double)ring->strip_count;
}

/* Compute the total load and the ring vector (sum_n, x_n, y_n) without the strips in `excluded`. */
static void sum_loads(const struct ring_model *ring, struct ring_model_row *row, unsigned excluded)
{
    double sum = 0, x = 0, y = 0; /* faster than the fields, which may alias row->load_n */
    for (size_t k = 0; k < ring->strip_count; k++) {
        double load = excluded & 1u << k ? 0 : row->load_n[k];
        sum += load;
        x += load * ring->weighted_x[k];
        y += load * ring->weighted_y[k];
    }
    row->sum_n = sum;
    row->x_n = x;
    row->y_n = y;
}

/* Estimate the missing loads from the sum of the loads that the working strips measured. */
static void fill_missing(const struct ring_model *ring, struct ring_model_row *row, double measured_n)
{
    double fraction[SESSION_STRIPS_MAX], working_fraction = 0;
    ring_model_load_fractions(ring, row->up_rad, fraction);
    for (size_t k = 0; k < ring->strip_count; k++)
        working_fraction += row->missing & 1u << k ? 0 : fraction[k];
    for (size_t k = 0; k < ring->strip_count; k++)
        if (row->missing & 1u << k)
            row->load_n[k] = measured_n * fraction[k] / fmax(working_fraction, WORKING_FRACTION_MIN);
}

/* Estimate the missing loads when the up direction is unknown. Thigh and floor press almost equally, so assume that a
 * strip carries as much as the opposite strip. */
static void fill_from_opposite(const struct ring_model *ring, struct ring_model_row *row)
{
    for (size_t k = 0; k < ring->strip_count; k++) {
        if (!(row->missing & 1u << k))
            continue;
        row->load_n[k] = 0;
        for (size_t j = 0; j < ring->strip_count; j++) {
            double offset_rad = remainder(ring->strip_angle_rad[j] - ring->strip_angle_rad[k] - TWO_PI / 2, TWO_PI);
            if (fabs(offset_rad) < OPPOSITE_TOLERANCE_RAD && !(row->missing & 1u << j))
                row->load_n[k] = row->load_n[j];
        }
    }
}

/* Solve a row of a mirrored ring. Its ring vector does not determine the up direction, which is `about_rad` instead. On
 * entry, the total load is that of the working strips. */
static void solve_mirrored(const struct ring_model *ring, struct ring_model_row *row, double about_rad)
{
    row->up_rad = isnan(about_rad) ? 0 : about_rad;
    if (row->missing && isnan(about_rad))
        fill_from_opposite(ring, row);
    else if (row->missing)
        fill_missing(ring, row, row->sum_n);
    sum_loads(ring, row, 0);
    if (!isnan(about_rad)) {
        row->x_n = row->sum_n * cos(2 * about_rad);
        row->y_n = row->sum_n * sin(2 * about_rad);
    }
}

void ring_model_solve(const struct ring_model *ring, struct ring_model_row *row, double about_rad)
{
    sum_loads(ring, row, row->missing);
    if (ring->mirrored) {
        solve_mirrored(ring, row, about_rad);
        return;
    }
    row->up_rad = row->missing ? about_rad : angle_half_nearest(about_rad, row->x_n, row->y_n);
    double measured_n = row->sum_n;
    for (int round = 0; row->missing && round < ROUNDS; round++) {
        fill_missing(ring, row, measured_n);
        sum_loads(ring, row, 0);
        row->up_rad = angle_half_nearest(about_rad, row->x_n, row->y_n);
    }
}

unsigned ring_model_find_loose(const struct ring_model *ring, const struct ring_model_row *row,
                               const double fraction[SESSION_STRIPS_MAX])
{
    unsigned loose = 0;
    for (size_t k = 0; k < ring->strip_count; k++)
        if (fraction[k] > LOOSE_EXPECTED_MIN && row->load_n[k] < LOOSE_READ_MAX * fraction[k] * row->sum_n)
            loose |= 1u << k;
    return loose & ~row->missing;
}

void ring_model_solve_without_loose(const struct ring_model *ring, unsigned loose, struct ring_model_row *row,
                                    double about_rad)
{
    if (loose == 0)
        return;
    double fraction[SESSION_STRIPS_MAX];
    ring_model_load_fractions(ring, row->up_rad, fraction);
    loose &= ring_model_find_loose(ring, row, fraction);
    if (loose == 0)
        return;
    row->missing |= loose;
    ring_model_solve(ring, row, about_rad);
}
