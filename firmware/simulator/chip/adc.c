/* SPDX-License-Identifier: MIT */
#include "chip/adc.h"

#include <math.h>

double mux_output(const struct mux *mux, uint64_t cycle, double input_fraction)
{
    double time_constants = (double)(cycle - mux->switch_cycle) / MUX_SETTLE_CYCLES;
    return input_fraction + (mux->start_fraction - input_fraction) * exp(-time_constants);
}

void mux_select(struct mux *mux, uint64_t cycle, unsigned channel, double input_fraction)
{
    mux->start_fraction = mux_output(mux, cycle, input_fraction);
    mux->switch_cycle = cycle;
    mux->channel = channel;
}

uint32_t adc_begin_conversion(struct adc *adc, uint64_t cycle, bool free_running, double noise_counts,
                              uint32_t supply_mv)
{
    if (free_running && !adc->free_running) {
        adc->sampling_start_cycle = cycle;
        adc->conversions = 0;
    } else {
        adc->conversions++;
    }
    adc->conversion_start_cycle = cycle;
    adc->free_running = free_running;
    double counts = adc->held_fraction * ADC_FULL_SCALE + noise_counts;
    uint32_t reading = (uint32_t)lround(fmin(fmax(counts, 0.0), ADC_FULL_SCALE));
    return (reading * supply_mv + ADC_FULL_SCALE - 1) / ADC_FULL_SCALE;
}

uint64_t adc_time_cycles(const struct adc *adc, uint64_t cycle)
{
    if (!adc->free_running)
        return cycle;
    uint64_t elapsed_cycles = cycle - adc->conversion_start_cycle;
    return adc->sampling_start_cycle + adc->conversions * ADC_CONVERSION_CYCLES +
           (elapsed_cycles < ADC_CONVERSION_CYCLES ? elapsed_cycles : ADC_CONVERSION_CYCLES);
}
