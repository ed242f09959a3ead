/* SPDX-License-Identifier: MIT */
/* The main program of the firmware; setup() and loop() of the sketch call it. */
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/* Initialise the hardware and the state, and start sampling. Call it once, before app_loop. */
void app_setup(void);

/* Do all pending work, then sleep until an interrupt brings more. */
void app_loop(void);

#ifdef __cplusplus
}
#endif
