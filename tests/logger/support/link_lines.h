/* SPDX-License-Identifier: MIT */
/* The lines of a simulated roller whose settings vary (random_link.h). */
#pragma once

#include "random_link.h"

#include <stddef.h>
#include <stdint.h>

#define SCAN_US 1664

/* Change one setting at random: the rate, or any if the roller restarts (`of_boot`), but on a `one_way` line not the
 * number of strips, without whose H line frames cannot be read. `number`: a digit for another id. */
void link_setting_change(struct link_setting *setting, bool of_boot, bool one_way, unsigned number,
                         struct random *random);

/* Add the H line of a boot, numbered from 0. */
void link_lines_add_hello(struct wire_text *wire, const struct link_setting *setting, unsigned boot);

/* Add the C lines. */
void link_lines_add_calibration(struct wire_text *wire, const struct link_setting *setting);

/* Add both. */
void link_lines_add_info(struct wire_text *wire, const struct link_setting *setting, unsigned boot);

/* Add a D line whose first two readings are its `index`, and the third `reading`. */
void link_lines_add_frame(struct wire_text *wire, const struct link_setting *setting, size_t index, unsigned reading,
                          uint32_t seq, uint32_t t_us);

/* Add bytes or text that are no line of a roller; the last ones may spoil the next line. */
void link_lines_add_garbage(struct wire_text *wire, struct random *random);

/* Add a copy of the bytes from `start` on, and of some lines before them. */
void link_lines_repeat(struct wire_text *wire, size_t start, struct random *random);
