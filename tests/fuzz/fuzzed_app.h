/* SPDX-License-Identifier: MIT */
/* The app in a folder of its own, with programs that never run (fake_child.h). What must hold at any time is checked
 * after each thing that happens to it. */
#pragma once

#include "app.h"
#include "fake_child.h"

/* In place of the random secrets and the port, so that inputs can have them. */
#define FUZZED_APP_TOKEN "11111111111111111111111111111111"
#define FUZZED_APP_COOKIE "22222222222222222222222222222222"
#define FUZZED_APP_PORT 8080u

/* Open it as after its start, with some sessions and without people. It is closed by fuzzed_app_close. */
struct app *fuzzed_app_open(void);
void fuzzed_app_close(void);

/* Do what is due, read what was answered, and check. */
void fuzzed_app_update(void);

/* Send bytes on a new connection. Bytes that are no request may get no answer. */
void fuzzed_app_send(const char *bytes, size_t count);
/* Send a request with the right headers; `body` NULL: GET. */
void fuzzed_app_ask(const char *path, const char *body);
