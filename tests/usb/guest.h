/* SPDX-License-Identifier: MIT */
/*
 * A computer emulated by QEMU, with a USB serial adapter (FTDI, 0403:6001) whose plug can be pulled. It runs
 * guest-init, which records with the logger. Every wait fails the test after a time limit.
 */
#ifndef GUEST_H
#define GUEST_H

#include "support/run_program.h"

#include <stddef.h>

struct guest {
    struct program
        qemu;       /* its standard output is the console: the kernel's log, with the logger's messages */
    int control_fd; /* QMP */
    int serial_fd;  /* the second serial port: receives "stop", sends the session */
    char pending[65536]; /* of QMP */
    size_t pending_count;
};

/* Boot `image` (initramfs.sh). Its sockets are made in `folder`; the serial chip is at the socket `chip`. */
void guest_boot(struct guest *guest, const char *image, const char *folder, const char *chip);

void guest_pull_plug(struct guest *guest);
void guest_push_plug(struct guest *guest);

/* Wait until the console has shown `text` `times` times. */
void guest_wait_for(struct guest *guest, const char *text, unsigned times, double limit_s);

/* For how long the threads of the emulator have waited for a processor so far, in sum. */
double guest_withheld_s(const struct guest *guest);

/* Stop the logger; returns the session that it wrote. The caller frees it. */
char *guest_take_session(struct guest *guest);

/* Wait until the computer has switched itself off; returns the console output. The caller frees it. */
char *guest_end(struct guest *guest);

/* End the emulator, if it still runs: for a test that failed. */
void guest_kill(struct guest *guest);

#endif
