/* SPDX-License-Identifier: MIT */
#include "force/ring_model.h"

#include <math.h>

#define USUAL_KAPPA 1.5
#define BESSEL_I0_KAPPA 1.6467231897 /* I0(1.5): the mean of exp(1.5 cos 2a) around the ring */
#define ROUNDS 6
#define MIRROR_MOST 0.9
#define OPPOSITE_RAD 0.1
#define PART_LEAST 0.2 /* of the load on strips that work, below which the whole is a guess */

static void weigh(struct ring_model *ring)
{
    for (size_t k = 0; k < ring->strips; k++) {
        double ahead = TWO_PI, behind = TWO_PI;
        for (size_t j = 0; j < ring->strips; j++) {
            double away = ring->angle_rad[j] - ring->angle_rad[k];
            away -= TWO_PI * floor(away / TWO_PI);
            if (away > 1e-6 && away < TWO_PI - 1e-6) {
                ahead = fmin(ahead, away);
                behind = fmin(behind, TWO_PI - away);
            }
        }
        double weight = (ahead + behind) / 2 / TWO_PI * (double)ring->strips;
        ring->x[k] = weight * cos(2 * ring->angle_rad[k]);
        ring->y[k] = weight * sin(2 * ring->angle_rad[k]);
    }
}

/* Length of the mean of w_k exp(4 i alpha_k). */
static double mirror_of(const struct ring_model *ring)
{
    double x = 0, y = 0;
    for (size_t k = 0; k < ring->strips; k++) {
        double c = cos(2 * ring->angle_rad[k]), s = sin(2 * ring->angle_rad[k]);
        x += ring->x[k] * c - ring->y[k] * s;
        y += ring->x[k] * s + ring->y[k] * c;
    }
    return hypot(x, y) / (double)ring->strips;
}

void ring_model_init(struct ring_model *ring, const double *angle_deg, size_t strips)
{
    *ring = (struct ring_model){.strips = strips};
    for (size_t k = 0; k < strips; k++) {
        ring->angle_rad[k] = angle_deg[k] * TWO_PI / 360;
        ring->place[k] = angle_fractional_part(angle_deg[k] / 360) * RING_MODEL_BINS;
    }
    weigh(ring);
    ring->mirrored = mirror_of(ring) > MIRROR_MOST;
    for (int b = 0; b < RING_MODEL_BINS; b++)
        ring->claim[b] =
            exp(USUAL_KAPPA * cos(2 * b * TWO_PI / RING_MODEL_BINS)) / BESSEL_I0_KAPPA / (double)strips;
    ring_model_set_response(ring);
}

void ring_model_set_response(struct ring_model *ring)
{
    ring->claim[RING_MODEL_BINS] = ring->claim[0];
    for (int b = 0; b < RING_MODEL_BINS; b++)
        ring->rise[b] = ring->claim[b + 1] - ring->claim[b];
    ring->rise[RING_MODEL_BINS] = ring->rise[0];
}

static void swap(double *a, double *b)
{
    double kept = *a;
    *a = *b;
    *b = kept;
}

void ring_model_swap(struct ring_model *ring, size_t a, size_t b)
{
    swap(&ring->angle_rad[a], &ring->angle_rad[b]);
    swap(&ring->place[a], &ring->place[b]);
    swap(&ring->x[a], &ring->x[b]);
    swap(&ring->y[a], &ring->y[b]);
}

void ring_model_bin_positions(const struct ring_model *ring, double up_rad, double place[SESSION_STRIPS_MAX])
{
    double turned = angle_fractional_part(-up_rad * (1 / TWO_PI)) * RING_MODEL_BINS;
    for (size_t k = 0; k < ring->strips; k++) {
        double ahead = ring->place[k] + turned;
        place[k] = ahead >= RING_MODEL_BINS ? ahead - RING_MODEL_BINS : ahead;
    }
}

void ring_model_load_fractions(const struct ring_model *ring, double up_rad, double share[SESSION_STRIPS_MAX])
{
    double sum = 0, place[SESSION_STRIPS_MAX];
    ring_model_bin_positions(ring, up_rad, place);
    for (size_t k = 0; k < ring->strips; k++) {
        int bin = (int)place[k]; /* not size_t, which takes a processor a jump more to make of a double */
        share[k] = ring->claim[bin] + (place[k] - bin) * ring->rise[bin];
        sum += share[k];
    }
    double part = sum > 0 ? 1 / sum : 0;
    for (size_t k = 0; k < ring->strips; k++)
        share[k] = sum > 0 ? share[k] * part : 1 / (double)ring->strips;
}

static void take_sums(const struct ring_model *ring, struct ring_model_row *row, unsigned left_out)
{
    double sum = 0, x = 0,
           y = 0; /* not in `row`: for all that a compiler knows, its loads may be the same numbers */
    for (size_t k = 0; k < ring->strips; k++) {
        double load = left_out & 1u << k ? 0 : row->load[k];
        sum += load;
        x += load * ring->x[k];
        y += load * ring->y[k];
    }
    row->sum = sum;
    row->x = x;
    row->y = y;
}

/* Put in what the strips that are missing carry when up is at up_rad, by what the others feel. */
static void put_in(const struct ring_model *ring, struct ring_model_row *row, double felt)
{
    double share[SESSION_STRIPS_MAX], part = 0;
    ring_model_load_fractions(ring, row->up_rad, share);
    for (size_t k = 0; k < ring->strips; k++)
        part += row->missing & 1u << k ? 0 : share[k];
    for (size_t k = 0; k < ring->strips; k++) {
        if (row->missing & 1u << k)
            row->load[k] = felt * share[k] / fmax(part, PART_LEAST);
    }
}

/* Put in what the strip opposite carries: thigh and floor press nearly alike. */
static void put_in_opposite(const struct ring_model *ring, struct ring_model_row *row)
{
    for (size_t k = 0; k < ring->strips; k++) {
        if (!(row->missing & 1u << k))
            continue;
        row->load[k] = 0;
        for (size_t j = 0; j < ring->strips; j++) {
            double off = remainder(ring->angle_rad[j] - ring->angle_rad[k] - TWO_PI / 2, TWO_PI);
            if (fabs(off) < OPPOSITE_RAD && !(row->missing & 1u << j))
                row->load[k] = row->load[j];
        }
    }
}

static void solve_mirrored(const struct ring_model *ring, struct ring_model_row *row, double about_rad)
{
    row->up_rad = isnan(about_rad) ? 0 : about_rad;
    if (row->missing && isnan(about_rad))
        put_in_opposite(ring, row);
    else if (row->missing)
        put_in(ring, row, row->sum);
    take_sums(ring, row, 0);
    if (!isnan(about_rad)) {
        row->x = row->sum * cos(2 * about_rad);
        row->y = row->sum * sin(2 * about_rad);
    }
}

void ring_model_solve(const struct ring_model *ring, struct ring_model_row *row, double about_rad)
{
    take_sums(ring, row, row->missing);
    if (ring->mirrored) {
        solve_mirrored(ring, row, about_rad);
        return;
    }
    row->up_rad = row->missing ? about_rad : angle_half_nearest(about_rad, row->x, row->y);
    double felt = row->sum;
    for (int round = 0; row->missing && round < ROUNDS; round++) {
        put_in(ring, row, felt);
        take_sums(ring, row, 0);
        row->up_rad = angle_half_nearest(about_rad, row->x, row->y);
    }
}
