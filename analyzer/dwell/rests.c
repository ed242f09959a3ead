/* SPDX-License-Identifier: MIT */
#include "dwell/rests.h"

#include <math.h>
#include <string.h>

#define NEAR_MM 10.0  /* before and after a rest, the roller has not been farther from it than this */
#define STILL_MM 20.0 /* the positions of a rest span at most this; rocking spans more */
#define MARK_S 1.0    /* a press of the button up to this long before or after a rest belongs to it */

/* Whether the roller was near the visit in all loaded rows from `first` up to `end`. */
static bool is_near(const struct visit *visit, const struct trajectory *rows, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        if (rows->contact[i] && fabs(rows->position_mm[i] - visit->center_mm) > NEAR_MM)
            return false;
    return true;
}

static bool is_marked(const struct visit *visit, const struct session_table *session)
{
    for (size_t e = 0; e < session->event_count; e++) {
        double time_s = session->time_s[session->event[e].row];
        if (session->event[e].event_bits & SESSION_EVENT_MARK && time_s >= visit->start_s - MARK_S &&
            time_s <= visit->end_s + MARK_S)
            return true;
    }
    return false;
}

/* Whether a visit is a rest if the roller was near it in all loaded rows from `first` up to `end`. */
static bool is_rest(const struct visit *visit, const struct trajectory *rows, size_t first, size_t end,
                    const struct session_table *session)
{
    return visit->high_mm - visit->low_mm <= STILL_MM && is_near(visit, rows, first, end) && !is_marked(visit, session);
}

/* Let the first stroke begin after `row`, the last row of a rest. */
static void start_strokes_after(struct strokes *strokes, size_t row, const double *position_mm)
{
    struct stroke *stroke = &strokes->stroke[0];
    if (stroke->first < row && row < stroke->last) {
        stroke->first = row;
        stroke->from_mm = position_mm[row];
    }
}

/* Let the last stroke end at `row`, the first row of a rest. */
static void end_strokes_at(struct strokes *strokes, size_t row, const double *position_mm)
{
    struct stroke *stroke = &strokes->stroke[strokes->count - 1];
    if (stroke->first < row && row < stroke->last) {
        stroke->last = row;
        stroke->to_mm = position_mm[row];
    }
}

double rests_remove(struct visit *visit, size_t *count, struct strokes *strokes, const struct trajectory *rows,
                    const struct session_table *session)
{
    double rest_s = 0;
    size_t first = 0, end = *count;
    if (strokes->count == 0)
        return 0;
    for (; first < end && is_rest(&visit[first], rows, 0, visit[first].first, session); first++) {
        rest_s += visit[first].end_s - visit[first].start_s;
        start_strokes_after(strokes, visit[first].last, rows->position_mm);
    }
    for (; end > first && is_rest(&visit[end - 1], rows, visit[end - 1].last + 1, rows->count, session); end--) {
        rest_s += visit[end - 1].end_s - visit[end - 1].start_s;
        end_strokes_at(strokes, visit[end - 1].first, rows->position_mm);
    }
    *count = end - first;
    if (*count > 0)
        memmove(visit, &visit[first], *count * sizeof *visit);
    return rest_s;
}
