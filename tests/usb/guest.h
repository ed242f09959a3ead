/* SPDX-License-Identifier: MIT */
/* A computer emulated by QEMU, with a USB serial adapter (FTDI, 0403:6001) whose plug can be pulled. It runs
 * guest-init, which records with the logger. Every wait fails the test after a time limit. */
#pragma once

#include "support/run_program.h"

#include <stddef.h>

struct guest {
    struct program qemu; /* prints the console: the kernel's log, with the logger's messages */
    int control_fd;      /* QMP, QEMU's control protocol */
    int serial_fd;       /* the second serial port: receives "stop", sends the session */
    char pending[65536]; /* received from QMP, not parsed yet */
    size_t pending_count;
};

/* Boot `image` (initramfs.sh). QEMU creates its sockets in `folder`, and connects the serial chip to the
 * socket `chip`. */
void guest_boot(struct guest *guest, const char *image, const char *folder, const char *chip);

void guest_pull_plug(struct guest *guest);
void guest_push_plug(struct guest *guest);

/* Wait until `text` has appeared `times` times on the console. */
void guest_wait_for(struct guest *guest, const char *text, unsigned times, double limit_s);

/* Return the total time that the emulator's threads have waited for a processor so far. */
double guest_withheld_s(const struct guest *guest);

/* Stop the logger and return the session that it wrote. The caller frees it. */
char *guest_take_session(struct guest *guest);

/* Wait until the computer has switched itself off, and return the console output. The caller frees it. */
char *guest_end(struct guest *guest);

/* Kill the emulator if it still runs: for a test that failed. */
void guest_kill(struct guest *guest);
