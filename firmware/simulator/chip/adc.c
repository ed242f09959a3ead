/* SPDX-License-Identifier: MIT */
#include "chip/adc.h"

#include <math.h>

double mux_output(const struct mux *mux, uint64_t cycle, double input_fraction)
{
    double time_constants = (double)(cycle - mux->switched_at) / MUX_SETTLE_CYCLES;
    return input_fraction + (mux->from_fraction - input_fraction) * exp(-time_constants);
}

void mux_select(struct mux *mux, uint64_t cycle, unsigned channel, double input_fraction)
{
    mux->from_fraction = mux_output(mux, cycle, input_fraction);
    mux->switched_at = cycle;
    mux->channel = channel;
}

uint32_t adc_begin_conversion(struct adc *adc, uint64_t cycle, bool free_running, double noise, uint32_t supply_mv)
{
    if (free_running && !adc->free_running) {
        adc->sampling_start = cycle;
        adc->conversions = 0;
    } else {
        adc->conversions++;
    }
    adc->conversion_start = cycle;
    adc->free_running = free_running;
    double counts = adc->held_fraction * ADC_FULL_SCALE + noise;
    uint32_t count = (uint32_t)lround(fmin(fmax(counts, 0.0), ADC_FULL_SCALE));
    return (count * supply_mv + ADC_FULL_SCALE - 1) / ADC_FULL_SCALE;
}

uint64_t adc_time_cycles(const struct adc *adc, uint64_t cycle)
{
    if (!adc->free_running) {
        return cycle;
    }
    uint64_t elapsed = cycle - adc->conversion_start;
    return adc->sampling_start + adc->conversions * ADC_CONVERSION_CYCLES +
           (elapsed < ADC_CONVERSION_CYCLES ? elapsed : ADC_CONVERSION_CYCLES);
}
