/* SPDX-License-Identifier: MIT */
#include "session/time_units.h"

#include <math.h>

#define FACTOR_OF_UNIT_MAX 2 /* a rate within this factor of a unit's is in that unit */
#define RATE_FACTOR_MAX 20   /* a table of every twentieth row is still a session, but none has more rows than came */
#define PERIOD_MAX_S 0.5     /* without a rate: no roller is slower than 50 rows a second, */
#define PERIOD_MIN_S 0.0005  /* and none is faster than 601 */

struct time_unit {
    const char *name;
    double seconds;
    const char *advice;
};

static const struct time_unit units[] = {
    {"milliseconds", 1e-3, "divide it by 1000"}, {"microseconds", 1e-6, "divide it by 1000000"},
    {"nanoseconds", 1e-9, "divide it by 1e9"},   {"minutes", 60, "multiply it by 60"},
    {"hours", 3600, "multiply it by 3600"},      {"parts of a day", 86400, "multiply it by 86400"},
};

/* Return the unit in which the time between rows gives the rate; NULL if there is none. */
static const struct time_unit *find_unit(double steps_per_period)
{
    for (size_t k = 0; k < sizeof units / sizeof units[0]; k++) {
        double ratio = steps_per_period * units[k].seconds;
        if (ratio < FACTOR_OF_UNIT_MAX && ratio > 1.0 / FACTOR_OF_UNIT_MAX)
            return &units[k];
    }
    return NULL;
}

bool time_units_check(const struct session_table *session, const char *file, struct failure *failure)
{
    double rate_hz = session->header.rate_hz, step = session_table_median_period_s(session->time_s, session->count);
    if (!(step > 0))
        return true;
    if (!(rate_hz > 0))
        return (step >= PERIOD_MIN_S && step <= PERIOD_MAX_S) ||
               failure_set(
                   failure, EXIT_STATUS_INPUT,
                   "%s: time_s is hardly in seconds: its rows would be %.4g s apart, and a roller sends 50 to 600 a "
                   "second. Correct time_s, or add a line \"# rate_hz: ...\" if it is right.",
                   file, step);
    double ratio = step * rate_hz;
    const struct time_unit *unit = find_unit(ratio);
    if (unit != NULL)
        return failure_set(failure, EXIT_STATUS_INPUT,
                           "%s: time_s looks like %s: rate_hz says %.6g rows a second, the rows say %.4g. If so, %s.",
                           file, unit->name, rate_hz, 1 / step, unit->advice);
    return (ratio < RATE_FACTOR_MAX && ratio > 1.0 / FACTOR_OF_UNIT_MAX) ||
           failure_set(
               failure, EXIT_STATUS_INPUT,
               "%s: time_s and rate_hz do not belong together: rate_hz says %.6g rows a second, the rows say %.4g.",
               file, rate_hz, 1 / step);
}

size_t time_units_count_missing(const struct session_table *session)
{
    double missing = 0, rate_hz = session->header.rate_hz;
    for (size_t i = 1; i < session->count; i++)
        missing += fmax(round((session->time_s[i] - session->time_s[i - 1]) * rate_hz) - 1, 0);
    return (size_t)fmax(missing - (double)session->rejected_rows, 0);
}
