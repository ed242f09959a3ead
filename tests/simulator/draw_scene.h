/* SPDX-License-Identifier: MIT */
/* Sessions of people with chosen behaviours. */
#pragma once

#include "session/scene.h"

/* Draw a session with behaviours (names for --behaviour; empty = none) and this many spots at random positions. Release
 * it with scene_free. An error fails the test. */
struct scene scene_draw(uint64_t seed, const char *names, unsigned random_spots);
