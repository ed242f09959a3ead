/* SPDX-License-Identifier: MIT */
/* A leg seen from behind, lying with the upper thigh on the left: the top panel of the chart along the thigh. */
#pragma once

#include "charts/chart_canvas.h"

/* Add the leg with both landmarks, and each spot as a band across the leg, because the roller cannot tell the inner
 * side from the outer; with its number in a disc, whose area grows with the dwell; and with a whisker for the
 * uncertainty of its centre. Discs do not touch: where they would, they lie in two rows. `panel` has its top, its
 * bottom and the positions at both ends of the canvas's axes; the leg is drawn up to the edges of the picture. */
void leg_panel_add(struct text_buffer *script, const struct chart_canvas *canvas, const struct result *result,
                   struct chart_panel panel);
