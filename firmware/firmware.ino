/* SPDX-License-Identifier: MIT */
/* The instrumented foam roller. The firmware is in src/; begin with src/app.c. */
#include "src/app.h"

void setup()
{
    app_setup();
}

void loop()
{
    app_loop();
}
