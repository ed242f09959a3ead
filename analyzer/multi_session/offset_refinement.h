/* SPDX-License-Identifier: MIT */
/* The offset of a session from the spots that it has in common with others. */
#pragma once

#include "multi_session/spot_tracks.h"

/* Find the most likely offset of a session, from `from_ends`, its estimate from the ends of the strokes, and from the
 * distances of its spots to the tracks of the other sessions. A spot far from all tracks counts little. False when out
 * of memory. */
bool offset_refine(struct session_offset *offset, const struct spot_tracks *tracks,
                   const struct session_summary *session, size_t session_index, const struct session_offset *from_ends);
