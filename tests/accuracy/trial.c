/* SPDX-License-Identifier: MIT */
#include "trial.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TIME_LIMIT_S 120

struct lane {
    char session[320], truth[320];
    struct program program;
};

unsigned trial_spots_of_seed(unsigned seed)
{
    return seed % 2 == 0 ? 0 : 1 + seed / 2 % 4;
}

static bool wait_for_success(struct lane *lane, const char *what, struct program_result *result)
{
    *result = program_wait(&lane->program, TIME_LIMIT_S);
    if (result->status == 0)
        return true;
    fprintf(stderr, "%s: %s ended with status %d: %s\n", lane->session, what, result->status, result->err);
    return false;
}

static void start_roller(const struct trial_lab *lab, struct trial_kind kind, unsigned seed, struct lane *lane)
{
    char program[320], number[16], spots[16];
    snprintf(program, sizeof program, "%s/virtual-roller", lab->programs);
    snprintf(number, sizeof number, "%u", seed);
    snprintf(spots, sizeof spots, "%u", trial_spots_of_seed(seed));
    const char *argv[16] = {program, "--session", lane->session, "--truth", lane->truth, "--seed", number};
    size_t used = 7;
    if (trial_spots_of_seed(seed) > 0) {
        argv[used++] = "--random-spots";
        argv[used++] = spots;
    }
    if (kind.hard)
        argv[used++] = "--hard";
    if (kind.no_imu)
        argv[used++] = "--no-imu";
    lane->program = program_start(argv, NULL);
}

static void start_analyzer(const struct trial_lab *lab, const char *const command[], struct lane *lane)
{
    char program[320];
    snprintf(program, sizeof program, "%s/roller-analyzer", lab->programs);
    const char *argv[8] = {program};
    size_t used = 1;
    for (size_t i = 0; command[i]; i++)
        argv[used++] = command[i];
    argv[used] = lane->session;
    lane->program = program_start(argv, NULL);
}

static size_t read_spots(const json_t *list, struct trial_spot *spot)
{
    size_t count = 0;
    for (size_t i = 0; i < json_array_size(list) && count < TRIAL_SPOTS_MAX; i++) {
        const json_t *item = json_array_get(list, i);
        spot[count++] = (struct trial_spot){
            .center_mm = json_number_value(json_object_get(item, "center_mm")),
            .dwell_s = json_number_value(json_object_get(item, "dwell_s")),
            .visits = (int)json_integer_value(json_object_get(item, "visits")),
        };
    }
    return count;
}

/* Interpolate the true position at `time_s`, mm. Times must not decrease; `*hint` is the index of the point
 * before the previous one. */
static double true_position_mm(const json_t *points, double time_s, size_t *hint)
{
    size_t count = json_array_size(points);
    while (*hint + 2 < count && json_number_value(json_array_get(json_array_get(points, *hint + 1), 0)) < time_s)
        (*hint)++;
    const json_t *p0 = json_array_get(points, *hint), *p1 = json_array_get(points, *hint + 1);
    double t0 = json_number_value(json_array_get(p0, 0)), t1 = json_number_value(json_array_get(p1, 0));
    double x0 = json_number_value(json_array_get(p0, 1)), x1 = json_number_value(json_array_get(p1, 1));
    return t1 > t0 ? x0 + (x1 - x0) * (time_s - t0) / (t1 - t0) : x0;
}

/* Compute the root-mean-square error of the reported position over the exported rows that have one. */
static double position_rmse_mm(char *export, const json_t *points)
{
    double sum = 0;
    size_t rows = 0, hint = 0;
    char *rest = NULL;
    for (char *line = strtok_r(export, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        char *end = NULL;
        double time_s = strtod(line, &end);
        if (end == line || *end != ',' || end[1] == ',' || end[1] == '\0')
            continue; /* this line begins with '#', is the header row, or has no position */
        double error_mm = strtod(end + 1, NULL) - true_position_mm(points, time_s, &hint);
        sum += error_mm * error_mm;
        rows++;
    }
    return rows > 0 ? sqrt(sum / (double)rows) : NAN;
}

static bool read_results(struct lane *lane, const char *report, char *export, struct trial *trial)
{
    json_t *found = json_loads(report, 0, NULL);
    json_t *truth = json_load_file(lane->truth, 0, NULL);
    bool readable = found && truth && json_array_size(json_object_get(truth, "position")) > 1;
    if (readable) {
        trial->found_count = read_spots(json_object_get(found, "tender_spots"), trial->found);
        trial->planted_count = read_spots(json_object_get(truth, "spots"), trial->planted);
        trial->position_rmse_mm = position_rmse_mm(export, json_object_get(truth, "position"));
    } else {
        fprintf(stderr, "%s: the report or the truth is not JSON as expected\n", lane->session);
    }
    json_decref(found);
    json_decref(truth);
    return readable;
}

bool trial_run(const struct trial_lab *lab, struct trial_kind kind, struct trial *trial, size_t count)
{
    static const char *const report[] = {"report", "--json", NULL}, *const export[] = {"export", NULL};
    struct lane lane[TRIAL_LANES];
    struct program_result made, reported[TRIAL_LANES], exported;
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        snprintf(lane[i].session, sizeof lane[i].session, "%s/%u.csv", lab->dir.path, trial[i].seed);
        snprintf(lane[i].truth, sizeof lane[i].truth, "%s/%u.json", lab->dir.path, trial[i].seed);
        start_roller(lab, kind, trial[i].seed, &lane[i]);
    }
    for (size_t i = 0; i < count; i++) {
        ok = wait_for_success(&lane[i], "virtual-roller", &made) && ok;
        program_result_free(&made);
        start_analyzer(lab, report, &lane[i]);
    }
    for (size_t i = 0; i < count; i++) {
        ok = wait_for_success(&lane[i], "roller-analyzer report", &reported[i]) && ok;
        start_analyzer(lab, export, &lane[i]);
    }
    for (size_t i = 0; i < count; i++) {
        ok = wait_for_success(&lane[i], "roller-analyzer export", &exported) && ok;
        ok = ok && read_results(&lane[i], reported[i].out, exported.out, &trial[i]);
        program_result_free(&reported[i]);
        program_result_free(&exported);
        remove(lane[i].session);
        remove(lane[i].truth);
    }
    return ok;
}
