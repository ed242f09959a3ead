/* SPDX-License-Identifier: MIT */
/* The instrumented foam roller. The firmware is in src/; begin with src/device.c. */
#include "src/app.h"

void setup()
{
    device_setup();
}

void loop()
{
    device_loop();
}
