/* SPDX-License-Identifier: MIT */
#include "session/virtual_rig.h"

#include "platform/platform.h"
#include "session/roller.h"
#include "shared/json_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define END_FD 3 /* a pipe that ends with this program, and the virtual roller with it */
#define COMMANDS_FD 4
#define N_PER_KG 9.80665
#define LENGTH_MM 300.0
#define ROLL_S 4
#define VIRTUAL_STROKES "60" /* long enough for both legs */

static void name_port(struct roller *roller)
{
    (void)snprintf(roller->port, sizeof roller->port, "%s/virtual-%ld", roller->programs->places->runtime,
                   (long)getpid());
    (void)unlink(roller->port);
}

bool virtual_rig_start_person(struct roller *roller, const char *legs, double thigh_length_mm, struct failure *failure)
{
    char seed[32], length[32];
    const char *argv[20] = {roller->programs->virtual_roller,
                            "--pty",
                            roller->port,
                            "--seed",
                            seed,
                            "--strokes",
                            VIRTUAL_STROKES,
                            "--random-spots",
                            "2",
                            "--until-end-of",
                            PROGRAMS_FD_TEXT(END_FD)};
    size_t count = 11;
    struct child_options options = {.output_as = STDOUT_FILENO, .input_as = END_FD};
    name_port(roller);
    (void)snprintf(seed, sizeof seed, "%u", (unsigned)(platform_wall_clock_us() / 1000000 % 1000000));
    if (thigh_length_mm > 0) {
        (void)snprintf(length, sizeof length, "%.0f", thigh_length_mm);
        argv[count++] = "--thigh-length";
        argv[count++] = length;
    }
    argv[count++] = "--leg";
    argv[count++] = strcmp(legs, "left") == 0 ? "left" : "right";
    if (strcmp(legs, "both") == 0) {
        argv[count++] = "--behaviour";
        argv[count++] = "both-legs";
    }
    return child_start(roller->programs->children, &roller->virtual_roller, argv, &options, (struct child_owner){0},
                       failure);
}

bool virtual_rig_start(struct roller *roller, bool is_check, struct failure *failure)
{
    if (is_check)
        return virtual_rig_start_person(roller, "right", 0, failure);
    char commands[32];
    const char *const argv[] = {roller->programs->virtual_roller, "--rig", commands, "--pty", roller->port, NULL};
    struct child_options options = {.output_as = STDOUT_FILENO, .input_as = COMMANDS_FD};
    (void)snprintf(commands, sizeof commands, "/dev/fd/%d", COMMANDS_FD);
    name_port(roller);
    roller->task.length_mm = LENGTH_MM;
    return child_start(roller->programs->children, &roller->virtual_roller, argv, &options, (struct child_owner){0},
                       failure);
}

void virtual_rig_follow(struct roller *roller, const char *event_name, const json_t *event)
{
    char line[64] = "";
    const char *step = strcmp(event_name, "ask") == 0 ? json_text(event, "step") : "";
    json_int_t number = json_integer_value(json_object_get(event, "number"));
    if (strcmp(step, "turn") == 0)
        (void)snprintf(line, sizeof line, "load %d 0\n", (int)json_integer_value(json_object_get(event, "strip")));
    else if (strcmp(step, "first_line") == 0)
        (void)snprintf(line, sizeof line, "roll 0\n");
    else if (strcmp(step, "pass") == 0)
        (void)snprintf(line, sizeof line, "roll %.1f %d\n", (number % 2 ? 1 : -1) * roller->task.length_mm, ROLL_S);
    if (*line)
        (void)child_send(&roller->virtual_roller, line);
}

void virtual_rig_take_answer(struct roller *roller, const json_t *ask, const char *text)
{
    char line[96], *unit;
    int strip = (int)json_integer_value(json_object_get(ask, "strip"));
    double value = strtod(text, &unit); /* what is no number is refused by the logger */
    if (strcmp(json_text(ask, "unit"), "mm") == 0 && value >= LENGTH_MM / 2 && value <= 10 * LENGTH_MM)
        roller->task.length_mm = value;
    if (strcmp(json_text(ask, "unit"), "kg") != 0 || !(value > 0 && value < 1000))
        return;
    double load_n = strchr(unit, 'N') || strchr(unit, 'n') ? value : value * N_PER_KG;
    bool is_again = strcmp(json_text(ask, "step"), "load_again") == 0; /* take everything off first */
    if (is_again)
        (void)snprintf(line, sizeof line, "load %d 0\nwait 1\nload %d %.3f\n", strip, strip, load_n);
    else
        (void)snprintf(line, sizeof line, "load %d %.3f\n", strip, load_n);
    (void)child_send(&roller->virtual_roller, line);
}
