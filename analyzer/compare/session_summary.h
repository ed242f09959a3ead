/* SPDX-License-Identifier: MIT */
/*
 * What a comparison needs of one session: some kilobytes, so that years of sessions fit into memory. The
 * trace of a session, some hundred bytes a row, is freed after its analysis. Numbers as in result.h.
 */
#ifndef SESSION_SUMMARY_H
#define SESSION_SUMMARY_H

#include "result/result.h"
#include "shared/iso_time.h"
#include "shared/text_buffer.h"

/* It owns what it points to. */
struct session_summary {
    struct session_header header;
    struct iso_time started;
    char *file;
    double duration_s;
    size_t rows, strokes;
    double min_mm, max_mm;
    double loaded_s, distance_mm, mean_force_n, impulse_n_s;
    struct result_spot *spot; /* [spot_count] by rank; without their visits */
    size_t spot_count;
    struct profile profile;
};

/* Move what a comparison needs from `result`, and free the rest: the result is then empty. */
void session_summary_from_result(struct session_summary *summary, struct result *result);
void session_summary_free(struct session_summary *summary);

/* Between processes of this program: add the summary to `out` as bytes, and make one from such bytes.
 * Unpacking is false, and the summary empty, when bytes are missing or out of memory. */
void session_summary_pack(const struct session_summary *summary, struct text_buffer *out);
bool session_summary_unpack(struct session_summary *summary, const char *bytes, size_t length);

/* Time on all spots together, s. */
double session_summary_spots_s(const struct session_summary *summary);

#endif
