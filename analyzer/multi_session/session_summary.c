/* SPDX-License-Identifier: MIT */
#include "multi_session/session_summary.h"

#include "session/session_date.h"
#include "shared/statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Fill in the median ends of the strokes. False when out of memory. */
static bool fill_stroke_ends(struct session_summary *summary, const struct result *result)
{
    const struct result_trace *trace = &result->trace;
    size_t count = result->stroke_count;
    double *low_mm = malloc(2 * (count + 1) * sizeof *low_mm); /* lows, then highs; + 1: malloc(0) may return NULL */
    summary->low_end_mm = summary->high_end_mm = NAN;
    if (!low_mm)
        return false;
    double *high_mm = low_mm + count;
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        low_mm[i] = INFINITY;
        high_mm[i] = -INFINITY;
    }
    for (size_t row = 0; row < trace->count; row++) {
        size_t stroke = trace->stroke[row] > 0 ? (size_t)trace->stroke[row] - 1 : count;
        if (stroke < count && isfinite(trace->position_mm[row])) {
            low_mm[stroke] = fmin(low_mm[stroke], trace->position_mm[row]);
            high_mm[stroke] = fmax(high_mm[stroke], trace->position_mm[row]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (low_mm[i] <= high_mm[i]) {
            low_mm[found] = low_mm[i];
            high_mm[found++] = high_mm[i];
        }
    }
    summary->low_end_mm = statistics_median(low_mm, found);
    summary->high_end_mm = statistics_median(high_mm, found);
    free(low_mm);
    return true;
}

/* Return a summary that has the arrays of `result`. */
static struct session_summary borrow(const struct result *result)
{
    return (struct session_summary){
        .header = result->header,
        .started = session_date_find_start(&result->header, (double)time(NULL)),
        .file = result->file,
        .duration_s = result->duration_s,
        .row_count = result->row_count,
        .stroke_count = result->stroke_count,
        .min_mm = result->min_mm,
        .max_mm = result->max_mm,
        .origin = result->origin,
        .uncertainty_mm = result->uncertainty_mm,
        .loaded_s = result->loaded_s,
        .distance_mm = result->distance_mm,
        .mean_force_n = result->mean_force_n,
        .impulse_n_s = result->impulse_n_s,
        .missing_force_percent = result->missing_force_percent,
        .force_beside_percent = result->force_beside_percent,
        .spot = result->spot,
        .spot_count = result->spot_count,
        .profile = result->profile,
    };
}

bool session_summary_copy_from_result(struct session_summary *summary, const struct result *result)
{
    struct session_summary borrowed = borrow(result);
    struct text_buffer packed = {0};
    *summary = (struct session_summary){0};
    bool copied = fill_stroke_ends(&borrowed, result);
    if (copied)
        session_summary_pack(&borrowed, &packed);
    copied = copied && !packed.failed && session_summary_unpack(summary, packed.bytes, packed.length);
    for (size_t k = 0; k < summary->spot_count; k++)
        summary->spot[k].visit = NULL;
    text_free(&packed);
    return copied;
}

bool session_summary_from_result(struct session_summary *summary, struct result *result)
{
    *summary = borrow(result);
    bool filled = fill_stroke_ends(summary, result);
    for (size_t k = 0; k < summary->spot_count; k++) {
        free(summary->spot[k].visit);
        summary->spot[k].visit = NULL;
    }
    result->file = NULL;
    result->spot = NULL;
    result->spot_count = 0;
    result->profile = (struct profile){0};
    result_free(result);
    return filled;
}

void session_summary_free(struct session_summary *summary)
{
    free(summary->file);
    free(summary->spot);
    profile_free(&summary->profile);
    *summary = (struct session_summary){0};
}

static void pack(struct text_buffer *out, const void *bytes, size_t size)
{
    if (size > 0) /* otherwise `bytes` may be NULL */
        text_add_bytes(out, bytes, size);
}

void session_summary_pack(const struct session_summary *summary, struct text_buffer *out)
{
    const struct profile *profile = &summary->profile;
    size_t file_size = strlen(summary->file) + 1, bins_size = profile->count * sizeof(double);
    pack(out, summary, sizeof *summary);
    pack(out, &file_size, sizeof file_size);
    pack(out, summary->file, file_size);
    pack(out, summary->spot, summary->spot_count * sizeof *summary->spot);
    pack(out, profile->x_mm, bins_size);
    pack(out, profile->dwell_s, bins_size);
    pack(out, profile->mean_force_n, bins_size);
    pack(out, profile->peak_force_n, bins_size);
}

/* Return a copy of the next `size` bytes, and advance the cursor; NULL if fewer are left, or when out of memory. */
static void *unpack(const char **cursor, const char *end, size_t size)
{
    void *copy = (size_t)(end - *cursor) >= size ? malloc(size + 1) : NULL; /* + 1, because malloc(0) may return NULL */
    if (copy) {
        memcpy(copy, *cursor, size);
        *cursor += size;
    }
    return copy;
}

bool session_summary_unpack(struct session_summary *summary, const char *bytes, size_t length)
{
    const char *cursor = bytes, *end = bytes + length;
    size_t file_size;
    if (length < sizeof *summary + sizeof file_size) {
        *summary = (struct session_summary){0};
        return false;
    }
    memcpy(summary, cursor, sizeof *summary);
    cursor += sizeof *summary;
    memcpy(&file_size, cursor, sizeof file_size);
    cursor += sizeof file_size;
    struct profile *profile = &summary->profile;
    size_t bins_size = profile->count * sizeof(double);
    summary->file = unpack(&cursor, end, file_size);
    summary->spot = unpack(&cursor, end, summary->spot_count * sizeof *summary->spot);
    profile->x_mm = unpack(&cursor, end, bins_size);
    profile->dwell_s = unpack(&cursor, end, bins_size);
    profile->mean_force_n = unpack(&cursor, end, bins_size);
    profile->peak_force_n = unpack(&cursor, end, bins_size);
    bool is_complete = summary->file && summary->spot && profile->x_mm && profile->dwell_s && profile->mean_force_n &&
                       profile->peak_force_n;
    if (!is_complete)
        session_summary_free(summary);
    return is_complete;
}

int session_summary_compare_starts(const struct session_summary *a, const struct session_summary *b)
{
    if (!a->started.known || !b->started.known)
        return a->started.known - b->started.known;
    return (a->started.utc_s > b->started.utc_s) - (a->started.utc_s < b->started.utc_s);
}

double session_summary_spots_s(const struct session_summary *summary)
{
    double sum_s = 0;
    for (size_t k = 0; k < summary->spot_count; k++)
        sum_s += summary->spot[k].dwell_s;
    return sum_s;
}

bool session_summary_force_is_complete(const struct session_summary *summary)
{
    return !(summary->missing_force_percent > 0) && !(summary->force_beside_percent > 0);
}
