/* SPDX-License-Identifier: MIT */
/* roller-logger check or calibrate on the rig, led by the test as another program does: --events and --control. */
#pragma once

#include "rig_dialog.h"

#include <jansson.h>

/* What another program holds of the logger. */
struct led_task {
    struct rig_dialog rig;
    int events, control; /* our ends; control -1 = closed */
    size_t used;
    char bytes[65536];
    json_t *newest;
};

/* Start a rig with these options of virtual-roller; later end it, and free the task. */
struct led_task *led_task_open(const char *rig_options);
void led_task_close(struct led_task *task);

/* Start the logger with the arguments of `line`. */
void led_task_start(struct led_task *task, const char *line);
/* Read up to the end, which must say the status, that of the program. Returns the sentence of the end, which the caller
 * frees. */
char *led_task_end(struct led_task *task, int status);

/* Read the next event, valid until the next call; NULL at their end. */
const json_t *led_task_next(struct led_task *task);
/* The same for the next event with this name, which must come. */
const json_t *led_expect(struct led_task *task, const char *name);
/* Return a text of an event; "" if it has none. */
const char *led_text(const json_t *event, const char *key);
/* Return a value of an event that is true or false. */
bool led_flag(const json_t *event, const char *key);
/* Wait until the strip is on top, and reads more than `reading`. Returns what it reads. */
double led_await_reading(struct led_task *task, unsigned strip, double reading);

/* Send a line. */
void led_send(struct led_task *task, const char *line);
/* Read up to the next question, which must be about `step`; return its number. */
int led_expect_question(struct led_task *task, const char *step);
void led_answer_question(struct led_task *task, int ask, const char *text);
/* Both. */
void led_answer(struct led_task *task, const char *step, const char *text);
