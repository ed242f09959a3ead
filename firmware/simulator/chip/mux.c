/* SPDX-License-Identifier: MIT */
#include "chip/mux.h"

#include <math.h>

double mux_output(const struct mux *mux, uint64_t cycle, double input_share)
{
    double passed = (double)(cycle - mux->switched_at) / MUX_SETTLE_CYCLES;
    return input_share + (mux->from_share - input_share) * exp(-passed);
}

void mux_select(struct mux *mux, uint64_t cycle, unsigned channel, double input_share)
{
    mux->from_share = mux_output(mux, cycle, input_share);
    mux->switched_at = cycle;
    mux->channel = channel;
}
