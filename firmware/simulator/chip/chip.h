/* SPDX-License-Identifier: MIT */
/*
 * A microcontroller in simavr that runs a firmware image: an ELF file of 32 bits for AVR, as avr-gcc links
 * it. simavr is under the GPL version 3; see board.c.
 */
#ifndef CHIP_H
#define CHIP_H

#include "common/sim_failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHIP_HZ 16000000u
#define CHIP_SUPPLY_MV 5000u

struct avr_t; /* simavr's */

#define IMAGE_FLASH_MAX 0x40000u /* of the largest chip known here */

struct image {
    unsigned machine; /* EF_AVR_MACH: the family of chips */
    uint8_t *flash;   /* [IMAGE_FLASH_MAX], 0xFF where nothing was loaded; owned by the image */
    size_t flash_end; /* after the last byte loaded */
    size_t ram;       /* bytes of RAM with a fixed address: .data, .bss, .noinit */
};

/* Read an image; image_free releases it. False with SIM_INPUT when the file cannot be read or is no image;
 * the image is then empty. */
bool image_read(struct image *image, const char *path, struct sim_failure *failure);
void image_free(struct image *image);

/* The wiring of a board, as in firmware/src/hal.h. */
struct wiring {
    const char *mcu;
    char mux_port, button_port;
    unsigned mux_shift, button_bit,
        led_bit; /* multiplexer S0 to S2 from mux_shift on; the LED is on mux_port */
    char twi_port;
    unsigned sda_bit, scl_bit;
};

/* The board whose chip is of this family (EF_AVR_MACH of an image), or NULL. The Uno and the Nano are wired
 * alike. */
const struct wiring *wiring_find(unsigned machine);

/* Bytes of flash and RAM (without stack) that an image needs, and that the chip has. */
struct chip_budget {
    unsigned flash, flash_size;
    unsigned ram, ram_size;
};

/* Power on a chip at CHIP_HZ and 5 V; chip_close releases it. NULL and SIM_INPUT when the image does not fit.
 * `path` is for the message. */
struct avr_t *chip_open(const char *mcu, const struct image *image, const char *path,
                        struct chip_budget *budget, struct sim_failure *failure);
void chip_close(struct avr_t *avr);

/* How deep the program's stack was. */
struct stack_watch {
    unsigned top, low; /* the start; the lowest address seen */
    unsigned pointer, unchanged;
};

void stack_watch_init(struct stack_watch *watch, unsigned top);

/*
 * The stack pointer after another instruction. AVRs write it in two halves, so a value in between may be
 * wrong: one that lasts less than 4 instructions is ignored. (That misses a call that returns at once: 2 or 3
 * bytes.)
 */
void stack_watch_update(struct stack_watch *watch, unsigned pointer);

#endif
