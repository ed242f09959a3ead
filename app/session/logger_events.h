/* SPDX-License-Identifier: MIT */
/* Reads the events of `roller-logger record --events` (docs/FORMATS.md): keeps the state, and passes the rest on. */
#pragma once

#include "session/recorder.h"

#include <stddef.h>

/* Take a line. Lines that are no event, and events that are not known, are ignored. */
void logger_events_take(struct recorder *recorder, const char *line, size_t length);

/* The logger has ended: `status` is its exit status, or 128 and the number of a signal; `message` is its last one. */
void logger_events_take_end(struct recorder *recorder, int status, const char *message);
