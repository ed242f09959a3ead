/* SPDX-License-Identifier: MIT */
#include "cadence.h"

#include "chip/adc.h"

static void add(struct cadence_range *range, uint64_t cycles)
{
    range->min = range->count == 0 || cycles < range->min ? cycles : range->min;
    range->max = cycles > range->max ? cycles : range->max;
    range->sum += cycles;
    range->count++;
}

/* simavr reports a conversion at the end of an instruction, which lasts from `start_cycle` to `end_cycle`. Return the
 * distance, in cycles, of the conversion's due time from this interval; 0 if it is inside. */
static uint64_t cycles_outside(uint64_t due_cycle, uint64_t start_cycle, uint64_t end_cycle)
{
    if (due_cycle > end_cycle)
        return due_cycle - end_cycle;
    return due_cycle < start_cycle ? start_cycle - due_cycle : 0;
}

static void on_conversion(void *owner, uint64_t step_start_cycle, uint64_t cycle)
{
    struct cadence *cadence = owner;
    if (cycle < cadence->begin_cycle)
        return;
    if (cadence->conversion_cycle != 0) {
        uint64_t deviation = cycles_outside(cadence->conversion_cycle + ADC_CONVERSION_CYCLES, step_start_cycle, cycle);
        cadence->unexplained_cycles = deviation > cadence->unexplained_cycles ? deviation : cadence->unexplained_cycles;
        add(&cadence->conversions, cycle - cadence->conversion_cycle);
        if (cadence->select_cycle > cadence->conversion_cycle)
            add(&cadence->latency, cadence->select_cycle - cadence->conversion_cycle);
    }
    if (cadence->group_index == 0) {
        if (cadence->group_start_cycle != 0)
            add(&cadence->groups, cycle - cadence->group_start_cycle);
        cadence->group_start_cycle = cycle;
    }
    cadence->group_index = (cadence->group_index + 1) % cadence->group_size;
    cadence->conversion_cycle = cycle;
}

static void on_select(void *owner, uint64_t cycle, unsigned channel)
{
    (void)channel;
    ((struct cadence *)owner)->select_cycle = cycle;
}

void cadence_watch(struct cadence *cadence, struct board *board, double begin_s, unsigned group_size)
{
    *cadence = (struct cadence){.group_size = group_size, .begin_cycle = (uint64_t)(begin_s * CHIP_HZ)};
    struct board_probe probe = {cadence, on_conversion, on_select};
    board_set_probe(board, &probe);
}

double cadence_mean(const struct cadence_range *range)
{
    return (double)range->sum / (double)range->count;
}
