/* SPDX-License-Identifier: MIT */
#include "result/analysis_options.h"

#define SPOT_WIDTH_MM 50.0
#define SPOT_DWELL_S 5.0
#define SPOT_MERGE_MM 30.0

void analysis_options_fill_defaults(struct analysis_options *options)
{
    if (options->spot_width_mm <= 0)
        options->spot_width_mm = SPOT_WIDTH_MM;
    if (options->spot_dwell_s <= 0)
        options->spot_dwell_s = SPOT_DWELL_S;
    if (options->spot_merge_mm <= 0)
        options->spot_merge_mm = SPOT_MERGE_MM;
}
