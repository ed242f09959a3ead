/* SPDX-License-Identifier: MIT */
/* The parts of the running program, and the loop that serves them. */
#pragma once

#include "http/server.h"
#include "jobs/history.h"
#include "jobs/job.h"
#include "jobs/programs.h"
#include "options.h"
#include "session/recorder.h"
#include "session/roller.h"
#include "store/instance.h"
#include "store/places.h"
#include "store/settings.h"

#include <stdbool.h>

/* It must stay where it is. */
struct app {
    struct places places;
    struct instance instance;
    struct programs programs;
    struct children children;
    struct settings settings;
    struct history history;
    struct jobs jobs;
    struct roller roller;
    struct recorder recorder;
    struct server server;
    bool state_changed;                 /* pages are to be sent the new state */
    enum history_problem shown_problem; /* in the state that they were sent */
};

/* Open the parts, when `places` and `programs` are known. Close them, also if they could not all be opened. */
bool app_open(struct app *app, unsigned port, struct failure *failure);
void app_close(struct app *app);
/* Do what is due, and send the pages the state if it has changed. */
void app_update(struct app *app);

/* Open everything, say where the page is by `say`, and serve it until `stop_fd` is readable. If another program serves
 * the folder already, say its address only. False on failure. */
bool app_run(const struct options *options, const char *name, int stop_fd, void (*say)(const char *sentence),
             struct failure *failure);
