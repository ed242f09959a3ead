/* SPDX-License-Identifier: MIT */
/* Measure how well the analyzer does on simulated sessions, and on real motion sensors. Exits 1 if a limit is missed.
 *
 * accuracy PROGRAMS_FOLDER standard
 *     Score the 40 standard sessions against the promised F1.
 *
 * accuracy PROGRAMS_FOLDER targets SESSIONS FIRST_SEED [verbose]
 *     Score SESSIONS sessions of each of four kinds: nominal and hard, with and without IMU.
 *
 * accuracy PROGRAMS_FOLDER kinds SESSIONS FIRST_SEED [KIND [verbose]]
 *     Score SESSIONS sessions of each kind of behaviour, or of one, with and without IMU.
 *
 * accuracy PROGRAMS_FOLDER pairs PAIRS FIRST_SEED
 *     Score pairs of sessions of one person who sits down elsewhere the second time.
 *
 * accuracy PROGRAMS_FOLDER real FOLDER
 *     Compare the pairs of real motion sensors whose recordings are in FOLDER. */
#include "kinds.h"
#include "pairs.h"
#include "real.h"
#include "score.h"
#include "targets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STANDARD_SESSIONS 40
#define STANDARD_F1 0.97

struct group {
    bool hard, no_imu;
};

static void score_group(struct trial_lab *lab, struct group group, size_t sessions, unsigned first_seed, bool verbose,
                        struct score *score)
{
    score_init(score, sessions);
    for (size_t done = 0; done < sessions; done += TRIAL_LANES) {
        struct trial trial[TRIAL_LANES];
        size_t count = sessions - done < TRIAL_LANES ? sessions - done : TRIAL_LANES;
        for (size_t i = 0; i < count; i++) {
            unsigned seed = first_seed + (unsigned)(done + i);
            trial[i] = (struct trial){
                .request = {
                    .seed = seed, .spots = trial_spots_of_seed(seed), .hard = group.hard, .no_imu = group.no_imu}};
        }
        if (!trial_run(lab, trial, count)) {
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
    score_group(lab, (struct group){0}, STANDARD_SESSIONS, 1, true, &score);
    double f1 = score_f1(&score);
    printf("planted / found / matched %zu/%zu/%zu; F1 %.3f %s the promised %.2f.\n", score.planted, score.found,
           score.matched, f1, f1 >= STANDARD_F1 ? "is at least" : "is BELOW", STANDARD_F1);
    score_free(&score);
    return f1 >= STANDARD_F1 ? 0 : 1;
}

static int score_targets(struct trial_lab *lab, size_t sessions, unsigned first_seed, bool verbose)
{
    static const struct group group[TARGETS_KINDS] = {{false, false}, {false, true}, {true, false}, {true, true}};
    struct score score[TARGETS_KINDS];
    printf("%zu simulated sessions of each kind, seeds from %u, odd seeds with 1 to 4 tender spots.\n\n", sessions,
           first_seed);
    for (size_t i = 0; i < TARGETS_KINDS; i++) {
        if (verbose)
            printf("%s, %s:\n", group[i].hard ? "hard" : "nominal", group[i].no_imu ? "ring only" : "IMU");
        score_group(lab, group[i], sessions, first_seed, verbose, &score[i]);
    }
    size_t missed = targets_print(score);
    for (size_t i = 0; i < TARGETS_KINDS; i++)
        score_free(&score[i]);
    return missed == 0 ? 0 : 1;
}

/* Parse a whole number from 1 to 1e9; 0 if it is none. */
static unsigned read_count(const char *text)
{
    char *end;
    long value = strtol(text, &end, 10);
    return *text != '\0' && *end == '\0' && value >= 1 && value <= 1000000000 ? (unsigned)value : 0;
}

static int run(struct trial_lab *lab, int argc, char **argv)
{
    const char *task = argc > 2 ? argv[2] : "";
    unsigned sessions = argc > 4 ? read_count(argv[3]) : 0;
    unsigned first_seed = argc > 4 ? read_count(argv[4]) : 0;
    if (argc == 3 && strcmp(task, "standard") == 0)
        return score_standard(lab);
    if (sessions > 0 && first_seed > 0 && argc <= 6 && strcmp(task, "targets") == 0)
        return score_targets(lab, sessions, first_seed, argc == 6);
    if (sessions > 0 && first_seed > 0 && argc <= 7 && strcmp(task, "kinds") == 0)
        return kinds_score(lab, sessions, first_seed, argc > 5 ? argv[5] : NULL, argc == 7) == 0 ? 0 : 1;
    if (sessions > 0 && first_seed > 0 && argc == 5 && strcmp(task, "pairs") == 0)
        return pairs_score(lab, sessions, first_seed) == 0 ? 0 : 1;
    if (argc == 4 && strcmp(task, "real") == 0)
        return real_compare(lab->programs, argv[3]) == 0 ? 0 : 1;
    fprintf(stderr, "usage: accuracy PROGRAMS_FOLDER standard\n"
                    "       accuracy PROGRAMS_FOLDER targets SESSIONS FIRST_SEED [verbose]\n"
                    "       accuracy PROGRAMS_FOLDER kinds SESSIONS FIRST_SEED [KIND [verbose]]\n"
                    "       accuracy PROGRAMS_FOLDER pairs PAIRS FIRST_SEED\n"
                    "       accuracy PROGRAMS_FOLDER real FOLDER\n");
    return 2;
}

int main(int argc, char **argv)
{
    struct trial_lab lab = {.programs = argc > 1 ? argv[1] : ""};
    temp_dir_make(&lab.dir);
    int status = run(&lab, argc, argv);
    temp_dir_remove(&lab.dir);
    return status;
}
