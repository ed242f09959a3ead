/* SPDX-License-Identifier: MIT */
#include "session/gaps.h"

static void add_gap(struct gaps *gaps, double start_s, double length_s)
{
    if (gaps->count < GAPS_MAX)
        gaps->gap[gaps->count++] = (struct gap){start_s, start_s + length_s};
}

void gaps_randomize(struct gaps *gaps, struct behaviors behaviors, uint64_t seed, const struct schedule *schedule)
{
    *gaps = (struct gaps){0};
    struct random random;
    if (!behavior_begin(behaviors, BEHAVIOR_GAPS, seed, &random))
        return;
    for (size_t i = 1; i + 1 < schedule->movement_count; i++) {
        const struct movement *movement = &schedule->movement[i];
        double end_s = movement->start_s + movement->duration_s;
        bool is_unloaded = movement->load_start == 0.0 && movement->load_end == 0.0;
        if (!is_unloaded || !random_chance(&random, 0.7))
            continue;
        double length_s = random_uniform(&random, 0.3, 2.0);
        bool is_before = random_chance(&random, 0.5);
        double edge_s = is_before ? movement->start_s - length_s : end_s;
        add_gap(gaps, edge_s + random_uniform(&random, -0.5, 0.5), length_s);
    }
    unsigned others = random_below(&random, 4);
    double duration_s = schedule_duration_s(schedule);
    for (unsigned i = 0; i < others; i++)
        add_gap(gaps, random_uniform(&random, 2.0, duration_s - 2.0), random_log_uniform(&random, 0.02, 1.0));
}

bool gaps_include(const struct gaps *gaps, double time_s)
{
    for (unsigned i = 0; i < gaps->count; i++)
        if (time_s >= gaps->gap[i].start_s && time_s < gaps->gap[i].end_s)
            return true;
    return false;
}
