/* SPDX-License-Identifier: MIT */
/* A firmware image: an ELF file of 32 bits for AVR, as avr-gcc links it. */
#ifndef IMAGE_H
#define IMAGE_H

#include "common/sim_failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IMAGE_FLASH_MAX 0x40000u /* of the largest chip known here */

struct image {
    unsigned machine; /* EF_AVR_MACH: the family of chips it is for */
    uint8_t *flash;   /* IMAGE_FLASH_MAX bytes, 0xFF where nothing was loaded; the image's own */
    size_t flash_end; /* behind the last byte loaded */
    size_t ram;       /* bytes of RAM with a fixed address: .data, .bss, .noinit */
};

/* Read an image. False with SIM_INPUT when it cannot be read or is none; the image is then empty. */
bool image_read(struct image *image, const char *path, struct sim_failure *failure);
void image_free(struct image *image);

#endif
