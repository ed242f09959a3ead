/* SPDX-License-Identifier: MIT */
#include "behaviors.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define WORDS_MAX 4

struct behavior {
    const char *name;
    double little, mixture; /* percent of the sessions of DRAW_LITTLE, of DRAW_MIXTURE */
    /* A warning that contains one of these phrases, in lower case, names the behaviour; NULL = none does. */
    const char *word[WORDS_MAX];
};

/* The rates are guesses, written down before the analysis was changed: there are no counts of real people. */
/* clang-format off */
static const struct behavior BEHAVIORS[] = {
    {"sections",      0, 10, {NULL}},
    {"half",          0,  5, {NULL}},
    {"grow",          0,  5, {NULL}},
    {"scatter",      50, 50, {NULL}},
    {"rests",        30, 20, {NULL}},
    {"rocks",        30, 20, {NULL}},
    {"slide",         0,  5, {"the roller slid along", "slid along it at once"}},
    {"creep-slip",   30, 10, {"the roller slipped along", "may have slipped along"}},
    {"stick-slip",   40, 20, {"the roller slipped along", "may have slipped along"}},
    {"put-back",     40, 20, {"the roller was put back elsewhere"}},
    {"put-back-far",  0,  5, {"the roller was put back elsewhere"}},
    {"turn-round",    0,  2, {"turned round", "end for end"}},
    {"slope",        30, 20, {"the thigh sloped", "the thigh's slope"}},
    {"posture",       0, 10, {"another posture"}},
    {"load-radius",  50, 80, {"the rolling radius may be"}},
    {"bare-radius",   0,  2, {"the rolling radius may be"}},
    {"tilt",          0,  0, {"passes beside the strips"}},
    {"saturation",    0,  3, {"saturat"}},
    {"frozen",        0,  2, {"frozen readings"}},
    {"clipped",       0,  3, {"clipped readings"}},
    {"mounted",       0,  3, {"motion sensor is mounted"}},
    {"zeros",         0,  1, {"read zero", "motion sensor had no readings"}},
    {"intermittent",  0,  3, {"motion sensor had no readings"}},
    {"drift",        30, 20, {NULL}},
    {"lever",         0,  5, {NULL}},
    {"gaps",          0,  5, {" gap", "lost on the way"}},
    {"start-knee",    0,  0, {"counted from the knee"}},
    {"tape",        100, 100, {NULL}},
    {"warm-up",       0,  0, {NULL}},
    {"one-way",       0,  0, {"lay about"}},
};
/* clang-format on */
#define BEHAVIOR_COUNT (sizeof BEHAVIORS / sizeof BEHAVIORS[0])

/* Return a number uniformly distributed in [0, 100), the same for the same seed and index (splitmix64). */
static double percentile(unsigned seed, uint64_t index)
{
    uint64_t z = (seed * UINT64_C(0xD1342543DE82EF95)) + (index + 1) * UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53 * 100.0;
}

/* Whether `names`, separated by commas, include `name`. */
static bool includes(const char *names, const char *name)
{
    size_t length = strlen(name);
    for (const char *found = strstr(names, name); found != NULL; found = strstr(found + 1, name)) {
        bool starts = found == names || found[-1] == ',';
        if (starts && (found[length] == ',' || found[length] == '\0'))
            return true;
    }
    return false;
}

static void add(struct trial_request *request, const char *name)
{
    size_t used = strlen(request->behaviors);
    if (!includes(request->behaviors, name))
        snprintf(request->behaviors + used, sizeof request->behaviors - used, "%s%s", used > 0 ? "," : "", name);
}

static double rate(const struct behavior *behavior, enum draw draw)
{
    if (draw == DRAW_LITTLE)
        return behavior->little;
    if (draw == DRAW_MIXTURE)
        return behavior->mixture;
    return strcmp(behavior->name, "tape") == 0 ? 100.0 : strcmp(behavior->name, "scatter") == 0 ? 50.0 : 0.0;
}

void behaviors_draw(struct trial_request *request, const char *own, enum draw draw)
{
    snprintf(request->behaviors, sizeof request->behaviors, "%s", own);
    for (size_t i = 0; i < BEHAVIOR_COUNT; i++)
        if (percentile(request->seed, i) < rate(&BEHAVIORS[i], draw))
            add(request, BEHAVIORS[i].name);
}

bool behaviors_are_named(const struct trial *trial)
{
    for (size_t i = 0; i < BEHAVIOR_COUNT; i++) {
        const struct behavior *behavior = &BEHAVIORS[i];
        for (size_t w = 0; w < WORDS_MAX && behavior->word[w] != NULL; w++)
            if (includes(trial->request.behaviors, behavior->name) && strstr(trial->warnings, behavior->word[w]))
                return true;
    }
    return false;
}

static void print_rates(const char *title, enum draw draw)
{
    printf("%s:", title);
    for (size_t i = 0; i < BEHAVIOR_COUNT; i++)
        if (rate(&BEHAVIORS[i], draw) > 0.0)
            printf(" %s %.0f", BEHAVIORS[i].name, rate(&BEHAVIORS[i], draw));
    printf("\n");
}

void behaviors_print_rates(void)
{
    printf("Percentage of sessions with each behaviour.\n");
    print_rates("A single kind, beside its own", DRAW_ALONE);
    print_rates("A little of everything", DRAW_LITTLE);
    print_rates("Mixture", DRAW_MIXTURE);
}
