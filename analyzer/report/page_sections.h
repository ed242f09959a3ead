/* SPDX-License-Identifier: MIT */
/* The sections of the page of a session, in the order of report_html.c. Each function adds whole elements, or
 * nothing when the result has nothing for it. */
#ifndef PAGE_SECTIONS_H
#define PAGE_SECTIONS_H

#include "charts/charts.h"
#include "result/result.h"
#include "shared/text_buffer.h"

/* Four numbers of the session. */
void page_add_facts(struct text_buffer *out, const struct result *result);

/* The charts with captions, legends and descriptions for screen readers. `charts` NULL = `no_charts_reason`
 * in place of the first, and nothing in place of the others. */
void page_add_thigh_chart(struct text_buffer *out, const struct result *result, const struct charts *charts,
                          const char *no_charts_reason);
void page_add_session_chart(struct text_buffer *out, const struct result *result,
                            const struct charts *charts);
void page_add_strokes_chart(struct text_buffer *out, const struct result *result,
                            const struct charts *charts);
void page_add_forces_chart(struct text_buffer *out, const struct result *result, const struct charts *charts);

/* The spots as a numbered list. */
void page_add_spots(struct text_buffer *out, const struct result *result);

/* Losses, gaps and warnings. */
void page_add_quality(struct text_buffer *out, const struct result *result);

/* Method and numbers, folded away. */
void page_add_details(struct text_buffer *out, const struct result *result);

#endif
