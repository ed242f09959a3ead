/* SPDX-License-Identifier: MIT */
#include "synthetic_set.h"

#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BINS 70
#define BIN_MM 5.0

static void fill_profile(struct session_summary *session)
{
    struct profile *profile = &session->profile;
    *profile = (struct profile){BIN_MM,
                                BINS,
                                calloc(BINS, sizeof(double)),
                                calloc(BINS, sizeof(double)),
                                calloc(BINS, sizeof(double)),
                                calloc(BINS, sizeof(double))};
    for (size_t b = 0; b < BINS; b++) {
        profile->x_mm[b] = BIN_MM * ((double)b + 0.5);
        profile->dwell_s[b] = 0.5 + 0.01 * (double)b; /* different in each bin, so that a test can tell them apart */
        profile->mean_force_n[b] = 200;
        profile->peak_force_n[b] = 250;
    }
    for (size_t k = 0; k < session->spot_count; k++) {
        size_t b = (size_t)(session->spot[k].center_mm / BIN_MM);
        if (b < BINS)
            profile->dwell_s[b] += session->spot[k].dwell_s;
    }
}

struct session_summary *synthetic_set_add(struct session_set *set, enum session_leg leg, int day,
                                          const struct synthetic_spot *spot, size_t count)
{
    struct session_summary session = {.duration_s = 100,
                                      .row_count = 9000 + set->count,
                                      .stroke_count = 30,
                                      .min_mm = 2,
                                      .max_mm = 345,
                                      .loaded_s = 90,
                                      .distance_mm = 9000,
                                      .mean_force_n = 200,
                                      .impulse_n_s = 18000,
                                      .spot_count = count};
    char file[32];
    snprintf(file, sizeof file, "s%zu.csv", set->count);
    session.file = strdup(file);
    session_header_init(&session.header);
    if (day > 0)
        snprintf(session.header.started, sizeof session.header.started, SYNTHETIC_SET_DAY, day);
    session.started = iso_time_parse(session.header.started);
    strcpy(session.header.subject, "Anna");
    strcpy(session.header.calibration_source, "measured 2026-02-20");
    strcpy(session.header.device, "id=5A fw=1 board=uno");
    session.header.leg = leg;
    session.header.thigh_length_mm = 350;
    session.spot = calloc(count + 1, sizeof *session.spot);
    for (size_t k = 0; k < count; k++) {
        session.spot[k] = (struct result_spot){.rank = (unsigned)k + 1,
                                               .center_mm = spot[k].center_mm,
                                               .start_mm = spot[k].center_mm - 15,
                                               .end_mm = spot[k].center_mm + 15,
                                               .thigh_percent = spot[k].center_mm / 3.5,
                                               .dwell_s = spot[k].dwell_s,
                                               .visit_count = 2,
                                               .mean_force_n = spot[k].mean_force_n,
                                               .peak_force_n = spot[k].mean_force_n + 20,
                                               .impulse_n_s = spot[k].mean_force_n * spot[k].dwell_s};
    }
    fill_profile(&session);
    assert_true(session_set_add(set, &session));
    return &set->session[set->count - 1];
}
