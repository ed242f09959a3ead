/* SPDX-License-Identifier: MIT */
#include "command_roller.h"

#include "logger/support/wire_text.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SAVING_COMMANDS 3 /* number of commands that arrive during a save */

static void send_identity(struct command_roller *roller, struct wire_text *wire)
{
    wire_add(wire,
             "H,proto=1,fw=1.0.0,board=uno,id=5A3C21F0,boot=00A1,strips=8,full=6138,imu=none,period_us=9984,"
             "radius_mm=%.1f,bias=0,settings=%s",
             roller->radius_mm,
             roller->has_saved ? roller->fault == FAKE_CORRUPT_SAVE ? "corrupt" : "stored" : "default");
    for (int i = 0; i < 8; i++)
        wire_add(wire, "C,%d,%d,%.1f,%.3f,%s%s", i, i * 45, roller->k_n[i], roller->p[i],
                 roller->is_measured[i] ? roller->day[i][0] ? "measured," : "measured" : "default", roller->day[i]);
}

static void save(struct command_roller *roller)
{
    memcpy(roller->saved_k_n, roller->k_n, sizeof roller->k_n);
    memcpy(roller->saved_p, roller->p, sizeof roller->p);
    roller->saved_radius_mm = roller->radius_mm;
    roller->has_saved = true;
    roller->saving_commands = SAVING_COMMANDS;
}

/* Change the value that a command K or L names. */
static void change(struct command_roller *roller, const char *command)
{
    unsigned strip;
    double k_n, p;
    char day[16] = "";
    if (roller->fault == FAKE_KEEPS_OLD)
        return;
    if (sscanf(command, "K,%u,%lf,%lf,%15s", &strip, &k_n, &p, day) >= 3 && strip < 8) {
        roller->is_measured[strip] = strcmp(day, "default") != 0;
        snprintf(roller->day[strip], sizeof roller->day[strip], "%s", roller->is_measured[strip] ? day : "");
        roller->k_n[strip] = k_n;
        roller->p[strip] = p;
    }
    (void)sscanf(command, "L,%lf", &roller->radius_mm);
}

/* Execute a command, and add the reply to `wire`. False if the roller is to be unplugged. */
static bool execute(struct command_roller *roller, const char *command, struct wire_text *wire)
{
    bool is_change = *command == 'K' || *command == 'L', is_save = *command == 'W';
    size_t used = strlen(roller->received);
    snprintf(roller->received + used, sizeof roller->received - used, "%s ", command);
    if ((is_change && roller->fault == FAKE_UNPLUGGED_AT_CHANGE) ||
        (is_save && roller->fault == FAKE_UNPLUGGED_AT_SAVE))
        return false;
    if (is_change && roller->fault == FAKE_SILENT)
        return true;
    if (*command != '?' && roller->saving_commands > 0) {
        roller->saving_commands--;
        wire_add(wire, "N,%s,still saving; try again", command);
    } else if ((is_change && roller->fault == FAKE_REFUSES) || (is_save && roller->fault == FAKE_REFUSES_SAVE)) {
        wire_add(wire, "N,%s,it does not like that", command);
    } else {
        wire_add(wire, "A,%s", command);
        if (is_change)
            change(roller, command);
        if (is_save)
            save(roller);
        if (*command == '?')
            send_identity(roller, wire);
    }
    return true;
}

/* Send a frame every few milliseconds, and execute the commands that have arrived. */
static void *run(void *context)
{
    struct command_roller *roller = context;
    char line[64];
    size_t used = 0;
    unsigned seq = 0;
    while (!atomic_load(&roller->must_end)) {
        struct wire_text wire = {0};
        struct pollfd input = {.fd = roller->pty->fd, .events = POLLIN};
        char byte;
        wire_add(&wire, "D,%u,%u,10,20,30,40,50,60,70,80", seq % 65536, 20000 + seq * WIRE_PERIOD_US);
        seq++;
        while (poll(&input, 1, 5) > 0 && input.revents & POLLIN && read(roller->pty->fd, &byte, 1) == 1) {
            if (byte != '\n' && used < sizeof line - 1) {
                line[used++] = byte;
                continue;
            }
            line[used] = '\0';
            used = 0;
            if (!execute(roller, line, &wire)) { /* closing the last descriptor unplugs it */
                wire_free(&wire);
                close(roller->pty->fd);
                roller->pty->fd = -1;
                return NULL;
            }
        }
        device_pty_send(roller->pty, wire.bytes, wire.length);
        wire_free(&wire);
    }
    return NULL;
}

void command_roller_start(struct command_roller *roller, struct device_pty *pty, enum fake_fault fault)
{
    device_pty_end_exclusive_mode(pty);
    *roller = (struct command_roller){.pty = pty,
                                      .fault = fault,
                                      .radius_mm = 70.5,
                                      .saved_radius_mm = 70.5,
                                      .is_measured[4] = true,
                                      .day[4] = "2026-02-02"};
    for (int i = 0; i < 8; i++) {
        roller->k_n[i] = roller->saved_k_n[i] = 100 + i;
        roller->p[i] = roller->saved_p[i] = 1;
    }
    if (pthread_create(&roller->thread, NULL, run, roller) != 0)
        abort();
}

void command_roller_end(struct command_roller *roller)
{
    atomic_store(&roller->must_end, true);
    pthread_join(roller->thread, NULL);
}
