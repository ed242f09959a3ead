/* SPDX-License-Identifier: MIT */
/* The sections of a session's HTML page. Each function adds complete elements, or nothing if the result has
 * no data for them. */
#pragma once

#include "charts/charts.h"
#include "result/result.h"
#include "shared/text_buffer.h"

/* Add the four main numbers: time under load, strokes, distance rolled and mean force. */
void page_add_facts(struct text_buffer *out, const struct result *result);

/* Add a chart with its caption, legend and description for screen readers. If `charts` is NULL,
 * page_add_thigh_chart adds `no_charts_reason`, and the other functions add nothing. */
void page_add_thigh_chart(struct text_buffer *out, const struct result *result, const struct charts *charts,
                          const char *no_charts_reason);
void page_add_session_chart(struct text_buffer *out, const struct result *result, const struct charts *charts);
void page_add_strokes_chart(struct text_buffer *out, const struct result *result, const struct charts *charts);
void page_add_forces_chart(struct text_buffer *out, const struct result *result, const struct charts *charts);

/* Add where positions begin, if that was assumed. */
void page_add_origin_note(struct text_buffer *out, const struct result *result);

/* Add a sentence about sitting still at both ends, if there was any. */
void page_add_rest(struct text_buffer *out, const struct result *result);

/* Add what changed since the last session, how to read a page, and advice. */
void page_add_since_last_time(struct text_buffer *out, const struct result *result);
void page_add_reading_help(struct text_buffer *out, enum units units);
void page_add_advice(struct text_buffer *out, const struct result *const result[], size_t count);

/* Add the spots as a numbered list. */
void page_add_spots(struct text_buffer *out, const struct result *result);

/* Add a section on the quality of the recording: losses, gaps and warnings. */
void page_add_quality(struct text_buffer *out, const struct result *result);

/* Add a section with the method and all numbers of result[count], the legs of one recording. It is collapsed until the
 * user opens it. */
void page_add_details(struct text_buffer *out, const struct result *const result[], size_t count);
