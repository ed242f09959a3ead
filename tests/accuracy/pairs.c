/* SPDX-License-Identifier: MIT */
#include "pairs.h"

#include "support/random.h"
#include "support/tally.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define TIME_LIMIT_S 240
#define SESSIONS 2
#define SPOTS_MAX 3
#define START_SD_MM 10.0         /* of where the roller is first loaded, about the upper thigh */
#define START_CHANGE_MAX_MM 60.0 /* ... in the second session at most this far from there */
#define PRESS_SD_MM 8.0          /* of where people mark the upper thigh */
#define NEAR_MM 22.0             /* of the other session's spot, if the upper thigh was marked */
#define FOUND_MAX_MM 35.0        /* a spot is the planted one if it is found within this of it */

struct planted {
    unsigned seed; /* of the person */
    double thigh_mm;
    double spot_mm[SPOTS_MAX]; /* sorted */
    size_t count;
};

/* What a report and the truth say of one session. */
struct session {
    char path[320], truth_path[320];
    double start_mm, zero_mm;     /* as planned */
    double origin_mm;             /* true position of 0 */
    double origin_uncertainty_mm; /* as reported */
    double center_mm[SPOTS_MAX];  /* of the planted spots, as measured; NAN = not found */
    double uncertainty_mm[SPOTS_MAX];
};

struct tallies {
    struct tally found, near, origin_held, shift_held, matched, new_or_gone;
};

/* ---- Making the sessions ---- */

static struct planted plant(unsigned seed)
{
    struct random random = random_init(seed * UINT64_C(7919));
    struct planted planted = {.seed = seed, .thigh_mm = floor(random_uniform(&random, 320, 400))};
    planted.count = 1 + random_below(&random, SPOTS_MAX);
    double room_mm = (planted.thigh_mm - 100) / (double)planted.count;
    for (size_t k = 0; k < planted.count; k++)
        planted.spot_mm[k] = floor(50 + room_mm * ((double)k + random_uniform(&random, 0.1, 0.4)));
    return planted;
}

static struct program start_roller(const struct trial_lab *lab, const struct planted *planted,
                                   const struct session *session, size_t index, bool presses_zero)
{
    char program[320], seed[16], person[16], thigh[16], spots[64], start[16], zero[16], date[40];
    size_t used = 0;
    snprintf(program, sizeof program, "%s/virtual-roller", lab->programs);
    snprintf(seed, sizeof seed, "%u", 10 * planted->seed + (unsigned)index + (presses_zero ? 5 : 0));
    snprintf(person, sizeof person, "%u", planted->seed);
    snprintf(thigh, sizeof thigh, "%.0f", planted->thigh_mm);
    for (size_t k = 0; k < planted->count; k++)
        used += (size_t)snprintf(spots + used, sizeof spots - used, "%s%.0f", k > 0 ? "," : "", planted->spot_mm[k]);
    snprintf(start, sizeof start, "%.1f", session->start_mm);
    snprintf(zero, sizeof zero, "%.1f", session->zero_mm);
    snprintf(date, sizeof date, "2026-03-%02zuT18:30:00.000+01:00", 1 + 7 * index);
    const char *argv[24] = {program,
                            "--session",
                            session->path,
                            "--truth",
                            session->truth_path,
                            "--seed",
                            seed,
                            "--person",
                            person,
                            "--leg",
                            "right",
                            "--thigh-length",
                            thigh,
                            "--spots",
                            spots,
                            "--start-at",
                            start,
                            "--started",
                            date};
    if (presses_zero) {
        argv[19] = "--zero-at";
        argv[20] = zero;
    }
    return program_start(argv, NULL);
}

static void plan_starts(struct session session[SESSIONS], const struct trial_lab *lab, const struct planted *planted)
{
    struct random random = random_init(planted->seed * UINT64_C(104729));
    double start_mm = random_normal(&random, START_SD_MM);
    for (size_t i = 0; i < SESSIONS; i++) {
        session[i] = (struct session){.start_mm = start_mm, .zero_mm = random_normal(&random, PRESS_SD_MM)};
        start_mm += random_uniform(&random, -START_CHANGE_MAX_MM, START_CHANGE_MAX_MM);
        snprintf(session[i].path, sizeof session[i].path, "%s/pair%zu.csv", lab->dir.path, i);
        snprintf(session[i].truth_path, sizeof session[i].truth_path, "%s/pair%zu.json", lab->dir.path, i);
    }
}

static bool succeeded(struct program *program, const char *what, struct program_result *result)
{
    *result = program_wait(program, TIME_LIMIT_S);
    if (result->status == 0)
        return true;
    fprintf(stderr, "%s ended with status %d: %s\n", what, result->status, result->err);
    return false;
}

static bool make_sessions(const struct trial_lab *lab, const struct planted *planted, bool presses_zero,
                          struct session session[SESSIONS])
{
    struct program program[SESSIONS];
    struct program_result result;
    bool ok = true;
    plan_starts(session, lab, planted);
    for (size_t i = 0; i < SESSIONS; i++)
        program[i] = start_roller(lab, planted, &session[i], i, presses_zero);
    for (size_t i = 0; i < SESSIONS; i++) {
        ok = succeeded(&program[i], "virtual-roller", &result) && ok;
        program_result_free(&result);
    }
    return ok;
}

/* ---- What the analyzer says ---- */

/* Return the lines of JSON that a command prints about the sessions, as a list; NULL if it failed. */
static json_t *analyze(const struct trial_lab *lab, const char *command, const struct session session[SESSIONS])
{
    char program[320];
    snprintf(program, sizeof program, "%s/roller-analyzer", lab->programs);
    const char *const argv[] = {program, command, "--json", session[0].path, session[1].path, NULL};
    struct program process = program_start(argv, NULL);
    struct program_result result;
    bool ok = succeeded(&process, command, &result);
    json_t *lines = json_array();
    char *rest = NULL;
    for (char *line = strtok_r(result.out, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        ok = json_array_append_new(lines, json_loads(line, 0, NULL)) == 0 && ok;
    program_result_free(&result);
    if (ok)
        return lines;
    json_decref(lines);
    return NULL;
}

static double number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : NAN;
}

/* Return the true position of 0 in a session: where the upper thigh was marked, else where the first load was. */
static double find_origin_mm(const json_t *truth)
{
    double time_s = number(truth, "zero_s"), nearest_s = INFINITY, origin_mm = NAN;
    if (isnan(time_s))
        time_s = json_number_value(json_array_get(json_array_get(json_object_get(truth, "loaded_s"), 0), 0));
    size_t index;
    json_t *point;
    json_array_foreach(json_object_get(truth, "position"), index, point)
    {
        double distance_s = fabs(json_number_value(json_array_get(point, 0)) - time_s);
        if (distance_s < nearest_s) {
            nearest_s = distance_s;
            origin_mm = json_number_value(json_array_get(point, 1));
        }
    }
    return origin_mm;
}

/* Return the planted spot at a measured position; planted->count = none. */
static size_t which_spot(const struct planted *planted, const struct session *session, double center_mm)
{
    size_t nearest = planted->count;
    double nearest_mm = FOUND_MAX_MM;
    for (size_t k = 0; k < planted->count; k++) {
        double distance_mm = fabs(center_mm + session->origin_mm - planted->spot_mm[k]);
        if (distance_mm < nearest_mm) {
            nearest = k;
            nearest_mm = distance_mm;
        }
    }
    return nearest;
}

static bool read_report(struct session *session, const struct planted *planted, const json_t *report)
{
    json_t *truth = json_load_file(session->truth_path, 0, NULL);
    session->origin_mm = find_origin_mm(truth);
    session->origin_uncertainty_mm = number(json_object_get(report, "position"), "origin_uncertainty_mm");
    json_decref(truth);
    for (size_t k = 0; k < planted->count; k++)
        session->center_mm[k] = NAN;
    size_t index;
    json_t *spot;
    json_array_foreach(json_object_get(report, "tender_spots"), index, spot)
    {
        size_t k = which_spot(planted, session, number(spot, "center_mm"));
        if (k == planted->count)
            continue;
        session->center_mm[k] = number(spot, "center_mm");
        session->uncertainty_mm[k] = number(spot, "center_uncertainty_mm");
    }
    return !isnan(session->origin_mm);
}

static void score_reports(struct tallies *tallies, const struct session session[SESSIONS],
                          const struct planted *planted)
{
    for (size_t i = 0; i < SESSIONS; i++)
        tally_add(&tallies->origin_held, fabs(session[i].origin_mm) <= session[i].origin_uncertainty_mm);
    for (size_t k = 0; k < planted->count; k++) {
        double shift_mm = fabs(session[0].center_mm[k] - session[1].center_mm[k]);
        tally_add(&tallies->found, !isnan(shift_mm));
        if (isnan(shift_mm))
            continue;
        double measured_mm = hypot(session[0].uncertainty_mm[k], session[1].uncertainty_mm[k]);
        double origin_mm = hypot(session[0].origin_uncertainty_mm, session[1].origin_uncertainty_mm);
        tally_add(&tallies->near, shift_mm <= NEAR_MM);
        tally_add(&tallies->shift_held, shift_mm <= hypot(measured_mm, origin_mm));
    }
}

/* Score which spots of both sessions the comparison takes for one. */
static void score_comparison(struct tallies *tallies, const struct session session[SESSIONS],
                             const struct planted *planted, const json_t *comparison)
{
    bool is_matched[SPOTS_MAX] = {false};
    size_t index;
    json_t *spot;
    json_array_foreach(json_object_get(json_array_get(json_object_get(comparison, "views"), 0), "spots"), index, spot)
    {
        const char *change = json_string_value(json_object_get(spot, "change"));
        const json_t *sightings = json_object_get(spot, "sightings");
        double first_mm = number(json_array_get(sightings, 0), "center_mm");
        double last_mm = number(json_array_get(sightings, 1), "center_mm");
        tally_add(&tallies->new_or_gone, change && (strcmp(change, "new") == 0 || strcmp(change, "gone") == 0));
        for (size_t k = 0; k < planted->count; k++)
            if (session[0].center_mm[k] == first_mm && session[1].center_mm[k] == last_mm)
                is_matched[k] = true;
    }
    for (size_t k = 0; k < planted->count; k++)
        if (!isnan(session[0].center_mm[k]) && !isnan(session[1].center_mm[k]))
            tally_add(&tallies->matched, is_matched[k]);
}

static bool score_pair(const struct trial_lab *lab, unsigned seed, bool presses_zero, struct tallies *tallies)
{
    const struct planted planted = plant(seed);
    struct session session[SESSIONS];
    json_t *reports = NULL, *comparison = NULL;
    bool ok = make_sessions(lab, &planted, presses_zero, session) &&
              (reports = analyze(lab, "report", session)) != NULL &&
              (comparison = analyze(lab, "compare", session)) != NULL;
    for (size_t i = 0; ok && i < SESSIONS; i++)
        ok = read_report(&session[i], &planted, json_array_get(reports, i));
    if (ok) {
        score_reports(tallies, session, &planted);
        score_comparison(tallies, session, &planted, json_array_get(comparison, 0));
    }
    json_decref(reports);
    json_decref(comparison);
    return ok;
}

/* ---- The table ---- */

int pairs_score(const struct trial_lab *lab, size_t pairs, unsigned first_seed)
{
    int missed = 0;
    for (int presses_zero = 1; presses_zero >= 0; presses_zero--) {
        struct tallies tallies = {0};
        for (size_t i = 0; i < pairs; i++)
            if (!score_pair(lab, first_seed + (unsigned)i, presses_zero, &tallies))
                return -1;
        printf("%zu pairs of sessions, begun up to %.0f mm apart, upper thigh %s:\n", pairs, START_CHANGE_MAX_MM,
               presses_zero ? "marked with a deviation of 8 mm" : "not marked");
        missed += tally_print("  planted spots found in both", &tallies.found, 98, true);
        if (presses_zero)
            missed += tally_print("  spots within 22 mm of each other, as measured", &tallies.near, 95, true);
        missed += tally_print("  the interval of the origin holds it", &tallies.origin_held, 95, true);
        missed += tally_print("  the intervals of both centres hold the shift", &tallies.shift_held, 95, true);
        missed += tally_print("  compare: matched", &tallies.matched, presses_zero ? 100 : 95, true);
        missed += tally_print("  compare: called new or gone", &tallies.new_or_gone, 1, false);
    }
    return missed;
}
