/* SPDX-License-Identifier: MIT */
/* The analog input: the strips' multiplexer (74HC4051), and two things that simavr's ADC lacks: a sample-and-hold stage
 * and an exact time base. simavr converts the voltage at the end of a conversion; a real chip holds its input 1.5 ADC
 * clocks after the start. Voltages are fractions of the supply; times are cycles of 16 MHz since power-on. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define ADC_HOLD_CYCLES 192u        /* from the start of a conversion until it holds its input: 1.5 clocks of 125 kHz */
#define ADC_CONVERSION_CYCLES 1664u /* 13 clocks of 125 kHz */
#define ADC_FULL_SCALE 1023u

/* Time constant of the output, from the on-resistance, the divider and the capacitances: the output settles to 1 %
 * in 5 us. A sample taken earlier is a mixture of the previous strip and this one. */
#define MUX_SETTLE_CYCLES 17.4

struct mux {
    unsigned channel; /* selected strip */
    uint64_t switch_cycle;
    double start_fraction; /* output at switch_cycle */
};

/* Return the output at `cycle`, a fraction of the supply; `input_fraction` is the input of the selected channel. */
double mux_output(const struct mux *mux, uint64_t cycle, double input_fraction);

/* Select another channel; `input_fraction` is the input of the channel selected until now. */
void mux_select(struct mux *mux, uint64_t cycle, unsigned channel, double input_fraction);

struct adc {
    double held_fraction;          /* voltage held for the conversion in progress */
    bool free_running;             /* false = each conversion is started by command */
    uint64_t sampling_start_cycle; /* cycle at which free-running conversions began */
    uint64_t conversions;          /* free-running conversions started after the first one */
    uint64_t conversion_start_cycle;
};

/* End a conversion and start the next one; `free_running`: the hardware starts it, not a command. Returns the
 * millivolts to apply to simavr's pin: the smallest voltage that simavr, which rounds down, converts to the held value
 * plus `noise_counts`. */
uint32_t adc_begin_conversion(struct adc *adc, uint64_t cycle, bool free_running, double noise_counts,
                              uint32_t supply_mv);

/* Return the firmware's time, in cycles: the number of conversions times their length. On a real chip it equals
 * `cycle`; in simavr some free-running conversions take an extra cycle, in total about 0.3 ms per second. */
uint64_t adc_time_cycles(const struct adc *adc, uint64_t cycle);
