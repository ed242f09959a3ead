/* SPDX-License-Identifier: MIT */
#include "charts/chart_trace.h"

#include "position/trajectory.h"
#include "shared/array_grow.h"

#include <math.h>
#include <stdlib.h>

#define GAP_COLUMNS 8 /* a step between rows that spans more columns than this interrupts the line */

/* The rows in one column of pixels. */
struct column {
    size_t min_row, max_row; /* rows with the lowest and the highest value */
    size_t count;            /* number of rows */
    double force_sum_n;
};

static bool append(struct chart_trace *curve, size_t *capacity, struct chart_trace_point point)
{
    if (!array_grow(&curve->point, capacity, curve->count + 1, sizeof *curve->point))
        return false;
    curve->point[curve->count++] = point;
    return true;
}

/* Append the minimum and the maximum of a column (one point if they are the same row), sorted by time. */
static bool append_column(struct chart_trace *curve, size_t *capacity, const struct result_trace *trace,
                          const double *value, const struct column *column, bool starts_segment)
{
    size_t first = column->min_row < column->max_row ? column->min_row : column->max_row;
    size_t second = column->min_row < column->max_row ? column->max_row : column->min_row;
    double force_n = column->force_sum_n / (double)column->count;
    return append(curve, capacity,
                  (struct chart_trace_point){trace->time_s[first], value[first], force_n, starts_segment}) &&
           (second == first ||
            append(curve, capacity, (struct chart_trace_point){trace->time_s[second], value[second], force_n, false}));
}

static void column_add_row(struct column *column, const struct result_trace *trace, const double *value, size_t row)
{
    if (column->count == 0 || value[row] < value[column->min_row])
        column->min_row = row;
    if (column->count == 0 || value[row] > value[column->max_row])
        column->max_row = row;
    column->count++;
    column->force_sum_n += trace->force_n[row];
}

bool chart_trace_decimate(struct chart_trace *curve, const struct result_trace *trace, const double *value,
                          const unsigned char *is_shown, double columns_per_s)
{
    struct column column = {0};
    double current_column = -1;
    size_t capacity = 0;
    bool ok = true, starts_segment = true;
    *curve = (struct chart_trace){0};
    for (size_t row = 0; ok && row < trace->count; row++) {
        double row_column = floor(trace->time_s[row] * columns_per_s);
        if (row_column > current_column) { /* false for NAN */
            if (column.count > 0)
                ok = append_column(curve, &capacity, trace, value, &column, starts_segment);
            /* a column whose rows are all hidden interrupts the line, too */
            starts_segment = column.count == 0 || row_column > current_column + GAP_COLUMNS;
            column = (struct column){0};
            current_column = row_column;
        }
        if (isfinite(value[row]) && (is_shown == NULL || is_shown[row]))
            column_add_row(&column, trace, value, row);
    }
    if (ok && column.count > 0)
        ok = append_column(curve, &capacity, trace, value, &column, starts_segment);
    if (!ok)
        chart_trace_free(curve);
    return ok;
}

void chart_trace_free(struct chart_trace *curve)
{
    free(curve->point);
    *curve = (struct chart_trace){0};
}

double chart_trace_loaded_s(const struct result_trace *trace, size_t i)
{
    if (i == 0 || !trace->contact[i] || !trace->contact[i - 1])
        return 0;
    double seconds = trace->time_s[i] - trace->time_s[i - 1];
    return seconds > 0 ? fmin(seconds, TRAJECTORY_STEP_MAX_S) : 0;
}
