/* SPDX-License-Identifier: MIT */
#include "chip/adc.h"

#include <math.h>

uint32_t adc_begin_conversion(struct adc *converter, uint64_t cycle, bool free_running, double noise,
                              uint32_t supply_mv)
{
    if (free_running && !converter->free_running) {
        converter->sampling_start = cycle;
        converter->conversions = 0;
    } else {
        converter->conversions++;
    }
    converter->conversion_start = cycle;
    converter->free_running = free_running;
    double steps = converter->held_fraction * ADC_FULL_SCALE + noise;
    uint32_t count = (uint32_t)lround(fmin(fmax(steps, 0.0), ADC_FULL_SCALE));
    return (count * supply_mv + ADC_FULL_SCALE - 1) / ADC_FULL_SCALE;
}

uint64_t adc_time_cycles(const struct adc *converter, uint64_t cycle)
{
    if (!converter->free_running) {
        return cycle;
    }
    uint64_t since = cycle - converter->conversion_start;
    return converter->sampling_start + converter->conversions * ADC_CONVERSION_CYCLES +
           (since < ADC_CONVERSION_CYCLES ? since : ADC_CONVERSION_CYCLES);
}
