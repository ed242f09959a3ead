/* SPDX-License-Identifier: MIT */
#include "charts/chart_trace.h"

#include <math.h>
#include <stdlib.h>

#define HOLE_COLUMNS 8
#define HOLE_S 3.0

/* The rows that fall into one column of pixels. */
struct column {
    size_t least, greatest; /* rows */
    size_t count;
    double force_sum_n;
};

static bool add_point(struct chart_trace *thin, size_t *room, struct chart_trace_point point)
{
    if (thin->count == *room) {
        size_t wanted = *room ? 2 * *room : 1024;
        struct chart_trace_point *grown = realloc(thin->point, wanted * sizeof *grown);
        if (!grown)
            return false;
        thin->point = grown;
        *room = wanted;
    }
    thin->point[thin->count++] = point;
    return true;
}

/* The column's one or two points, in the order of time. */
static bool end_column(struct chart_trace *thin, size_t *room, const struct result_trace *trace,
                       const double *value, const struct column *column, bool begins)
{
    size_t first = column->least < column->greatest ? column->least : column->greatest;
    size_t second = column->least < column->greatest ? column->greatest : column->least;
    double force_n = column->force_sum_n / (double)column->count;
    return add_point(thin, room,
                     (struct chart_trace_point){trace->time_s[first], value[first], force_n, begins}) &&
           (second == first ||
            add_point(thin, room,
                      (struct chart_trace_point){trace->time_s[second], value[second], force_n, false}));
}

static void take_row(struct column *column, const struct result_trace *trace, const double *value, size_t row)
{
    if (column->count == 0 || value[row] < value[column->least])
        column->least = row;
    if (column->count == 0 || value[row] > value[column->greatest])
        column->greatest = row;
    column->count++;
    column->force_sum_n += trace->force_n[row];
}

bool chart_trace_decimate(struct chart_trace *thin, const struct result_trace *trace, const double *value,
                          const unsigned char *shown, double columns_per_s)
{
    struct column column = {0};
    double at = -1;
    size_t room = 0;
    bool ok = true, begins = true;
    *thin = (struct chart_trace){0};
    for (size_t row = 0; ok && row < trace->count; row++) {
        double in = floor(trace->time_s[row] * columns_per_s);
        if (in > at) { /* false for NAN too */
            if (column.count > 0)
                ok = end_column(thin, &room, trace, value, &column, begins);
            /* Nothing shown there, or a hole: lift the pen. */
            begins = column.count == 0 || in > at + HOLE_COLUMNS;
            column = (struct column){0};
            at = in;
        }
        if (isfinite(value[row]) && (!shown || shown[row]))
            take_row(&column, trace, value, row);
    }
    if (ok && column.count > 0)
        ok = end_column(thin, &room, trace, value, &column, begins);
    if (!ok)
        chart_trace_free(thin);
    return ok;
}

void chart_trace_free(struct chart_trace *thin)
{
    free(thin->point);
    *thin = (struct chart_trace){0};
}

double chart_trace_loaded_s(const struct result_trace *trace, size_t i)
{
    if (i == 0 || !trace->loaded[i] || !trace->loaded[i - 1])
        return 0;
    double seconds = trace->time_s[i] - trace->time_s[i - 1];
    return seconds > 0 ? fmin(seconds, HOLE_S) : 0;
}
