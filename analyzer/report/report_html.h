/* SPDX-License-Identifier: MIT */
/*
 * The report as one self-contained page: no script, nothing loaded from anywhere (its content security policy
 * would not let it), well-formed as XML too. Light, dark, print, and phones from 360 px.
 */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "charts/charts.h"
#include "result/result.h"
#include "shared/text_buffer.h"

/* Add the page. `charts` NULL = they could not be drawn; the page then says so, with `no_charts_reason`. */
void report_html_add(struct text_buffer *out, const struct result *result, const struct charts *charts,
                     const char *no_charts_reason);

#endif
