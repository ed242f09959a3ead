/* SPDX-License-Identifier: MIT */
/* The whole device: what setup() and loop() of the sketch call. */
#ifndef APP_H
#define APP_H

#ifdef __cplusplus
extern "C" {
#endif

/* Start everything, from any state. */
void app_setup(void);

/* Do what there is to do, then sleep until there is more. */
void app_loop(void);

#ifdef __cplusplus
}
#endif

#endif
