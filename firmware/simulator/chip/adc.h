/* SPDX-License-Identifier: MIT */
/*
 * The analog input: the strips' multiplexer (74HC4051), and the two things that simavr's ADC lacks, a
 * sample-and-hold and an exact time base. simavr converts the voltage at the end of a conversion; a real chip
 * holds its input 1.5 ADC clocks after the start. Voltages are fractions of the supply; times are cycles of
 * 16 MHz since power-on.
 */
#ifndef ADC_H
#define ADC_H

#include <stdbool.h>
#include <stdint.h>

#define ADC_HOLD_CYCLES 192u
#define ADC_CONVERSION_CYCLES 1664u /* 13 clocks of 125 kHz */
#define ADC_FULL_SCALE 1023u

#define MUX_CHANNELS 8
/* Time constant of the output, from the on-resistance, the divider and the capacitances: it settles to 1 % in
 * 5 us. An earlier sample is partly that of the previous strip. */
#define MUX_SETTLE_CYCLES 17.4

struct mux {
    unsigned channel;
    uint64_t switched_at;
    double from_fraction; /* output when the channel was switched */
};

/* Return the output at `cycle`; `input_fraction` is the input of the selected channel. */
double mux_output(const struct mux *mux, uint64_t cycle, double input_fraction);

/* Select another channel; `input_fraction` is the input of the channel selected until now. */
void mux_select(struct mux *mux, uint64_t cycle, unsigned channel, double input_fraction);

struct adc {
    double held_fraction; /* voltage held for the conversion in progress */
    bool free_running;
    uint64_t sampling_start; /* when free-running conversions began */
    uint64_t conversions;    /* conversions started since then, without the first */
    uint64_t conversion_start;
};

/*
 * End a conversion and start the next one, `free_running` or by command. Returns the millivolts to apply to
 * simavr's pin: the smallest voltage that simavr, which rounds down, converts to the held value plus `noise`
 * counts.
 */
uint32_t adc_begin_conversion(struct adc *adc, uint64_t cycle, bool free_running, double noise, uint32_t supply_mv);

/* Return the time as counted in conversions, the firmware's clock. On a real chip that equals `cycle`; in
 * simavr some free-running conversions take an extra cycle, in total about 0.3 ms per second. */
uint64_t adc_time_cycles(const struct adc *adc, uint64_t cycle);

#endif
