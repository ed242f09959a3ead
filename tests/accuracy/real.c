/* SPDX-License-Identifier: MIT */
#include "real.h"

#include "series.h"
#include "support/run_program.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TIME_LIMIT_S 120
#define REVOLUTIONS_TOLERANCE 0.5
#define DIFFERENCE_MAX_DEG 1.5 /* rms */
#define STEP_S 0.01            /* interval of the times at which the two are compared */
#define EDGE_S 1.0             /* left out at both ends */
#define ANGLE_COLUMN "angle_imu_deg"

/* The clock of the second recording is offset_s behind that of the first. */
struct pair {
    const char *trial;
    double offset_s;
    double revolutions;
};

static const struct pair PAIRS[] = {{"02", 0.033334, 293.0}, {"04", -0.033333, 298.0}, {"08", -0.066667, 219.0}};
#define PAIR_COUNT (sizeof PAIRS / sizeof PAIRS[0])

/* Return the index of a column in the header row; -1 if it is not there. */
static int find_column(const char *header, const char *name)
{
    int index = 0;
    for (const char *cell = header; *cell != '\0'; index++) {
        size_t length = strcspn(cell, ",\n");
        if (length == strlen(name) && memcmp(cell, name, length) == 0)
            return index;
        cell += length;
        if (*cell != ',')
            return -1;
        cell++;
    }
    return -1;
}

/* Return the start of a cell. */
static const char *cell_at(const char *line, int column)
{
    for (; column > 0; column--) {
        line = strchr(line, ',');
        if (line == NULL)
            return "";
        line++;
    }
    return line;
}

/* Read the times and angles of exported rows; rows without an angle are left out. */
static bool parse_rotation(char *export, struct series *rotation)
{
    size_t lines = 1;
    for (const char *c = export; *c != '\0'; c++)
        lines += *c == '\n';
    if (!series_init(rotation, lines))
        return false;
    int column = -1;
    char *rest = NULL;
    for (char *line = strtok_r(export, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
        if (*line == '#')
            continue;
        if (column < 0) {
            column = find_column(line, ANGLE_COLUMN);
            if (column < 0)
                return false;
            continue;
        }
        const char *cell = cell_at(line, column);
        char *end;
        double angle_deg = strtod(cell, &end);
        if (end == cell)
            continue;
        series_add(rotation, strtod(line, NULL), angle_deg);
    }
    return rotation->count > 1;
}

static bool read_rotation(const char *programs, const char *path, struct series *rotation)
{
    char program[320];
    snprintf(program, sizeof program, "%s/roller-analyzer", programs);
    const char *argv[] = {program, "export", path, NULL};
    struct program_result result = program_run(argv, NULL, TIME_LIMIT_S);
    *rotation = (struct series){0};
    bool ok = result.status == 0 && parse_rotation(result.out, rotation);
    if (!ok)
        printf("%s: no rotation by the motion sensor: %s\n", path, result.err);
    program_result_free(&result);
    return ok;
}

static double revolutions(const struct series *rotation)
{
    return fabs(rotation->value[rotation->count - 1] - rotation->value[0]) / 360.0;
}

/* Return how far the two rotations differ, apart from a constant, in degrees rms. `sign` is 1, or -1 if the sensors are
 * mounted facing each other. */
static double difference_deg(const struct series *a, const struct series *b, double offset_s, double sign)
{
    size_t hint_a = 0, hint_b = 0, count = 0;
    double end_s = fmin(a->time_s[a->count - 1], b->time_s[b->count - 1]) - EDGE_S;
    double sum = 0.0, sum_of_squares = 0.0;
    for (double time_s = EDGE_S; time_s < end_s; time_s += STEP_S) {
        double difference = series_at(a, time_s, &hint_a) - sign * series_at(b, time_s - offset_s, &hint_b);
        sum += difference;
        sum_of_squares += difference * difference;
        count++;
    }
    if (count == 0)
        return NAN;
    double mean = sum / (double)count;
    return sqrt(fmax(sum_of_squares / (double)count - mean * mean, 0.0));
}

/* Print the comparison of a pair. Returns the number of limits missed. */
static int compare_pair(const struct pair *pair, const struct series *a, const struct series *b)
{
    double difference = fmin(difference_deg(a, b, pair->offset_s, 1.0), difference_deg(a, b, pair->offset_s, -1.0));
    bool is_a_right = fabs(revolutions(a) - pair->revolutions) <= REVOLUTIONS_TOLERANCE;
    bool is_b_right = fabs(revolutions(b) - pair->revolutions) <= REVOLUTIONS_TOLERANCE;
    bool agree = difference <= DIFFERENCE_MAX_DEG;
    printf("trial %s: revolutions %.1f%s and %.1f%s (%.0f +-%.1f); they differ by %.2f degrees rms (at most %.1f)%s\n",
           pair->trial, revolutions(a), is_a_right ? "" : " MISS", revolutions(b), is_b_right ? "" : " MISS",
           pair->revolutions, REVOLUTIONS_TOLERANCE, difference, DIFFERENCE_MAX_DEG, agree ? "" : " MISS");
    return !is_a_right + !is_b_right + !agree;
}

int real_compare(const char *programs, const char *folder)
{
    int missed = 0;
    for (size_t i = 0; i < PAIR_COUNT; i++) {
        char path_a[512], path_b[512];
        snprintf(path_a, sizeof path_a, "%s/trial%s-a.csv", folder, PAIRS[i].trial);
        snprintf(path_b, sizeof path_b, "%s/trial%s-b.csv", folder, PAIRS[i].trial);
        if (access(path_a, R_OK) != 0 || access(path_b, R_OK) != 0) {
            printf("trial %s: skipped, because %s or %s is not there\n", PAIRS[i].trial, path_a, path_b);
            continue;
        }
        struct series a = {0}, b = {0};
        if (read_rotation(programs, path_a, &a) && read_rotation(programs, path_b, &b))
            missed += compare_pair(&PAIRS[i], &a, &b);
        else
            missed++;
        series_free(&a);
        series_free(&b);
    }
    return missed;
}
