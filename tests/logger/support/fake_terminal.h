/* SPDX-License-Identifier: MIT */
/* A terminal in which a test runs a program and reads the screen as a person would. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define FAKE_TERMINAL_COLUMNS_MAX 200
#define FAKE_TERMINAL_ROWS_MAX 60

struct fake_terminal {
    int fd;
    pid_t pid;
    unsigned columns;
    unsigned rows;
    uint32_t cell[FAKE_TERMINAL_ROWS_MAX][FAKE_TERMINAL_COLUMNS_MAX]; /* code points; 0 = blank */
    unsigned x, y;
    bool unknown;    /* an unknown escape sequence was received */
    unsigned styles; /* number of times a style was set */
    unsigned bells;
    char escape[32];
    size_t escape_length; /* 0 = not in an escape sequence */
    uint32_t code_point;
    unsigned following; /* number of bytes of the current character still to come */
};

/* Run a program in this terminal. `env` lists the entries to set, ended by NULL; "" entries are skipped. */
void fake_terminal_start(struct fake_terminal *terminal, const char *const argv[], const char *const *env,
                         unsigned columns, unsigned rows);
/* Wait until `text` is on the screen. False if it is not there when the program ends, or after `limit_s`. */
bool fake_terminal_wait_for(struct fake_terminal *terminal, const char *text, double limit_s);
/* Return the text on the screen in UTF-8, rows joined by '\n', without trailing blanks. The caller frees it. */
char *fake_terminal_text(const struct fake_terminal *terminal);
void fake_terminal_type(struct fake_terminal *terminal, const char *text);
void fake_terminal_resize(struct fake_terminal *terminal, unsigned columns, unsigned rows);
/* Wait for the program to end. Returns its exit status (128 + N: signal N; -1: killed after `limit_s`). */
int fake_terminal_end(struct fake_terminal *terminal, double limit_s);
