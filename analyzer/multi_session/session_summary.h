/* SPDX-License-Identifier: MIT */
/* The part of a session's result that a comparison needs: a few kilobytes, so that years of sessions fit into memory.
 * The rest of the result, about a hundred bytes per row, is freed after the analysis. The fields have the same units as
 * in result.h; unknown numbers are NAN. */
#pragma once

#include "result/result.h"
#include "shared/iso_time.h"
#include "shared/text_buffer.h"

/* A summary owns the memory that it points to. */
struct session_summary {
    struct session_header header;
    struct iso_time started; /* not known either if the computer's clock was wrong (session_date.h) */
    size_t order;            /* set by session_set_sort: number of the session before sorting */
    char *file;
    double duration_s;
    size_t row_count, stroke_count;
    double min_mm, max_mm;
    double low_end_mm, high_end_mm; /* median ends of the strokes; NAN without strokes */
    enum position_origin origin;
    double uncertainty_mm; /* half of the 95 % interval of all positions */
    double loaded_s, distance_mm, mean_force_n, impulse_n_s;
    double missing_force_percent, force_beside_percent;
    struct result_spot *spot; /* [spot_count] sorted by rank; visits are omitted */
    size_t spot_count;
    struct profile profile;
};

/* Move the summary out of `result`, and free the rest of the result. False when out of memory; free it in any case. */
bool session_summary_from_result(struct session_summary *summary, struct result *result);
/* Copy the summary out of `result`, which stays as it is. False, with an empty summary, when out of memory. */
bool session_summary_copy_from_result(struct session_summary *summary, const struct result *result);
void session_summary_free(struct session_summary *summary);

/* Serialize a summary for another process of this program, and read it back. session_summary_unpack returns
 * false, with an empty summary, if bytes are missing or when out of memory. */
void session_summary_pack(const struct session_summary *summary, struct text_buffer *out);
bool session_summary_unpack(struct session_summary *summary, const char *bytes, size_t length);

/* Compare the starts, for qsort: negative if `a` sorts before `b`. A session without a date comes before a session with
 * a date. The result is 0 if both have no date or start at the same time. */
int session_summary_compare_starts(const struct session_summary *a, const struct session_summary *b);

/* Whether the strips show all of the force; otherwise it cannot be compared. */
bool session_summary_force_is_complete(const struct session_summary *summary);

/* Return the total dwell on all spots, s. */
double session_summary_spots_s(const struct session_summary *summary);
