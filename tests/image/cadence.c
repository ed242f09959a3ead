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

/* simavr reports a conversion at the end of an instruction, which lasts from `step` to `cycle`. Return how far the
 * conversion's due time is outside this interval, in cycles. */
static uint64_t cycles_outside(uint64_t due, uint64_t step, uint64_t cycle)
{
    return due > cycle ? due - cycle : due < step ? step - due : 0;
}

static void on_conversion(void *owner, uint64_t step, uint64_t cycle)
{
    struct cadence *cadence = owner;
    if (cycle < cadence->begin) {
        return;
    }
    if (cadence->conversion != 0) {
        uint64_t deviation = cycles_outside(cadence->conversion + ADC_CONVERSION_CYCLES, step, cycle);
        cadence->unexplained = deviation > cadence->unexplained ? deviation : cadence->unexplained;
        add(&cadence->conversions, cycle - cadence->conversion);
        if (cadence->selected > cadence->conversion) {
            add(&cadence->latency, cadence->selected - cadence->conversion);
        }
    }
    if (cadence->in_group == 0) {
        if (cadence->group_start != 0) {
            add(&cadence->cycles, cycle - cadence->group_start);
        }
        cadence->group_start = cycle;
    }
    cadence->in_group = (cadence->in_group + 1) % cadence->group;
    cadence->conversion = cycle;
}

static void on_select(void *owner, uint64_t cycle, unsigned channel)
{
    (void)channel;
    ((struct cadence *)owner)->selected = cycle;
}

void cadence_watch(struct cadence *cadence, struct board *board, double begin_s, unsigned group)
{
    *cadence = (struct cadence){.group = group, .begin = (uint64_t)(begin_s * CHIP_HZ)};
    struct board_probe probe = {cadence, on_conversion, on_select};
    board_set_probe(board, &probe);
}

double cadence_mean(const struct cadence_range *range)
{
    return (double)range->sum / (double)range->count;
}
