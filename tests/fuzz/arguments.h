/* SPDX-License-Identifier: MIT */
/* A fuzz input as a command line: each of its lines is an argument. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define ARGUMENTS_MAX 24
#define ARGUMENTS_TEXT 4096

struct arguments {
    int argc;
    char *argv[ARGUMENTS_MAX + 1]; /* NULL-terminated */
    char text[ARGUMENTS_TEXT];
};

void arguments_make(struct arguments *arguments, const uint8_t *bytes, size_t count);
