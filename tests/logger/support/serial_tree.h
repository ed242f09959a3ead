/* SPDX-License-Identifier: MIT */
/* Serial devices that a test plugs in: pseudo-terminals in a fake sysfs, which shim/serial_shim.c shows to
 * the logger and to libserialport. */
#pragma once

#include "device_pty.h"
#include "support/run_program.h"
#include "support/temp_dir.h"

#define SERIAL_TREE_LIMIT 6

struct serial_tree {
    struct temp_dir dir;
    struct device_pty pty[SERIAL_TREE_LIMIT];
    unsigned count;
    char env[300]; /* SERIAL_SHIM_ROOT=... */
};

void serial_tree_make(struct serial_tree *tree);
/* Plug in the device /dev/NAME with a USB id, such as "2341" and "0043" (`vendor` NULL = not on USB), and a
 * product name. The device is received correctly only at `baud` (0 = at any rate). Returns its index in `pty`. */
unsigned serial_tree_plug(struct serial_tree *tree, const char *name, const char *vendor, const char *product_id,
                          const char *product, int baud);
/* Start a program that uses device number `number`: `sleep`, which has it open and locked. */
struct program serial_tree_hold(struct serial_tree *tree, unsigned number);
void serial_tree_release(struct program *holder);
void serial_tree_remove(struct serial_tree *tree);
