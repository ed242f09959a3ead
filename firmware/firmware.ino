/* SPDX-License-Identifier: MIT */
/* The instrumented foam roller. The firmware is in src/; begin with src/app.c. */
#include "src/app.h"

#if !defined(__AVR_ATmega328P__) && !defined(__AVR_ATmega2560__)
#error "This firmware runs on an Arduino Uno R3, a Nano (ATmega328P) or a Mega 2560; not on an Uno R4, a Nano Every, a Leonardo, an ESP32 or an RP2040. docs/BUILD.md, section 3, says what each board does."
#endif

void setup()
{
    app_setup();
}

void loop()
{
    app_loop();
}
