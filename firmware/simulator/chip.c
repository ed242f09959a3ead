/* SPDX-License-Identifier: MIT */
#include "chip.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sim_avr.h>
#include <sim_elf.h>

static const struct wiring WIRINGS[] = {
    {5, "atmega328p", 'B', 'D', 2, 2, 5},
    {6, "atmega2560", 'B', 'E', 4, 4, 7},
};

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

/* Which board an image is for: an ELF file of 32 bits for AVR says so in its flags. */
const struct wiring *chip_find_wiring(const char *image, struct sim_failure *failure)
{
    unsigned char header[40];
    FILE *file = fopen(image, "rb");
    if (file == NULL) {
        sim_failure_set(failure, SIM_INPUT, "cannot read the firmware %s: %s; build it with 'make firmware' or choose "
                        "one with --firmware", image, strerror(errno));
        return NULL;
    }
    size_t got = fread(header, 1, sizeof header, file);
    (void)fclose(file);
    bool is_avr = got == sizeof header && memcmp(header, "\177ELF\1", 5) == 0 && header[18] == 83 && header[19] == 0;
    for (size_t i = 0; is_avr && i < sizeof WIRINGS / sizeof WIRINGS[0]; i++) {
        if (WIRINGS[i].elf_machine == (header[36] & 0x7Fu)) {
            return &WIRINGS[i];
        }
    }
    sim_failure_set(failure, SIM_INPUT, "%s is no firmware image (ELF) for an ATmega328P or ATmega2560", image);
    return NULL;
}

avr_t *chip_open(const struct wiring *wiring, const char *image, struct chip_budget *budget,
                 struct sim_failure *failure)
{
    avr_global_logger_set(keep_quiet);
    elf_firmware_t firmware = {0};
    if (elf_read_firmware(image, &firmware) != 0) {
        sim_failure_set(failure, SIM_INPUT, "%s is damaged: simavr cannot load it", image);
        return NULL;
    }
    avr_t *avr = avr_make_mcu_by_name(wiring->mcu);
    bool fits = avr != NULL && avr_init(avr) == 0 && firmware.flash != NULL &&
                firmware.flashbase + firmware.flashsize <= avr->flashend + 1;
    if (fits) {
        firmware.frequency = CHIP_HZ;
        firmware.vcc = firmware.avcc = firmware.aref = CHIP_SUPPLY_MV;
        avr_load_firmware(avr, &firmware);
        avr->sleep = do_not_sleep;
        *budget = (struct chip_budget){.flash = firmware.flashsize,
                                        .flash_size = avr->flashend + 1,
                                        .ram = firmware.datasize + firmware.bsssize,
                                        .ram_size = (unsigned)avr->ramend - avr->ioend};
    } else {
        sim_failure_set(failure, SIM_INPUT, "%s does not fit the chip it is for", image);
        chip_close(avr);
        avr = NULL;
    }
    free(firmware.flash);
    free(firmware.eeprom);
    return avr;
}

void chip_close(avr_t *avr)
{
    if (avr != NULL) {
        avr_terminate(avr);
        free(avr);
    }
}
