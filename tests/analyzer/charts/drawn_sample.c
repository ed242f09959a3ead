/* SPDX-License-Identifier: MIT */
#include "drawn_sample.h"

#include "support/cmocka_includes.h"
#include "analyzer/report/sample_result.h"
#include "svg_read.h"

#include <stdlib.h>

#define HALF_LETTER_PX 4.9

int drawn_sample_set_up(void **state)
{
    struct failure failure = {0};
    struct drawn_sample *sample = calloc(1, sizeof *sample);
    sample_result_make(&sample->result);
    if (!charts_draw(&sample->result, &sample->charts, &failure))
        return -1;
    *state = sample;
    return 0;
}

int drawn_sample_tear_down(void **state)
{
    struct drawn_sample *sample = *state;
    charts_free(&sample->charts);
    result_free(&sample->result);
    free(sample);
    return 0;
}

double drawn_tick_px(const char *svg, const char *label)
{
    double x_px = 0, y_px = 0;
    assert_true(svg_find_label(svg, label, 0, &x_px, &y_px));
    return y_px - HALF_LETTER_PX;
}
