/* SPDX-License-Identifier: MIT */
#include "result/position_sources.h"

#include <stdlib.h>

#define SOURCES_MAX 100
#define SHORT_S 0.3 /* shorter intervals are of no use to a reader */

/* Find the intervals that last at least min_s; fill in at most SOURCES_MAX. Returns how many there are. */
static size_t find_intervals(struct position_source *found, double min_s, const unsigned char *source,
                             const unsigned char *contact, const double *time_s, size_t rows)
{
    size_t count = 0;
    for (size_t i = 0; i < rows; i++) {
        if (!contact[i])
            continue;
        size_t end = i, last = i; /* of the rows with this source, without a lift at the end */
        for (; end < rows && (!contact[end] || source[end] == source[i]); end++)
            last = contact[end] ? end : last;
        bool joins = count > 0 && count <= SOURCES_MAX &&
                     (found[count - 1].by == (enum rotation_source)source[i] || time_s[last] - time_s[i] < min_s);
        if (joins)
            found[count - 1].to_s = time_s[last];
        else if (count++ < SOURCES_MAX)
            found[count - 1] = (struct position_source){time_s[i], time_s[last], source[i]};
        i = end - 1;
    }
    return count;
}

bool position_sources_find(struct position_sources *sources, const unsigned char *source, const unsigned char *contact,
                           const double *time_s, size_t rows)
{
    *sources = (struct position_sources){.source = malloc(SOURCES_MAX * sizeof *sources->source)};
    if (sources->source == NULL)
        return false;
    double min_s = SHORT_S;
    do {
        sources->count = find_intervals(sources->source, min_s, source, contact, time_s, rows);
        min_s *= 2;
    } while (sources->count > SOURCES_MAX);
    return true;
}

const char *position_source_name(enum rotation_source source)
{
    static const char *const name[] = {
        [ROTATION_UNKNOWN] = "none", [ROTATION_FROM_IMU] = "imu", [ROTATION_FROM_RING] = "ring"};
    return name[source];
}
