/* SPDX-License-Identifier: MIT */
/* The app: called by setup() and loop() of the sketch. */
#ifndef APP_H
#define APP_H

#ifdef __cplusplus
extern "C" {
#endif

/* Initialise everything. */
void app_setup(void);

/* Do all pending work, then sleep until there is more. */
void app_loop(void);

#ifdef __cplusplus
}
#endif

#endif
