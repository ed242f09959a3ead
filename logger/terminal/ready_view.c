/* SPDX-License-Identifier: MIT */
#include "terminal/ready_view.h"

#include "shared/session_format.h"
#include "terminal/live_view_parts.h"

#include <math.h>

#define TEXT_ROWS 7     /* rows of the view beside the large number */
#define FORCE_MAX_N 999 /* larger numbers would need a fourth digit */

static void draw_full_view(struct canvas *canvas, unsigned landmark, double force_n, unsigned columns, unsigned rows)
{
    const struct live_view *view = canvas->view;
    const char *leg = session_leg_name(view->decoder->header.leg);
    bool is_knee = landmark == SESSION_EVENT_KNEE;
    canvas_add(canvas, "%*sThe %s%sleg: ready, %.0f N   (%s)\n\n", LIVE_VIEW_MARGIN, "", leg, *leg ? " " : "", force_n,
               view->hint);
    canvas_add_large_number(canvas, (unsigned)lround(force_n), view->tracker->loaded ? STYLE_ROLLER : STYLE_FAINT,
                            columns - 2 * LIVE_VIEW_MARGIN, rows - TEXT_ROWS);
    canvas_add(canvas, "\n%*s1. Lie with the %s over the roller.\n", LIVE_VIEW_MARGIN, "",
               is_knee ? "crease of your knee" : "fold below your buttock");
    canvas_add(canvas, "%*s2. Hold its button for %s, or press Enter.\n%*s", LIVE_VIEW_MARGIN, "",
               is_knee ? "three seconds" : "a second", LIVE_VIEW_MARGIN, "");
    if (view->countdown_s > 0) {
        canvas_set_style(canvas, STYLE_ALARM);
        canvas_add(canvas, " THE LEG BEGINS WITHOUT THAT IN %u s ", view->countdown_s);
        canvas_set_style(canvas, STYLE_PLAIN);
    } else {
        canvas_add(canvas, "A short press, or s and Enter, begins without that.");
    }
}

void ready_view_draw(const struct live_view *view, unsigned landmark, unsigned columns, unsigned rows, char *text,
                     size_t size)
{
    struct canvas canvas = {.view = view, .text = text_fixed(text, size)};
    double force_n = fmin(fmax(round(view->tracker->force_n), 0), FORCE_MAX_N);
    if (columns < LIVE_VIEW_COLUMNS_MIN || rows < LIVE_VIEW_ROWS_MIN)
        canvas_add(&canvas, "ready, %.0f N: hold the button, or Enter", force_n);
    else
        draw_full_view(&canvas, landmark, force_n, columns, rows);
}
