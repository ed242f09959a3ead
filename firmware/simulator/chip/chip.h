/* SPDX-License-Identifier: MIT */
/* A microcontroller in simavr that runs a firmware image: a 32-bit ELF file for AVR, as linked by avr-gcc.
 * simavr is under the GPL version 3; see board.c. */
#pragma once

#include "shared/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHIP_HZ 16000000u
#define CHIP_SUPPLY_MV 5000u

struct avr_t; /* simavr's */

#define IMAGE_FLASH_MAX 0x40000u /* flash of the largest supported chip */

struct image {
    unsigned machine;   /* family of chips, from the ELF header (EF_AVR_MACH) */
    uint8_t *flash;     /* [IMAGE_FLASH_MAX], 0xFF where nothing was loaded; owned by the image */
    size_t flash_end;   /* address after the last loaded byte */
    size_t static_data; /* size of .data, .bss and .noinit in bytes */
};

/* Read an image; image_free releases it. False with EXIT_STATUS_INPUT if the file cannot be read or is not an image;
 * `image` is then empty. */
bool image_read(struct image *image, const char *path, struct failure *failure);
void image_free(struct image *image);

/* The wiring of a board, as in firmware/src/hal.h. Ports are letters, bits are numbers of pins. */
struct wiring {
    const char *mcu; /* name of the chip in simavr */
    char mux_port, button_port;
    unsigned mux_shift; /* bit of S0 on mux_port; S1 and S2 are the next two */
    unsigned button_bit;
    char twi_port;
    unsigned sda_bit, scl_bit;
};

/* Find the wiring for a family of chips (`machine` of an image); NULL if it is unknown. The Uno and the Nano
 * are wired alike. */
const struct wiring *wiring_find(unsigned machine);

/* Memory in bytes. */
struct chip_memory {
    unsigned flash;       /* used by the image */
    unsigned flash_size;  /* of the chip */
    unsigned static_data; /* RAM used by the image, without its stack */
    unsigned ram_size;    /* of the chip */
};

/* Power on a chip at CHIP_HZ and 5 V; chip_close releases it. NULL with EXIT_STATUS_INPUT if the image does not fit;
 * `path` is its name in the message. */
struct avr_t *chip_open(const char *mcu, const struct image *image, const char *path, struct chip_memory *memory,
                        struct failure *failure);
void chip_close(struct avr_t *avr);

/* Records the largest stack of a program. */
struct stack_watch {
    unsigned empty_address;  /* stack pointer of the empty stack */
    unsigned lowest_address; /* lowest valid stack pointer so far */
    unsigned last_address;   /* last stack pointer */
    unsigned repeats;        /* number of times that the last stack pointer was repeated */
};

void stack_watch_init(struct stack_watch *watch, unsigned empty_address);

/* Record the stack pointer after another instruction. An AVR writes the two bytes of the pointer one by one, so the
 * value in between may be wrong. A value that lasts less than 4 instructions is therefore ignored. This also ignores
 * the 2 or 3 bytes of a call that returns at once. */
void stack_watch_update(struct stack_watch *watch, unsigned address);
