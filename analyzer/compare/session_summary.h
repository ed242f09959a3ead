/* SPDX-License-Identifier: MIT */
/*
 * What comparing needs of one session: some kilobytes, so that years of sessions fit into memory. The trace
 * of a session, some hundred bytes a row, is given back as soon as it is analysed.
 *
 * Units and meaning of the numbers: result.h. A summary owns what it points to.
 */
#ifndef SESSION_SUMMARY_H
#define SESSION_SUMMARY_H

#include "shared/iso_time.h"
#include "result/result.h"
#include "shared/text_buffer.h"

struct session_summary {
    struct session_header header;
    struct iso_time started;
    char *file;
    double duration_s;
    size_t rows, strokes;
    double min_mm, max_mm;
    double loaded_s, distance_mm, mean_force_n, impulse_ns;
    struct result_spot *spot; /* by rank; without their visits */
    size_t spot_count;
    struct profile profile;
};

/* Take from `result` what comparing needs, and give back the rest: the result is then empty. */
void session_summary_from_result(struct session_summary *summary, struct result *result);
void session_summary_free(struct session_summary *summary);

/*
 * Between two processes of this program: add the summary to `out` as bytes, and make one of such bytes. False
 * when there are not as many as it needs, or memory is short; the summary is then empty.
 */
void session_summary_pack(const struct session_summary *summary, struct text_buffer *out);
bool session_summary_unpack(struct session_summary *summary, const char *bytes, size_t length);

/* Time on all spots together, s. */
double session_summary_spots_s(const struct session_summary *summary);

#endif
