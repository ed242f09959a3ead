/* SPDX-License-Identifier: MIT */
/* A microcontroller in simavr with an image in its flash. simavr is under the GPL version 3; see board.c. */
#ifndef CHIP_H
#define CHIP_H

#include "chip/image.h"
#include "common/sim_failure.h"

#define CHIP_HZ 16000000u
#define CHIP_SUPPLY_MV 5000u

struct avr_t; /* simavr's */

/* Flash and RAM (without stack) that an image takes, and what the chip has; bytes. */
struct chip_budget {
    unsigned flash, flash_size;
    unsigned ram, ram_size;
};

/* Power a chip on at CHIP_HZ with 5 V. NULL and SIM_INPUT when the image is not for it. `path` is for the
 * message. */
struct avr_t *chip_open(const char *mcu, const struct image *image, const char *path,
                        struct chip_budget *budget, struct sim_failure *failure);
void chip_close(struct avr_t *avr);

#endif
