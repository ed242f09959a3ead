/* SPDX-License-Identifier: MIT */
/*
 * What simavr's converter lacks: a sample-and-hold, and a time base. simavr converts the voltage at the
 * moment when the result is read; a chip holds its input 1.5 of the converter's clocks after the conversion
 * began. Times are cycles of 16 MHz; a conversion takes 1664 (13 clocks of 125 kHz).
 */
#ifndef ADC_H
#define ADC_H

#include <stdbool.h>
#include <stdint.h>

#define ADC_HOLD_CYCLES 192u
#define ADC_CONVERSION_CYCLES 1664u
#define ADC_FULL_SCALE 1023u

struct adc {
    double held_fraction; /* of the supply; sampled by the conversion under way */
    bool free_running;
    uint64_t sampling_start; /* when conversions without pause began */
    uint64_t conversions;    /* begun since then, without the first */
    uint64_t conversion_start;
};

/*
 * A conversion has ended and the next begins, `free_running` or by command. Returns the millivolts to show
 * simavr: the smallest that it, rounding down, converts to what the ended conversion held, `noise` steps
 * added.
 */
uint32_t adc_begin_conversion(struct adc *converter, uint64_t cycle, bool free_running, double noise,
                              uint32_t supply_mv);

/*
 * Cycles since power-on by the time base of free-running conversions. On a chip that is `cycle` itself;
 * simavr's conversions now and then take a cycle more, and a firmware that counts them would fall behind by
 * some 0.3 ms a second.
 */
uint64_t adc_time_cycles(const struct adc *converter, uint64_t cycle);

#endif
