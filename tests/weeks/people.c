/* SPDX-License-Identifier: MIT */
#include "people.h"

#include "shared/iso_time.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_DAY 20514    /* 1 March 2026, in days since 1970 */
#define FORCE_N 200.0      /* of a usual session */
#define SPOT_FORCE_SD 0.05 /* of a spot's force about that of the session, of the logarithm */
#define MEASURED_MM 2.5    /* deviation of the measured centre */

static void add_spot(struct session_summary *session, double center_mm, double dwell_s, double force_n, size_t number)
{
    session->spot[session->spot_count] = (struct result_spot){.rank = (unsigned)session->spot_count + 1,
                                                              .center_mm = center_mm,
                                                              .center_uncertainty_mm = 2 * MEASURED_MM,
                                                              .start_mm = center_mm - 10,
                                                              .end_mm = center_mm + 10,
                                                              .thigh_percent = NAN,
                                                              .dwell_s = dwell_s,
                                                              .visit_count = 2,
                                                              .mean_force_n = force_n,
                                                              .peak_force_n = force_n,
                                                              .impulse_n_s = force_n * dwell_s,
                                                              .mark_count = (unsigned)number};
    session->spot_count++;
}

size_t people_true_spot(const struct result_spot *spot)
{
    return spot->mark_count;
}

static void add_session(struct weeks_person *person, const struct weeks_session *planned, size_t index,
                        struct session_set *set)
{
    double force_n = FORCE_N * planned->force_factor;
    struct session_summary session = {.duration_s = 90,
                                      .row_count = 9000 + index,
                                      .stroke_count = 20,
                                      .low_end_mm = planned->low_end_mm - planned->start_mm,
                                      .high_end_mm = planned->high_end_mm - planned->start_mm,
                                      .origin = POSITION_ORIGIN_ASSUMED,
                                      .uncertainty_mm = 8,
                                      .loaded_s = 80,
                                      .distance_mm = 9000,
                                      .mean_force_n = force_n,
                                      .spot = calloc(WEEKS_SPOTS_MAX, sizeof(struct result_spot)),
                                      .file = strdup("simulated")};
    session.min_mm = session.low_end_mm - 5;
    session.max_mm = session.high_end_mm + 5;
    session_header_init(&session.header);
    session.header.leg = SESSION_LEG_RIGHT;
    session.header.thigh_length_mm = person->thigh_length_mm;
    strcpy(session.header.calibration_source, "measured");
    strcpy(session.header.device, "id=5A fw=1 board=uno");
    session.started = (struct iso_time){
        .known = true, .day = FIRST_DAY + (long)planned->days, .utc_s = (FIRST_DAY + planned->days) * 86400};
    snprintf(session.header.started, sizeof session.header.started, "day %.0f", planned->days);
    for (size_t k = 0; session.spot && k < person->spot_count; k++) {
        double center_mm = planned->stop_mm[k] - planned->start_mm + random_normal(&person->random, MEASURED_MM);
        double spot_force_n = force_n * exp(random_normal(&person->random, SPOT_FORCE_SD));
        if (planned->is_stopped_at[k])
            add_spot(&session, center_mm, planned->dwell_s[k], spot_force_n, k);
    }
    session.impulse_n_s = force_n * session.loaded_s;
    if (!session.spot || !session.file || !session_set_add(set, &session)) {
        fputs("accuracy_weeks: out of memory\n", stderr);
        exit(1);
    }
}

void people_make(const struct weeks_habits *habits, uint64_t seed, struct weeks_person *person, struct session_set *set)
{
    *person = weeks_person_make(habits, seed);
    *set = (struct session_set){0};
    for (size_t i = 0; i < habits->session_count; i++) {
        const struct weeks_session planned = weeks_next_session(habits, person, i);
        add_session(person, &planned, i, set);
    }
}
