/* SPDX-License-Identifier: MIT */
/* Measure how well the analyzer finds the spots of the simulated thigh.
 *
 * accuracy PROGRAMS_FOLDER
 *     Score the 40 standard sessions. Exits 1 if F1 is below the promised value.
 *
 * accuracy PROGRAMS_FOLDER SESSIONS [FIRST_SEED [verbose]]
 *     Score SESSIONS sessions of each of four kinds: nominal and hard, with and without IMU. Exits 1 if a
 * target is missed. */
#include "score.h"
#include "targets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STANDARD_SESSIONS 40
#define STANDARD_F1 0.97

static void score_kind(struct trial_lab *lab, struct trial_kind kind, size_t sessions, size_t first_seed, bool verbose,
                       struct score *score)
{
    score_init(score, sessions);
    for (size_t done = 0; done < sessions; done += TRIAL_LANES) {
        struct trial trial[TRIAL_LANES] = {{0}};
        size_t count = sessions - done < TRIAL_LANES ? sessions - done : TRIAL_LANES;
        for (size_t i = 0; i < count; i++)
            trial[i].seed = (unsigned)(first_seed + done + i);
        if (!trial_run(lab, kind, trial, count)) {
            temp_dir_remove(&lab->dir);
            exit(1);
        }
        for (size_t i = 0; i < count; i++)
            score_add(score, &trial[i], verbose);
    }
}

static int score_standard(struct trial_lab *lab)
{
    struct score score;
    printf("%d simulated sessions, seeds 1 to %d, odd seeds with 1 to 4 tender spots.\n\n", STANDARD_SESSIONS,
           STANDARD_SESSIONS);
    score_kind(lab, (struct trial_kind){0}, STANDARD_SESSIONS, 1, true, &score);
    double f1 = score_f1(&score);
    printf("planted / found / matched %zu/%zu/%zu; F1 %.3f %s the promised %.2f.\n", score.planted, score.found,
           score.matched, f1, f1 >= STANDARD_F1 ? "is at least" : "is BELOW", STANDARD_F1);
    score_free(&score);
    return f1 >= STANDARD_F1 ? 0 : 1;
}

static int score_four_kinds(struct trial_lab *lab, size_t sessions, size_t first_seed, bool verbose)
{
    static const struct trial_kind kind[TARGETS_KINDS] = {{false, false}, {false, true}, {true, false}, {true, true}};
    struct score score[TARGETS_KINDS];
    printf("%zu simulated sessions of each kind, seeds from %zu, odd seeds with 1 to 4 tender spots.\n\n", sessions,
           first_seed);
    for (size_t i = 0; i < TARGETS_KINDS; i++) {
        if (verbose)
            printf("%s, %s:\n", kind[i].hard ? "hard" : "nominal", kind[i].no_imu ? "ring only" : "IMU");
        score_kind(lab, kind[i], sessions, first_seed, verbose, &score[i]);
    }
    size_t missed = targets_print(score);
    for (size_t i = 0; i < TARGETS_KINDS; i++)
        score_free(&score[i]);
    return missed == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    long sessions = argc > 2 ? strtol(argv[2], NULL, 10) : 0;
    long first_seed = argc > 3 ? strtol(argv[3], NULL, 10) : 1;
    if (argc < 2 || argc > 5 || (argc > 2 && (sessions < 1 || sessions > 100000)) || first_seed < 1 ||
        first_seed > 1000000000) {
        fprintf(stderr, "usage: accuracy PROGRAMS_FOLDER [SESSIONS [FIRST_SEED [verbose]]]\n");
        return 2;
    }
    struct trial_lab lab = {.programs = argv[1]};
    temp_dir_make(&lab.dir);
    int status =
        argc == 2 ? score_standard(&lab) : score_four_kinds(&lab, (size_t)sessions, (size_t)first_seed, argc == 5);
    temp_dir_remove(&lab.dir);
    return status;
}
