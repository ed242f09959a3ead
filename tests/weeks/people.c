/* SPDX-License-Identifier: MIT */
#include "people.h"

#include "shared/iso_time.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_DAY 20514 /* 1 March 2026, in days since 1970 */
#define DWELL_DEVIATION 0.35
#define FORCE_DEVIATION 0.15
#define RETURN_MM 4.0     /* deviation of where the person stops at a spot */
#define MEASURED_MM 2.5   /* deviation of the measured centre */
#define SPACING_MIN_MM 60 /* between the spots of a person */
#define END_MARGIN_MM 40  /* between a spot and the ends of the thigh */

/* xorshift64* (Vigna 2016) */
static double random_uniform(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (double)((*state * UINT64_C(2685821657736338717)) >> 11) / 9007199254740992.0;
}

/* Box and Muller (1958) */
static double random_normal(uint64_t *state)
{
    double radius = sqrt(-2 * log(1 - random_uniform(state)));
    return radius * cos(6.283185307179586 * random_uniform(state));
}

static void place_spots(const struct habits *habits, struct person *person, double thigh_mm, uint64_t *state)
{
    double low_mm = END_MARGIN_MM, span_mm = thigh_mm - 2 * END_MARGIN_MM;
    person->spot_count = habits->gap_mm > 0 ? 2 : 1 + (size_t)(3 * random_uniform(state));
    for (size_t k = 0; k < person->spot_count; k++) {
        bool is_free = false;
        while (!is_free) {
            person->position_mm[k] = low_mm + span_mm * random_uniform(state);
            if (habits->gap_mm > 0)
                person->position_mm[k] = k == 0 ? low_mm + (span_mm - habits->gap_mm) * random_uniform(state)
                                                : person->position_mm[0] + habits->gap_mm;
            is_free = true;
            for (size_t j = 0; j < k && !(habits->gap_mm > 0); j++)
                is_free = is_free && fabs(person->position_mm[k] - person->position_mm[j]) >= SPACING_MIN_MM;
        }
        person->dwell_s[k] = 10 * exp(1.6 * random_uniform(state));
    }
}

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

static bool has_spot(const struct habits *habits, size_t spot, size_t session)
{
    if (spot > 0)
        return true;
    return session >= habits->first_from_session &&
           (habits->first_until_session == 0 || session < habits->first_until_session);
}

static void add_session(const struct habits *habits, const struct person *person, size_t index, double thigh_mm,
                        double variation[], uint64_t *state, struct session_set *set)
{
    double start_mm = person->start_mm[index], force_n = 200 * exp(FORCE_DEVIATION * random_normal(state));
    struct session_summary session = {.duration_s = 90,
                                      .row_count = 9000 + index,
                                      .stroke_count = 20,
                                      .low_end_mm = -start_mm + habits->end_deviation_mm * random_normal(state),
                                      .high_end_mm =
                                          thigh_mm - start_mm + habits->end_deviation_mm * random_normal(state),
                                      .origin = POSITION_ORIGIN_ASSUMED,
                                      .uncertainty_mm = 8,
                                      .loaded_s = 80,
                                      .distance_mm = 9000,
                                      .mean_force_n = force_n,
                                      .spot = calloc(PEOPLE_SPOTS_MAX, sizeof(struct result_spot)),
                                      .file = strdup("simulated")};
    session.min_mm = session.low_end_mm - 5;
    session.max_mm = session.high_end_mm + 5;
    session_header_init(&session.header);
    session.header.leg = SESSION_LEG_RIGHT;
    session.header.thigh_length_mm = thigh_mm;
    strcpy(session.header.calibration_source, "measured");
    strcpy(session.header.device, "id=5A fw=1 board=uno");
    double days = habits->days_between * (double)index;
    session.started =
        (struct iso_time){.known = true, .day = FIRST_DAY + (long)days, .utc_s = (FIRST_DAY + days) * 86400};
    snprintf(session.header.started, sizeof session.header.started, "day %.0f", days);
    for (size_t k = 0; k < person->spot_count; k++) {
        double keep = habits->autocorrelation;
        variation[k] =
            index == 0 ? random_normal(state) : keep * variation[k] + sqrt(1 - keep * keep) * random_normal(state);
        double dwell_s = person->dwell_s[k] * exp(DWELL_DEVIATION * variation[k]) *
                         pow(habits->change_per_week > 0 ? habits->change_per_week : 1, days / 7);
        if (habits->step_factor > 0 && index >= habits->step_session)
            dwell_s *= habits->step_factor;
        double center_mm =
            person->position_mm[k] - start_mm + RETURN_MM * random_normal(state) + MEASURED_MM * random_normal(state);
        bool is_skipped = random_uniform(state) < habits->skip_probability;
        if (has_spot(habits, k, index) && !is_skipped)
            add_spot(&session, center_mm, dwell_s, force_n * exp(0.05 * random_normal(state)), k);
    }
    session.impulse_n_s = force_n * session.loaded_s;
    if (!session.spot || !session.file || !session_set_add(set, &session)) {
        fputs("accuracy_weeks: out of memory\n", stderr);
        exit(1);
    }
}

void people_make(const struct habits *habits, uint64_t seed, struct person *person, struct session_set *set)
{
    uint64_t state = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15);
    double variation[PEOPLE_SPOTS_MAX] = {0}, thigh_mm = 330 + 100 * random_uniform(&state);
    *person = (struct person){0};
    *set = (struct session_set){0};
    place_spots(habits, person, thigh_mm, &state);
    for (size_t i = 0; i < habits->session_count; i++)
        person->start_mm[i] = habits->start_deviation_mm * random_normal(&state);
    for (size_t i = 0; i < habits->session_count; i++)
        add_session(habits, person, i, thigh_mm, variation, &state, set);
}
