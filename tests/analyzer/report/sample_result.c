/* SPDX-License-Identifier: MIT */
#include "sample_result.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RATE_HZ 100.0
#define ROWS 12000
#define SPEED_MM_S 150.0
#define LOW_MM 8.0
#define HIGH_MM 341.0
#define BIN_MM 5.0
#define BINS 70
#define VISITS 4

/* The visits, sorted by time; `spot` is the index of the spot. */
static const struct planned_visit {
    size_t spot;
    double at_s, length_s, center_mm, force_n;
} visits[VISITS] = {{0, 14, 16, 118, 245}, {1, 44, 12, 236, 210}, {0, 70, 14, 122, 250}, {2, 100, 6.5, 60, 190}};

static void *zeroed(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (!memory) {
        fputs("sample_result: out of memory\n", stderr);
        exit(1);
    }
    return memory;
}

static char *copy(const char *text)
{
    char *copied = zeroed(strlen(text) + 1, 1);
    memcpy(copied, text, strlen(text) + 1);
    return copied;
}

static const struct planned_visit *visit_at(double t_s)
{
    for (size_t i = 0; i < VISITS; i++)
        if (t_s >= visits[i].at_s && t_s < visits[i].at_s + visits[i].length_s)
            return &visits[i];
    return NULL;
}

/* Fill the trace: roll up and down at a steady speed; during a visit go to the spot and rock there. */
static void fill_trace(struct result_trace *trace)
{
    double position = LOW_MM, direction = 1, previous = LOW_MM;
    int stroke = 1;
    trace->count = ROWS;
    trace->time_s = zeroed(ROWS, sizeof(double));
    trace->position_mm = zeroed(ROWS, sizeof(double));
    trace->speed_mm_s = zeroed(ROWS, sizeof(double));
    trace->force_n = zeroed(ROWS, sizeof(double));
    trace->contact = zeroed(ROWS, 1);
    trace->stroke = zeroed(ROWS, sizeof(int));
    trace->spot = zeroed(ROWS, sizeof(int));
    for (size_t i = 0; i < ROWS; i++) {
        double t_s = (double)i / RATE_HZ + (i >= 9000 ? 2 : 0); /* a gap of 2 s */
        const struct planned_visit *visit = visit_at(t_s);
        bool loaded = t_s > 1.5 && !(t_s > 84 && t_s < 88);
        if (visit) {
            double target = visit->center_mm + 12 * sin(3 * t_s);
            position += fmax(-SPEED_MM_S / RATE_HZ, fmin(SPEED_MM_S / RATE_HZ, target - position));
        } else if (loaded) {
            position += direction * SPEED_MM_S / RATE_HZ;
            if (position > HIGH_MM || position < LOW_MM) {
                direction = -direction;
                position += direction * SPEED_MM_S / RATE_HZ;
                stroke++;
            }
        }
        trace->time_s[i] = t_s;
        trace->position_mm[i] = t_s > 1.5 ? position : NAN;
        trace->speed_mm_s[i] = (position - previous) * RATE_HZ;
        trace->contact[i] = loaded;
        trace->force_n[i] = !loaded ? 0 : (visit ? visit->force_n : 215 - 0.22 * position) + 14 * sin(2.1 * t_s);
        trace->stroke[i] = loaded ? stroke : 0;
        trace->spot[i] = visit && fabs(position - visit->center_mm) < 25 ? (int)visit->spot + 1 : 0;
        previous = position;
    }
}

static void fill_profile(struct profile *profile, const struct result_trace *trace)
{
    profile->bin_mm = BIN_MM;
    profile->count = BINS;
    profile->x_mm = zeroed(BINS, sizeof(double));
    profile->dwell_s = zeroed(BINS, sizeof(double));
    profile->mean_force_n = zeroed(BINS, sizeof(double));
    profile->peak_force_n = zeroed(BINS, sizeof(double));
    for (size_t b = 0; b < BINS; b++)
        profile->x_mm[b] = BIN_MM * ((double)b + 0.5);
    for (size_t i = 0; i < trace->count; i++) {
        if (!trace->contact[i])
            continue;
        size_t b = (size_t)(trace->position_mm[i] / BIN_MM);
        profile->dwell_s[b] += 1 / RATE_HZ;
        profile->mean_force_n[b] += trace->force_n[i] / RATE_HZ;
        profile->peak_force_n[b] = fmax(profile->peak_force_n[b], trace->force_n[i]);
    }
    for (size_t b = 0; b < BINS; b++) {
        bool reached = profile->dwell_s[b] > 0;
        profile->mean_force_n[b] = reached ? profile->mean_force_n[b] / profile->dwell_s[b] : NAN;
        profile->peak_force_n[b] = reached ? profile->peak_force_n[b] : NAN;
    }
}

static void fill_spots(struct result *result)
{
    static const struct result_spot spots[SAMPLE_SPOTS] = {
        {.rank = 1,
         .center_mm = 120,
         .center_uncertainty_mm = 4.2,
         .start_mm = 104,
         .end_mm = 136,
         .mark_count = 2,
         .excess_s = 26.4,
         .p_value = 0.001,
         .score = 26.4},
        {.rank = 2,
         .center_mm = 236,
         .center_uncertainty_mm = 5.8,
         .start_mm = 222,
         .end_mm = 250,
         .excess_s = 10.25,
         .p_value = 0.02,
         .score = 10.25},
        {.rank = 3,
         .center_mm = 60,
         .center_uncertainty_mm = 3,
         .start_mm = 46,
         .end_mm = 74,
         .excess_s = NAN,
         .p_value = NAN,
         .score = 5.5},
    };
    result->spot_count = SAMPLE_SPOTS;
    result->spot = zeroed(SAMPLE_SPOTS, sizeof(struct result_spot));
    memcpy(result->spot, spots, sizeof spots);
    for (size_t s = 0; s < SAMPLE_SPOTS; s++) {
        struct result_spot *spot = &result->spot[s];
        spot->thigh_percent = 100 * spot->center_mm / SAMPLE_THIGH_MM;
        spot->visit = zeroed(VISITS, sizeof(struct result_visit));
        for (size_t i = 0; i < VISITS; i++) {
            if (visits[i].spot != s)
                continue;
            spot->visit[spot->visit_count++] =
                (struct result_visit){visits[i].at_s, visits[i].at_s + visits[i].length_s, visits[i].center_mm,
                                      visits[i].force_n, visits[i].force_n + 14};
            spot->dwell_s += visits[i].length_s;
            spot->impulse_n_s += visits[i].length_s * visits[i].force_n;
            spot->peak_force_n = fmax(spot->peak_force_n, visits[i].force_n + 14);
        }
        spot->mean_force_n = spot->impulse_n_s / spot->dwell_s;
    }
}

static void fill_header(struct session_header *header)
{
    session_header_init(header);
    strcpy(header->started, "2026-03-01T18:30:00.000+01:00");
    strcpy(header->subject, "Alex Runner");
    strcpy(header->note, "after the long run on Sunday");
    header->leg = SESSION_LEG_RIGHT;
    header->thigh_length_mm = SAMPLE_THIGH_MM;
    header->rate_hz = RATE_HZ;
    header->has_imu = true;
    strcpy(header->calibration_source, "default");
    strcpy(header->device, "id=5A3C21F0 fw=1.0.0 board=uno");
    strcpy(header->logger, "roller-logger 1.0.0");
}

static void fill_totals(struct result *result)
{
    const struct result_trace *trace = &result->trace;
    result->min_mm = INFINITY;
    result->max_mm = -INFINITY;
    for (size_t i = 0; i < trace->count; i++) {
        if (!trace->contact[i])
            continue;
        result->loaded_s += 1 / RATE_HZ;
        result->impulse_n_s += trace->force_n[i] / RATE_HZ;
        result->distance_mm += fabs(trace->speed_mm_s[i]) / RATE_HZ;
        result->peak_force_n = fmax(result->peak_force_n, trace->force_n[i]);
        result->min_mm = fmin(result->min_mm, trace->position_mm[i]);
        result->max_mm = fmax(result->max_mm, trace->position_mm[i]);
        result->stroke_count = (size_t)trace->stroke[i];
    }
    result->mean_force_n = result->impulse_n_s / result->loaded_s;
    result->mean_speed_mm_s = result->distance_mm / result->loaded_s;
}

void sample_result_make(struct result *result)
{
    *result = (struct result){.file = copy("build/demo/session.csv"),
                              .duration_s = 122,
                              .row_count = ROWS,
                              .lost_frames = 200,
                              .closed_cleanly = true,
                              .gap_count = 1,
                              .imu.turning_axis = 'z',
                              .method = POSITION_FUSED,
                              .uncertainty_mm = 6.3,
                              .origin_uncertainty_mm = 16,
                              .mark_count = 2,
                              .warning_count = 2};
    fill_header(&result->header);
    analysis_options_fill_defaults(&result->options);
    fill_trace(&result->trace);
    fill_profile(&result->profile, &result->trace);
    fill_totals(result);
    fill_spots(result);
    result->gap = zeroed(1, sizeof(struct result_gap));
    result->gap[0] = (struct result_gap){90, 2};
    result->sources = (struct position_sources){zeroed(1, sizeof(struct position_source)), 1};
    result->sources.source[0] = (struct position_source){2, 150, ROTATION_FROM_IMU};
    result->mark = zeroed(2, sizeof(struct result_mark));
    result->mark[0] = (struct result_mark){20, 118};
    result->mark[1] = (struct result_mark){75, 123};
    result->warning = zeroed(2, sizeof(char *));
    result->warning[0] = copy("The strips are not calibrated: forces are rough.");
    result->warning[1] = copy("200 readings were lost.");
}

void sample_result_make_empty(struct result *result)
{
    *result = (struct result){.file = copy("empty.csv"),
                              .duration_s = 0.09,
                              .row_count = 10,
                              .closed_cleanly = false,
                              .method = POSITION_RING,
                              .profile.bin_mm = BIN_MM,
                              .min_mm = NAN,
                              .max_mm = NAN,
                              .mean_speed_mm_s = NAN,
                              .mean_force_n = NAN,
                              .peak_force_n = NAN};
    session_header_init(&result->header);
    struct result_trace *trace = &result->trace;
    trace->count = 10;
    trace->time_s = zeroed(10, sizeof(double));
    trace->position_mm = zeroed(10, sizeof(double));
    trace->speed_mm_s = zeroed(10, sizeof(double));
    trace->force_n = zeroed(10, sizeof(double));
    trace->contact = zeroed(10, 1);
    trace->stroke = zeroed(10, sizeof(int));
    trace->spot = zeroed(10, sizeof(int));
    for (size_t i = 0; i < trace->count; i++) {
        trace->time_s[i] = (double)i / 100;
        trace->position_mm[i] = NAN;
        trace->speed_mm_s[i] = NAN;
    }
}
