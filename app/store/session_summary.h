/* SPDX-License-Identifier: MIT */
/* What the history shows of a session, from the analyzer's report. */
#pragma once

#include <jansson.h>

#define SESSION_SUMMARY_SPOTS_MAX 12

/* Make a summary of a report (docs/FORMATS.md, "The report"): start, subject, leg, note, duration_s, on_roller_s,
 * strokes, pain_before, pain_after, lost, warnings (their number) and spots, a list of position_mm, dwell_s and marks.
 * NULL if it is no report, or when out of memory. */
json_t *session_summary_make(const json_t *report);
