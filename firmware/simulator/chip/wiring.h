/* SPDX-License-Identifier: MIT */
/* The wiring of each board, as in firmware/src/hal.h. */
#ifndef WIRING_H
#define WIRING_H

struct wiring {
    const char *mcu;
    char mux_port, button_port;
    unsigned mux_shift, button_bit,
        led_bit; /* multiplexer S0 to S2 from mux_shift on; the LED is on mux_port */
    char twi_port;
    unsigned sda_bit, scl_bit;
};

/* The board whose chip is of this family (EF_AVR_MACH of an image), or NULL. The Uno and the Nano are wired
 * alike. */
const struct wiring *wiring_find(unsigned machine);

#endif
