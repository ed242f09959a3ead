/* SPDX-License-Identifier: MIT */
#include "pipeline/analysis.h"

#include "dwell/profile.h"
#include "pipeline/uncertainty.h"
#include "shared/sanitized_text.h"

#include <math.h>
#include <stdlib.h>

#define BIN_MM 5.0          /* width of a bin of the profile */
#define EXCESS_HALF_MM 12.5 /* the excess of a spot is summed at least this far on each side of its centre */
#define GAP_PERIODS 2.5     /* a step between rows that is longer than this many sample periods is a gap */

static bool fill_gaps(struct result *result, const struct analysis *analysis)
{
    const double *time_s = analysis->session.time_s;
    double max_step_s = GAP_PERIODS * analysis->series.period_s;
    size_t gaps = 0;
    for (size_t i = 1; i < analysis->session.count; i++)
        gaps += time_s[i] - time_s[i - 1] > max_step_s ? 1u : 0u;
    if (gaps == 0)
        return true;
    result->gap = malloc(gaps * sizeof *result->gap);
    if (result->gap == NULL)
        return false;
    for (size_t i = 1; i < analysis->session.count; i++)
        if (time_s[i] - time_s[i - 1] > max_step_s)
            result->gap[result->gap_count++] = (struct result_gap){time_s[i - 1], time_s[i] - time_s[i - 1]};
    return true;
}

static bool fill_marks(struct result *result, const struct analysis *analysis)
{
    const struct session_table *session = &analysis->session;
    result->mark = malloc((session->event_count + 1) * sizeof *result->mark);
    if (result->mark == NULL)
        return false;
    for (size_t e = 0; e < session->event_count; e++) {
        if (session->event[e].event_bits & SESSION_EVENT_MARK) {
            size_t row = session->event[e].row;
            result->mark[result->mark_count++] =
                (struct result_mark){session->time_s[row], analysis->rows.position_mm[row]};
        }
    }
    return true;
}

static void fill_visit(struct result_visit *filled, const struct visit *visit, const struct profile_input *input)
{
    double impulse_n_s;
    *filled = (struct result_visit){.start_s = visit->start_s, .end_s = visit->end_s, .center_mm = visit->center_mm};
    profile_measure_force(input, visit->first, visit->last, &filled->mean_force_n, &filled->peak_force_n, &impulse_n_s);
}

static unsigned count_marks(const struct result *result, const struct result_spot *spot)
{
    unsigned marks = 0;
    for (size_t m = 0; m < result->mark_count; m++) {
        double mark_mm = result->mark[m].position_mm;
        marks += mark_mm >= spot->start_mm && mark_mm <= spot->end_mm ? 1u : 0u;
    }
    return marks;
}

struct radius_belief analysis_radius_belief(const struct analysis *analysis)
{
    double thigh_mm = analysis->session.header.thigh_length_mm;
    struct radius_evidence evidence = {.radius_mm = analysis->session.header.rolling_radius_mm,
                                       .seen = {.deviation_mm = INFINITY}};
    if (analysis->position.scale == 1) { /* else the radius does not matter: the knee scales all lengths */
        evidence.span_fraction = thigh_mm > 0 ? analysis->offsets.span_mm / thigh_mm : 0;
        evidence.seen = analysis->rotation.seen_radius;
    }
    return radius_belief_of(&evidence);
}

static struct uncertainty_input uncertainty_input(const struct analysis *analysis)
{
    return (struct uncertainty_input){.uses_imu = analysis->rotation.uses_imu,
                                      .offsets = &analysis->offsets,
                                      .has_radius = analysis->session.has_radius,
                                      .radius_mm = analysis->session.header.rolling_radius_mm,
                                      .radius_belief = analysis_radius_belief(analysis),
                                      .thigh_length_mm = analysis->session.header.thigh_length_mm,
                                      .lean_deviation_deg = analysis->rotation.lean.deviation_deg};
}

/* Return how uncertain the centre of spot k is: the mean over its visits, weighted by time. What makes them uncertain
 * is nearly the same for all, so it does not average out. */
static double center_uncertainty_mm(const struct analysis *analysis, size_t k)
{
    const struct uncertainty_input input = uncertainty_input(analysis);
    double sum = 0, weight_s = 0;
    for (size_t v = 0; v < analysis->visit_count; v++) {
        const struct visit *visit = &analysis->visit[v];
        if (analysis->spot_of_visit[v] != k)
            continue;
        sum += (visit->end_s - visit->start_s) * uncertainty_in_row(&input, visit->center_mm, visit->first);
        weight_s += visit->end_s - visit->start_s;
    }
    return sum / weight_s;
}

/* Return the excess dwell of spot k: NAN with too few strokes. The visits have their dwell less the time in which
 * strokes of the session's pace pass them; time around the visits adds nothing to that. */
static double spot_excess_s(const struct analysis *analysis, size_t k, const struct result_spot *spot)
{
    double excess_s = evidence_excess_s(&analysis->evidence, fmin(spot->start_mm, spot->center_mm - EXCESS_HALF_MM),
                                        fmax(spot->end_mm, spot->center_mm + EXCESS_HALF_MM));
    if (isnan(excess_s))
        return NAN;
    double passing_s = 0;
    for (size_t v = 0; v < analysis->visit_count; v++) {
        const struct visit *visit = &analysis->visit[v];
        if (analysis->spot_of_visit[v] == k)
            passing_s += analysis->strokes.pace_s_mm * fmax(visit->high_mm - visit->low_mm, 0);
    }
    return fmin(excess_s, spot->dwell_s - passing_s);
}

/* Fill in result->spot[k] from analysis->spot[k]; only its rank is missing. False when out of memory. */
static bool fill_spot(struct result *result, size_t k, const struct analysis *analysis,
                      const struct profile_input *input)
{
    const struct spot *source = &analysis->spot[k];
    struct result_spot *spot = &result->spot[k];
    double thigh_mm = result->header.thigh_length_mm;
    *spot = (struct result_spot){.center_mm = source->center_mm,
                                 .center_uncertainty_mm = center_uncertainty_mm(analysis, k),
                                 .start_mm = INFINITY,
                                 .end_mm = -INFINITY,
                                 .thigh_percent = thigh_mm > 0 ? 100 * source->center_mm / thigh_mm : NAN,
                                 .dwell_s = source->dwell_s,
                                 .p_value = evidence_p(&analysis->evidence, source->center_mm),
                                 .peak_force_n = NAN};
    spot->visit = malloc(source->visit_count * sizeof *spot->visit);
    if (spot->visit == NULL)
        return false;
    for (size_t v = 0; v < analysis->visit_count; v++) {
        if (analysis->spot_of_visit[v] != k)
            continue;
        struct result_visit *visit = &spot->visit[spot->visit_count++];
        fill_visit(visit, &analysis->visit[v], input);
        if (!isnan(visit->mean_force_n))
            spot->impulse_n_s += visit->mean_force_n * (visit->end_s - visit->start_s);
        spot->peak_force_n = fmax(spot->peak_force_n, visit->peak_force_n);
        spot->start_mm = fmin(spot->start_mm, fmin(analysis->visit[v].low_mm, visit->center_mm));
        spot->rock_width_mm = fmax(spot->rock_width_mm, analysis->visit[v].rock_width_mm);
        spot->end_mm = fmax(spot->end_mm, fmax(analysis->visit[v].high_mm, visit->center_mm));
    }
    spot->mean_force_n = spot->dwell_s > 0 ? spot->impulse_n_s / spot->dwell_s : NAN;
    spot->excess_s = spot_excess_s(analysis, k, spot);
    spot->mark_count = count_marks(result, spot);
    spot->score = spot->dwell_s + RESULT_SCORE_MARK_S * spot->mark_count;
    return true;
}

static int compare_scores(const void *a, const void *b)
{
    const struct result_spot *spot_a = a, *spot_b = b;
    if (spot_a->score != spot_b->score)
        return spot_a->score > spot_b->score ? -1 : 1;
    return spot_a->center_mm < spot_b->center_mm ? -1 : 1;
}

/* Fill in the spots, sorted by rank. False when out of memory. */
static bool fill_spots(struct result *result, const struct analysis *analysis, const struct profile_input *input)
{
    result->spot = calloc(analysis->spot_count + 1, sizeof *result->spot);
    if (result->spot == NULL)
        return false;
    for (size_t k = 0; k < analysis->spot_count; k++) {
        result->spot_count = k + 1;
        if (!fill_spot(result, k, analysis, input))
            return false;
    }
    qsort(result->spot, result->spot_count, sizeof *result->spot, compare_scores);
    for (size_t k = 0; k < result->spot_count; k++)
        result->spot[k].rank = (unsigned)k + 1;
    return true;
}

/* False when out of memory. */
static bool fill_strokes(struct result *result, const struct analysis *analysis, const struct profile_input *input)
{
    const struct strokes *strokes = &analysis->strokes;
    const double *time_s = analysis->session.time_s;
    result->stroke = calloc(strokes->count + 1, sizeof *result->stroke);
    if (result->stroke == NULL)
        return false;
    result->stroke_count = strokes->count;
    for (size_t k = 0; k < strokes->count; k++) {
        const struct stroke *source = &strokes->stroke[k];
        struct result_stroke *stroke = &result->stroke[k];
        *stroke = (struct result_stroke){.start_s = time_s[source->first],
                                         .end_s = time_s[source->last],
                                         .start_mm = source->from_mm,
                                         .end_mm = source->to_mm};
        /* the first row's time belongs to the stroke before */
        profile_measure_force(input, source->first + 1, source->last, &stroke->mean_force_n, &stroke->peak_force_n,
                              &stroke->impulse_n_s);
    }
    return true;
}

static bool fill_rolling(struct result *result, const struct analysis *analysis, const struct profile_input *input)
{
    struct rolling rolling;
    profile_measure_rolling(input, &rolling);
    /* Without load the distance is 0, even if positions are unknown. */
    bool has_distance = analysis->position.known || !(rolling.loaded_s > 0);
    result->distance_mm = has_distance ? rolling.distance_mm : NAN;
    result->loaded_s = rolling.loaded_s;
    result->rest_s = analysis->rest_s;
    result->missing_force_percent = 100 * analysis->series.saturation.missing_fraction;
    result->force_beside_percent = 100 * analysis->series.saturation.beside_fraction;
    result->mean_speed_mm_s = rolling.loaded_s > 0 ? result->distance_mm / rolling.loaded_s : NAN;
    result->mean_force_n = rolling.mean_force_n;
    result->peak_force_n = rolling.peak_force_n;
    result->impulse_n_s = rolling.impulse_n_s;
    result->min_mm = rolling.min_mm;
    result->max_mm = rolling.max_mm;
    const struct uncertainty_input uncertainty = uncertainty_input(analysis);
    result->uncertainty_mm =
        analysis->position.known
            ? uncertainty_of_position(&uncertainty, fmax(fabs(rolling.min_mm), fabs(rolling.max_mm)))
            : NAN;
    result->origin_uncertainty_mm =
        analysis->position.known ? 2 * position_origin_deviation_mm(analysis->position.origin) : NAN;
    return profile_make(&result->profile, input, &rolling, BIN_MM);
}

static void fill_imu(struct result_imu *filled, const struct analysis *analysis)
{
    const struct imu_check *imu = &analysis->imu;
    const struct rotation *rotation = &analysis->rotation;
    *filled = (struct result_imu){.turning_axis = "xyz"[imu->turning_axis],
                                  .is_upside_down = rotation->is_upside_down,
                                  .frozen_s = imu->frozen_s,
                                  .zero_s = imu->zero_s,
                                  .clipped_s = imu->clipped_s,
                                  .torn_count = imu->torn_count};
}

static void fill_session(struct result *result, const struct analysis *analysis)
{
    const struct session_table *session = &analysis->session;
    result->header = session->header;
    result->duration_s = session->time_s[session->count - 1] - session->time_s[0];
    if (analysis->series.period_s > 0) /* the measured rate replaces the nominal rate */
        result->header.rate_hz = 1 / analysis->series.period_s;
    result->row_count = session->count;
    result->lost_frames = session->lost_frames;
    result->rejected_rows = session->rejected_rows;
    result->closed_cleanly = session->closed_cleanly;
    result->origin = analysis->position.origin;
    fill_imu(&result->imu, analysis);
    result->method = !analysis->rotation.uses_imu ? POSITION_RING
                     : analysis->rotation.fused   ? POSITION_FUSED
                                                  : POSITION_IMU;
}

bool result_fill(struct result *result, const struct analysis *analysis, struct notes *notes, const char *path)
{
    const struct profile_input input = {.rows = &analysis->rows, .force_n = analysis->series.force_n};
    result->file = sanitized_text_dup(path);
    if (result->file == NULL)
        return false;
    fill_session(result, analysis);
    if (!fill_rolling(result, analysis, &input) || !fill_gaps(result, analysis) || !fill_marks(result, analysis) ||
        !fill_strokes(result, analysis, &input) || !fill_spots(result, analysis, &input))
        return false;
    warnings_add(notes, result, analysis);
    result->warning = notes->message;
    result->warning_count = notes->count;
    bool complete = !notes->out_of_memory;
    *notes = (struct notes){0};
    return complete;
}
