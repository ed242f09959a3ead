/* SPDX-License-Identifier: MIT */
/* What a recording shows at the terminal, and what is typed there meanwhile. */
#ifndef RECORDING_SCREEN_H
#define RECORDING_SCREEN_H

#include "recording_setup.h"

#include <stdint.h>

/* Take what was typed (`recording->entered`), and renew the view where it is time to. */
void recording_screen_update(struct recording *recording, int64_t now_us);

/* What was typed before a question does not answer it. */
void recording_screen_forget_typed(struct recording *recording);

#endif
