/* SPDX-License-Identifier: MIT */
/* The parts of the page; report_html.c puts them in order. Each adds whole elements, and nothing when it has
 * nothing to say. */
#ifndef PAGE_SECTIONS_H
#define PAGE_SECTIONS_H

#include "charts/charts.h"
#include "result/result.h"
#include "shared/text_buffer.h"

/* Four numbers of the session at a glance. */
void page_add_facts(struct text_buffer *out, const struct result *result);

/* The spots as a numbered list. */
void page_add_spots(struct text_buffer *out, const struct result *result);

/* The charts with captions and texts for those who cannot see them. `charts` NULL = in place of the first
 * `no_charts_reason`, and nothing in place of the others. Nothing for a session that has nothing to draw. */
void page_add_thigh_chart(struct text_buffer *out, const struct result *result, const struct charts *charts,
                          const char *no_charts_reason);
void page_add_session_chart(struct text_buffer *out, const struct result *result,
                            const struct charts *charts);
void page_add_strokes_chart(struct text_buffer *out, const struct result *result,
                            const struct charts *charts);
void page_add_forces_chart(struct text_buffer *out, const struct result *result, const struct charts *charts);

/* How good the recording is, warnings included. */
void page_add_quality(struct text_buffer *out, const struct result *result);

/* Method and numbers, folded away. */
void page_add_details(struct text_buffer *out, const struct result *result);

#endif
