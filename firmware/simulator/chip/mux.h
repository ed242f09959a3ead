/* SPDX-License-Identifier: MIT */
/*
 * The 74HC4051 between the strips and the converter, and the converter's sample-and-hold. Its output follows
 * the selected strip with a time constant (on-resistance and divider against the capacitances): after 5 us it
 * is there to within 1 %. Whoever samples too early sees some of the strip before.
 */
#ifndef MUX_H
#define MUX_H

#include <stdint.h>

#define MUX_CHANNELS 8
#define MUX_SETTLE_CYCLES 17.4 /* time constant at 16 MHz: 5 us are 4.6 of it */

struct mux {
    unsigned channel;
    uint64_t switched_at; /* cycle */
    double from_fraction; /* output when it was switched, as a share of the supply */
};

/* Output at `cycle` when the selected channel's input is at `input_fraction`. */
double mux_output(const struct mux *mux, uint64_t cycle, double input_fraction);

/* Select another channel at `cycle`; `input_fraction` is the input of the channel selected until now. */
void mux_select(struct mux *mux, uint64_t cycle, unsigned channel, double input_fraction);

#endif
