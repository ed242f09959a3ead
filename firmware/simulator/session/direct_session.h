/* SPDX-License-Identifier: MIT */
/* Writes the session file of a perfect recording at once, without the firmware, for large numbers of accuracy
 * tests. It is deliberately independent of the logger's writer and follows docs/FORMATS.md alone. */
#pragma once

#include "shared/failure.h"
#include "session/scene.h"

/* Write the session to `path` (- = standard output): a row every 9.984 ms, each reading the sum of 6
 * conversions, as the firmware sends it. Then write its truth to the file `truth`, unless that is NULL. */
bool direct_session_write(const char *path, const char *truth, struct scene *scene, struct failure *failure);
