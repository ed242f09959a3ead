/* SPDX-License-Identifier: MIT */
/* The addresses of the server (docs/FORMATS.md, "The app"): what each answers, and what it does. */
#pragma once

#include "app.h"

/* Answer a request; `app` is a struct app. */
void api_answer(void *app, struct request *request);

/* Tell a page that begins to listen what the state is. */
void api_greet(void *app, struct event_stream *stream);
