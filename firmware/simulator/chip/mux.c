/* SPDX-License-Identifier: MIT */
#include "chip/mux.h"

#include <math.h>

double mux_output(const struct mux *mux, uint64_t cycle, double input_fraction)
{
    double passed = (double)(cycle - mux->switched_at) / MUX_SETTLE_CYCLES;
    return input_fraction + (mux->from_fraction - input_fraction) * exp(-passed);
}

void mux_select(struct mux *mux, uint64_t cycle, unsigned channel, double input_fraction)
{
    mux->from_fraction = mux_output(mux, cycle, input_fraction);
    mux->switched_at = cycle;
    mux->channel = channel;
}
