/* SPDX-License-Identifier: MIT */
#include "force/unattended.h"

#include <math.h>

#define STILL_S 10.0
#define EXCURSION_S 0.2 /* a reading that is off for less does not end it */
#define STILL_PART 0.15 /* of the load, by which noise may change it; a thigh turns it so in some 10 mm */
#define USUAL_PART (1.0 / 3) /* of the load at other times */

static bool is_like(const struct unattended_rows *rows, size_t row, size_t like)
{
    double most = STILL_PART * rows->sum_n[like];
    return fabs(rows->sum_n[row] - rows->sum_n[like]) <= most &&
           fabs((double)rows->ring[2 * row] - (double)rows->ring[2 * like]) <= most &&
           fabs((double)rows->ring[2 * row + 1] - (double)rows->ring[2 * like + 1]) <= most;
}

/* Mark the rest from number `from` up to `end` of the rows looked at, when it is long. */
static void end_rest(const struct unattended_rows *rows, size_t from, size_t end, unsigned char *still)
{
    size_t first = from * rows->step;
    if (end == from || rows->time_s[(end - 1) * rows->step] - rows->time_s[first] < STILL_S)
        return;
    for (size_t i = from; i < end; i++)
        still[i] = is_like(rows, i * rows->step, first);
}

void unattended_find_still(const struct unattended_rows *rows, unsigned char *still)
{
    size_t from = 0, end = 0; /* the rest that goes on, in numbers of rows looked at; from == end: none */
    for (size_t i = 0; i * rows->step < rows->count; i++) {
        size_t row = i * rows->step;
        bool may_lie = rows->sum_n[row] <= UNATTENDED_WEIGHT_MAX_N;
        still[i] = 0;
        if (end > from && may_lie && is_like(rows, row, from * rows->step)) {
            end = i + 1;
        } else if (end == from || rows->time_s[row] - rows->time_s[(end - 1) * rows->step] > EXCURSION_S) {
            end_rest(rows, from, end, still);
            from = i;
            end = may_lie ? i + 1 : i;
        }
    }
    end_rest(rows, from, end, still);
}

bool unattended_reject_loaded(const struct unattended_rows *rows, double usual_n, unsigned char *still)
{
    bool taken_back = false;
    for (size_t i = 0; i * rows->step < rows->count; i++) {
        if (still[i] && rows->sum_n[i * rows->step] > USUAL_PART * usual_n) {
            still[i] = 0;
            taken_back = true;
        }
    }
    return taken_back;
}
