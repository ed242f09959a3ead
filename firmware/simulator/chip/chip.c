/* SPDX-License-Identifier: MIT */
#include "chip/chip.h"

#include <stdlib.h>

#include <sim_avr.h>

/* simavr's messages would spoil what goes to standard output; what matters is told by return values. */
static void keep_quiet(avr_t *avr, const int level, const char *format, va_list arguments)
{
    (void)avr;
    (void)level;
    (void)format;
    (void)arguments;
}

/* Sleeping costs no time here; whoever runs the board paces it. */
static void do_not_sleep(avr_t *avr, avr_cycle_count_t cycles)
{
    (void)avr;
    (void)cycles;
}

avr_t *chip_open(const char *mcu, const struct image *image, const char *path, struct chip_budget *budget,
                 struct sim_failure *failure)
{
    avr_global_logger_set(keep_quiet);
    avr_t *avr = avr_make_mcu_by_name(mcu);
    if (avr == NULL || avr_init(avr) != 0) {
        free(avr);
        sim_failure_set(failure, SIM_INPUT, "simavr cannot simulate the %s that %s is for", mcu, path);
        return NULL;
    }
    *budget = (struct chip_budget){.flash = (unsigned)image->flash_end,
                                   .flash_size = avr->flashend + 1,
                                   .ram = (unsigned)image->ram,
                                   .ram_size = (unsigned)avr->ramend - avr->ioend};
    if (budget->flash > budget->flash_size || budget->ram > budget->ram_size) {
        chip_close(avr);
        sim_failure_set(failure, SIM_INPUT, "%s does not fit into the %s that it is for", path, mcu);
        return NULL;
    }
    avr->frequency = CHIP_HZ;
    avr->vcc = avr->avcc = avr->aref = CHIP_SUPPLY_MV;
    avr_loadcode(avr, image->flash, budget->flash, 0);
    avr->codeend = budget->flash;
    avr->sleep = do_not_sleep;
    return avr;
}

/* avr_terminate of simavr 1.6 leaves the signals of registers and of interrupts behind. */
static void free_signals(avr_t *avr)
{
    const uint32_t register_signals = 9; /* avr_iomem_getirq: eight bits and the whole */
    for (size_t i = 0; i < MAX_IOs; i++) {
        if (avr->io[i].irq != NULL) {
            avr_free_irq(avr->io[i].irq, register_signals);
        }
    }
    for (int i = 0; i < avr->irq_pool.count; i++) {
        if (avr->irq_pool.irq[i] != NULL) {
            avr_free_irq(avr->irq_pool.irq[i], 1);
        }
    }
    free(avr->irq_pool.irq);
}

void chip_close(avr_t *avr)
{
    if (avr != NULL) {
        avr_terminate(avr);
        free_signals(avr);
        free(avr);
    }
}
