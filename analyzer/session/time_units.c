/* SPDX-License-Identifier: MIT */
#include "session/time_units.h"

#include <math.h>

#define FACTOR_OF_UNIT_MAX 2 /* a rate within this factor of a unit's is in that unit */
#define RATE_FACTOR_MAX 20   /* a table of every twentieth row is still a session, but none has more rows than came */
#define ROWS_MIN 20          /* losses and restarts may be most of the steps between fewer rows */
#define ROWS_PER_PERIOD_MAX 1.4 /* more are two recordings whose rows were mixed; times may be rounded */

/* Without a rate: no roller is slower than 50 rows a second, and none is faster than 601. Tables of every tenth row are
 * slower. */
#define SUCCESSIVE_PERIOD_MAX_S 0.04
#define PERIOD_MAX_S 0.5
#define PERIOD_MIN_S 0.0005

struct time_unit {
    const char *name;
    double seconds;
    const char *advice;
};

static const struct time_unit units[] = {
    {"milliseconds", 1e-3, "divide it by 1000"},
    {"microseconds", 1e-6, "divide it by 1000000"},
    {"nanoseconds", 1e-9, "divide it by 1e9"},
    {"minutes", 60, "multiply it by 60"},
    {"hundredths of a second", 0.01, "divide it by 100"},
    {"hours", 3600, "multiply it by 3600"},
    {"parts of a day", 86400, "multiply it by 86400"},
};

/* Only if no row is missing: every tenth row of a table has such times, too. */
static const struct time_unit tenths = {"tenths of a second", 0.1, "divide it by 10"};

static bool is_in_unit(const struct time_unit *unit, double steps_per_period)
{
    double ratio = steps_per_period * unit->seconds;
    return ratio < FACTOR_OF_UNIT_MAX && ratio > 1.0 / FACTOR_OF_UNIT_MAX;
}

/* Return the unit in which the time between rows gives the rate; NULL if there is none. */
static const struct time_unit *find_unit(double steps_per_period)
{
    for (size_t k = 0; k < sizeof units / sizeof units[0]; k++)
        if (is_in_unit(&units[k], steps_per_period))
            return &units[k];
    return NULL;
}

/* Without a rate in the header, the times can only be compared with what rollers do. */
static bool check_without_rate(double step_s, bool has_successive_frames, const char *file, struct failure *failure)
{
    double max_s = has_successive_frames ? SUCCESSIVE_PERIOD_MAX_S : PERIOD_MAX_S;
    return (step_s >= PERIOD_MIN_S && step_s <= max_s) ||
           failure_set(
               failure, EXIT_STATUS_INPUT,
               "%s: time_s is hardly in seconds: its rows would be %.4g s apart, and a roller sends 50 to 600 a "
               "second. Correct time_s, or add a line \"# rate_hz: ...\" if it is right.",
               file, step_s);
}

bool time_units_check(const struct session_table *session, bool has_successive_frames, const char *file,
                      struct notes *notes, struct failure *failure)
{
    double rate_hz = session->header.rate_hz, step_s = session_table_median_period_s(session->time_s, session->count);
    if (!(step_s > 0) || session->count < ROWS_MIN)
        return true;
    if (!(rate_hz > 0))
        return check_without_rate(step_s, has_successive_frames, file, failure);
    double ratio = step_s * rate_hz;
    double duration_s = session->time_s[session->count - 1] - session->time_s[0];
    double rows_per_period = (double)(session->count - 1) / (duration_s * rate_hz);
    const struct time_unit *unit = find_unit(ratio);
    if (unit == NULL && has_successive_frames && is_in_unit(&tenths, ratio))
        unit = &tenths;
    if (unit != NULL)
        return failure_set(failure, EXIT_STATUS_INPUT,
                           "%s: time_s looks like %s: rate_hz says %.6g rows a second, the rows say %.4g. If so, %s.",
                           file, unit->name, rate_hz, 1 / step_s, unit->advice);
    if (ratio >= (has_successive_frames ? FACTOR_OF_UNIT_MAX : RATE_FACTOR_MAX) || ratio <= 1.0 / FACTOR_OF_UNIT_MAX ||
        rows_per_period > ROWS_PER_PERIOD_MAX)
        return failure_set(
            failure, EXIT_STATUS_INPUT,
            "%s: time_s and rate_hz do not belong together: rate_hz says %.6g rows a second, the rows say %.4g.", file,
            rate_hz, fmax(1 / step_s, rate_hz * rows_per_period));
    if (ratio >= FACTOR_OF_UNIT_MAX)
        notes_add(notes,
                  "The rows come %.4g a second, but rate_hz says %.6g: either most rows are missing, or time_s is in "
                  "another unit and all numbers are wrong.",
                  1 / step_s, rate_hz);
    return true;
}

size_t time_units_count_missing(const struct session_table *session)
{
    double missing = 0, rate_hz = session->header.rate_hz;
    for (size_t i = 1; i < session->count; i++)
        missing += fmax(round((session->time_s[i] - session->time_s[i - 1]) * rate_hz) - 1, 0);
    return (size_t)fmax(missing - (double)session->rejected_rows, 0);
}
