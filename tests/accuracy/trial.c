/* SPDX-License-Identifier: MIT */
#include "trial.h"

#include "series.h"

#include <ctype.h>
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

static void start_roller(const struct trial_lab *lab, const struct trial_request *request, struct lane *lane)
{
    char program[320], number[16], spots[16];
    snprintf(program, sizeof program, "%s/virtual-roller", lab->programs);
    snprintf(number, sizeof number, "%u", request->seed);
    snprintf(spots, sizeof spots, "%u", request->spots);
    const char *argv[16] = {program, "--session", lane->session, "--truth", lane->truth, "--seed", number};
    size_t used = 7;
    if (request->spots > 0) {
        argv[used++] = "--random-spots";
        argv[used++] = spots;
    }
    if (request->behaviors[0] != '\0') {
        argv[used++] = "--behaviour";
        argv[used++] = request->behaviors;
    }
    if (request->hard)
        argv[used++] = "--hard";
    if (request->no_imu)
        argv[used++] = "--no-imu";
    lane->program = program_start(argv, NULL);
}

static void start_analyzer(const struct trial_lab *lab, const struct trial_request *request,
                           const char *const command[], struct lane *lane)
{
    char program[320];
    snprintf(program, sizeof program, "%s/roller-analyzer", lab->programs);
    const char *argv[8] = {program};
    size_t used = 1;
    for (size_t i = 0; command[i]; i++)
        argv[used++] = command[i];
    if (request->start != NULL) {
        argv[used++] = "--start";
        argv[used++] = request->start;
    }
    argv[used] = lane->session;
    lane->program = program_start(argv, NULL);
}

/* ---- The truth ---- */

/* Read the true position over time, mm. False if there are fewer than two points. */
static bool read_path(const json_t *points, struct series *path)
{
    if (!series_init(path, json_array_size(points)))
        return false;
    for (size_t i = 0; i < json_array_size(points); i++) {
        const json_t *point = json_array_get(points, i);
        series_add(path, json_number_value(json_array_get(point, 0)), json_number_value(json_array_get(point, 1)));
    }
    return path->count > 1;
}

/* Return the true position of the place from which the report counts. Unless the report knows that the session started
 * at the knee, or upper thigh, that is where the roller was first loaded. */
static double true_origin_mm(const json_t *truth, const json_t *report, const struct trial_request *request,
                             const struct series *path)
{
    if (request->behaviors[0] == '\0')
        return 0.0; /* such sessions start at the upper thigh */
    size_t hint = 0;
    const json_t *first_load = json_array_get(json_object_get(truth, "loaded_s"), 0);
    double start_mm = series_at(path, json_number_value(json_array_get(first_load, 0)), &hint);
    const json_t *length = json_object_get(json_object_get(report, "position"), "thigh_length_mm");
    bool is_at_knee = request->start != NULL && strcmp(request->start, "knee") == 0;
    return is_at_knee ? start_mm - json_number_value(length) : start_mm;
}

/* ---- The report ---- */

static double number_or_nan(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : NAN;
}

static size_t read_spots(const json_t *list, double origin_mm, struct trial_spot *spot)
{
    size_t count = 0;
    for (size_t i = 0; i < json_array_size(list) && count < TRIAL_SPOTS_MAX; i++) {
        const json_t *item = json_array_get(list, i);
        spot[count++] = (struct trial_spot){
            .center_mm = json_number_value(json_object_get(item, "center_mm")) - origin_mm,
            .uncertainty_mm = number_or_nan(item, "center_uncertainty_mm"),
            .dwell_s = json_number_value(json_object_get(item, "dwell_s")),
            .visits = (int)json_integer_value(json_object_get(item, "visits")),
        };
    }
    return count;
}

static void read_warnings(const json_t *list, struct trial *trial)
{
    size_t used = 0;
    trial->warnings[0] = '\0';
    for (size_t i = 0; i < json_array_size(list) && used < sizeof trial->warnings; i++) {
        const char *text = json_string_value(json_array_get(list, i));
        used += (size_t)snprintf(trial->warnings + used, sizeof trial->warnings - used, "%s\n", text ? text : "");
    }
    for (char *c = trial->warnings; *c != '\0'; c++)
        *c = (char)tolower((unsigned char)*c);
}

/* Compare the exported positions with the truth, over the rows that have one. */
static void compare_positions(char *export, const struct series *path, double origin_mm, struct trial *trial)
{
    double sum = 0;
    size_t rows = 0, inside = 0, hint = 0;
    char *rest = NULL;
    for (char *line = strtok_r(export, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        char *end = NULL;
        double time_s = strtod(line, &end);
        if (end == line || *end != ',' || end[1] == ',' || end[1] == '\0')
            continue; /* this line begins with '#', is the header row, or has no position */
        double error_mm = strtod(end + 1, NULL) - (series_at(path, time_s, &hint) - origin_mm);
        sum += error_mm * error_mm;
        inside += fabs(error_mm) <= trial->uncertainty_mm;
        rows++;
    }
    trial->position_rmse_mm = rows > 0 ? sqrt(sum / (double)rows) : NAN;
    trial->inside_fraction = rows > 0 ? (double)inside / (double)rows : NAN;
}

static bool read_results(struct lane *lane, const char *report_text, char *export, struct trial *trial)
{
    json_t *report = json_loads(report_text, 0, NULL);
    json_t *truth = json_load_file(lane->truth, 0, NULL);
    struct series path = {0};
    bool readable = report && truth && read_path(json_object_get(truth, "position"), &path);
    if (readable) {
        double origin_mm = true_origin_mm(truth, report, &trial->request, &path);
        trial->found_count = read_spots(json_object_get(report, "tender_spots"), 0.0, trial->found);
        trial->planted_count = read_spots(json_object_get(truth, "spots"), origin_mm, trial->planted);
        trial->uncertainty_mm = number_or_nan(json_object_get(report, "position"), "uncertainty_mm");
        read_warnings(json_object_get(report, "warnings"), trial);
        compare_positions(export, &path, origin_mm, trial);
    } else {
        fprintf(stderr, "%s: the report or the truth is not JSON as expected\n", lane->session);
    }
    series_free(&path);
    json_decref(report);
    json_decref(truth);
    return readable;
}

bool trial_run(const struct trial_lab *lab, struct trial *trial, size_t count)
{
    static const char *const report[] = {"report", "--json", NULL}, *const export[] = {"export", NULL};
    struct lane lane[TRIAL_LANES];
    struct program_result made, reported[TRIAL_LANES], exported;
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        snprintf(lane[i].session, sizeof lane[i].session, "%s/%zu.csv", lab->dir.path, i);
        snprintf(lane[i].truth, sizeof lane[i].truth, "%s/%zu.json", lab->dir.path, i);
        start_roller(lab, &trial[i].request, &lane[i]);
    }
    for (size_t i = 0; i < count; i++) {
        ok = wait_for_success(&lane[i], "virtual-roller", &made) && ok;
        program_result_free(&made);
        start_analyzer(lab, &trial[i].request, report, &lane[i]);
    }
    for (size_t i = 0; i < count; i++) {
        ok = wait_for_success(&lane[i], "roller-analyzer report", &reported[i]) && ok;
        start_analyzer(lab, &trial[i].request, export, &lane[i]);
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
