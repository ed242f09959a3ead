/* SPDX-License-Identifier: MIT */
/*
 * A computer emulated by QEMU, with a USB serial adapter (FTDI, 0403:6001) whose plug can be pulled. It runs
 * guest-init, which records with the logger. Every wait ends the test when it takes too long.
 */
#ifndef GUEST_H
#define GUEST_H

#include "support/run_program.h"

#include <stddef.h>

struct guest {
    struct program qemu; /* its standard output is the console: the kernel's log, with what the logger says */
    int control_fd;      /* QMP */
    int order_fd;        /* the second serial port: "stop" goes there, the session comes from there */
    char pending[65536]; /* of QMP */
    size_t pending_count;
};

/* Boot `image` (initramfs.sh). Its sockets are made in `folder`; the serial chip is at the socket `chip`. */
void guest_boot(struct guest *guest, const char *image, const char *folder, const char *chip);

void guest_pull_plug(struct guest *guest);
void guest_push_plug(struct guest *guest);

/* Wait until the console has shown `text` so many times. */
void guest_wait_for(struct guest *guest, const char *text, unsigned times, double limit_s);

/* For how long so far this computer has let the emulator wait for a processor, all its threads together. */
double guest_withheld_s(const struct guest *guest);

/* Have the logger end; returns the session it wrote, to be freed. */
char *guest_take_session(struct guest *guest);

/* What the console showed, to be freed. The computer must have switched itself off. */
char *guest_end(struct guest *guest);

/* For a test that failed: nothing is left running. */
void guest_kill(struct guest *guest);

#endif
