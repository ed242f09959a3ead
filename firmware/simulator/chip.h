/* SPDX-License-Identifier: MIT */
/*
 * A microcontroller in simavr with an image loaded. simavr is under the GPL version 3; see board.c.
 */
#ifndef CHIP_H
#define CHIP_H

#include "sim_failure.h"

#define CHIP_HZ 16000000u
#define CHIP_SUPPLY_MV 5000u

struct avr_t; /* simavr's */

/* What differs between the boards. */
struct wiring {
    unsigned elf_machine; /* EF_AVR_MACH of the image */
    const char *mcu;
    char mux_port, button_port;
    unsigned mux_shift, button_bit, led_bit; /* the LED is on mux_port */
};

/* Flash and RAM (without stack) that an image takes, and what the chip has; bytes. */
struct chip_budget {
    unsigned flash, flash_size;
    unsigned ram, ram_size;
};

/* Which board an image is for. NULL and SIM_INPUT when it is for none of them. */
const struct wiring *chip_find_wiring(const char *image, struct sim_failure *failure);

/* Power it on at CHIP_HZ with 5 V and the image in its flash. NULL and SIM_INPUT when the image is damaged. */
struct avr_t *chip_open(const struct wiring *wiring, const char *image, struct chip_budget *budget,
                        struct sim_failure *failure);
void chip_close(struct avr_t *avr);

#endif
