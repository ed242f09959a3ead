/* SPDX-License-Identifier: MIT */
/* virtual-roller: the roller without hardware. docs/FORMATS.md and --help tell what it does. */
#include "direct_session.h"
#include "options.h"
#include "scene.h"
#include "truth.h"

#include <stdio.h>

static bool write_session(const struct options *options, struct sim_failure *failure)
{
    struct scene scene;
    struct truth_run run;
    bool done = scene_draw(&options->wish, &scene, failure) &&
                direct_session_write(options->session, &scene, &run, failure) &&
                (options->truth == NULL || truth_write(options->truth, &scene, &run, failure));
    scene_free(&scene);
    return done;
}

int main(int argc, char **argv)
{
    struct options options;
    struct sim_failure failure;
    bool done = options_read(argc, argv, &options, &failure);
    if (done) {
        switch (options.task) {
        case TASK_HELP:
            (void)fputs(OPTIONS_HELP, stdout);
            break;
        case TASK_VERSION:
            (void)puts("virtual-roller " ROLLER_VERSION);
            break;
        case TASK_SESSION:
            done = write_session(&options, &failure);
            break;
        default:
            done = sim_failure_set(&failure, SIM_INPUT, "not yet");
            break;
        }
    }
    if (!done) {
        (void)fprintf(stderr, "virtual-roller: %s\n", failure.sentence);
        return (int)failure.status;
    }
    return SIM_DONE;
}
