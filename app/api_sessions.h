/* SPDX-License-Identifier: MIT */
/* Recorded sessions: the list, reports, changed remarks, the trash. Each function answers the request; `id` is from the
 * address. */
#pragma once

#include "app.h"

void api_sessions_list(struct app *app, struct request *request);
void api_sessions_report(struct app *app, struct request *request, const char *id);
void api_sessions_report_json(struct app *app, struct request *request, const char *id);
void api_sessions_compare(struct app *app, struct request *request, const char *ids);
void api_sessions_trend(struct app *app, struct request *request);
void api_sessions_download(struct app *app, struct request *request, const char *id);
/* POST /api/sessions/ID, or ID/trash. */
void api_sessions_change(struct app *app, struct request *request, const char *id);
