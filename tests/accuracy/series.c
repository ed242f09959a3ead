/* SPDX-License-Identifier: MIT */
#include "series.h"

#include <stdlib.h>

bool series_init(struct series *series, size_t capacity)
{
    *series = (struct series){.time_s = calloc(capacity + 1, sizeof *series->time_s),
                              .value = calloc(capacity + 1, sizeof *series->value)};
    return series->time_s != NULL && series->value != NULL;
}

void series_add(struct series *series, double time_s, double value)
{
    series->time_s[series->count] = time_s;
    series->value[series->count++] = value;
}

double series_at(const struct series *series, double time_s, size_t *hint)
{
    while (*hint + 2 < series->count && series->time_s[*hint + 1] < time_s)
        (*hint)++;
    double t0 = series->time_s[*hint], t1 = series->time_s[*hint + 1];
    double v0 = series->value[*hint], v1 = series->value[*hint + 1];
    return t1 > t0 ? v0 + (v1 - v0) * (time_s - t0) / (t1 - t0) : v0;
}

void series_free(struct series *series)
{
    free(series->time_s);
    free(series->value);
    *series = (struct series){0};
}
