/* SPDX-License-Identifier: MIT */
/*
 * How well the analyzer finds what the simulated thigh had.
 * usage: accuracy PROGRAMS_FOLDER                     the 40 standard sessions; fails below the F1 that we promise
 *        accuracy PROGRAMS_FOLDER SESSIONS [verbose]  so many sessions each of four kinds: nominal and hard, with and without IMU
 */
#include "score.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STANDARD_SESSIONS 40
#define STANDARD_F1 0.97

static void score_kind(struct trial_lab *lab, struct trial_kind kind, size_t sessions, bool verbose, struct score *score)
{
    score_init(score, sessions);
    for (size_t done = 0; done < sessions; done += TRIAL_LANES) {
        struct trial trial[TRIAL_LANES] = {{0}};
        size_t count = sessions - done < TRIAL_LANES ? sessions - done : TRIAL_LANES;
        for (size_t i = 0; i < count; i++)
            trial[i].seed = (unsigned)(done + i + 1);
        if (!trial_run(lab, kind, trial, count)) {
            temp_dir_remove(&lab->dir);
            exit(1);
        }
        for (size_t i = 0; i < count; i++)
            score_add(score, &trial[i], verbose);
    }
}

static double percent(size_t part, size_t whole)
{
    return whole > 0 ? 100.0 * (double)part / (double)whole : NAN;
}

static void print_table(struct score *score, size_t kinds)
{
    printf("%-44s", "F1 of spots (match within 20 mm)");
    for (size_t i = 0; i < kinds; i++)
        printf(" %12.3f", score_f1(&score[i]));
    printf("\n%-44s", "  planted / found / matched");
    for (size_t i = 0; i < kinds; i++)
        printf("  %3zu/%3zu/%3zu", score[i].planted, score[i].found, score[i].matched);
    printf("\n%-44s", "false spots, % of sessions with none");
    for (size_t i = 0; i < kinds; i++)
        printf(" %12.1f", percent(score[i].false_alarm_trials, score[i].empty_trials));
    printf("\n%-44s", "centre error, 95 % below, mm");
    for (size_t i = 0; i < kinds; i++)
        printf(" %12.1f", score_quantile(score[i].center_error_mm, score[i].matched, 0.95));
    printf("\n%-44s", "dwell error, 95 % below, %");
    for (size_t i = 0; i < kinds; i++)
        printf(" %12.1f", 100 * score_quantile(score[i].dwell_error, score[i].matched, 0.95));
    printf("\n%-44s", "visits counted right, % of matched spots");
    for (size_t i = 0; i < kinds; i++)
        printf(" %12.1f", percent(score[i].visits_right, score[i].matched));
    printf("\n%-44s", "position error (RMS), median session, mm");
    for (size_t i = 0; i < kinds; i++)
        printf(" %12.2f", score_quantile(score[i].position_rmse_mm, score[i].trials, 0.5));
    printf("\n");
}

static int standard(struct trial_lab *lab)
{
    struct score score;
    printf("%d made sessions, seeds 1 to %d, odd ones with 1 to 4 tender spots; all is simulated.\n\n", STANDARD_SESSIONS,
           STANDARD_SESSIONS);
    score_kind(lab, (struct trial_kind){0}, STANDARD_SESSIONS, true, &score);
    print_table(&score, 1);
    bool good = score_f1(&score) >= STANDARD_F1;
    printf("\nF1 %s %.2f, which is the least that we promise.\n", good ? "is at least" : "is BELOW", STANDARD_F1);
    score_free(&score);
    return good ? 0 : 1;
}

static int four_kinds(struct trial_lab *lab, size_t sessions, bool verbose)
{
    static const struct trial_kind kind[] = {{false, false}, {false, true}, {true, false}, {true, true}};
    struct score score[4];
    printf("%zu made sessions of each kind, seeds from 1, odd ones with 1 to 4 tender spots; all is simulated.\n\n", sessions);
    for (size_t i = 0; i < 4; i++) {
        if (verbose)
            printf("%s, %s:\n", kind[i].hard ? "hard" : "nominal", kind[i].no_imu ? "ring only" : "IMU");
        score_kind(lab, kind[i], sessions, verbose, &score[i]);
    }
    printf("%-44s %12s %12s %12s %12s\n", "", "nominal IMU", "nominal ring", "hard IMU", "hard ring");
    print_table(score, 4);
    for (size_t i = 0; i < 4; i++)
        score_free(&score[i]);
    return 0;
}

int main(int argc, char **argv)
{
    long sessions = argc > 2 ? strtol(argv[2], NULL, 10) : 0;
    if (argc < 2 || argc > 4 || (argc > 2 && (sessions < 1 || sessions > 100000))) {
        fprintf(stderr, "usage: accuracy PROGRAMS_FOLDER [SESSIONS [verbose]]\n");
        return 2;
    }
    struct trial_lab lab = {.programs = argv[1]};
    temp_dir_make(&lab.dir);
    int status = argc == 2 ? standard(&lab) : four_kinds(&lab, (size_t)sessions, argc == 4);
    temp_dir_remove(&lab.dir);
    return status;
}
