/* SPDX-License-Identifier: MIT */
/* What a recording shows at the terminal, and what is typed there meanwhile. */
#ifndef RECORDING_SCREEN_H
#define RECORDING_SCREEN_H

#include "record/recording_setup.h"

#include <stdint.h>

/*
 * Take what was typed, and renew the view where it is time to. `recording->entered` is Enter, when it came
 * late enough to be meant for this part of the recording: not the second one of somebody who pressed it
 * twice.
 */
void recording_screen_update(struct recording *recording, int64_t now_us);

#endif
