/* SPDX-License-Identifier: MIT */
/* virtual-roller: the roller without hardware. See docs/FORMATS.md and --help. */
#include "options.h"
#include "session/direct_session.h"
#include "session/firmware_run.h"
#include "session/scene.h"
#include "session/weeks_files.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static bool run_task(const char *program, const struct options *options, struct scene *scene, struct failure *failure)
{
    const struct firmware_run_options run = {.program = program,
                                             .image = options->firmware,
                                             .rig_commands = options->rig_commands,
                                             .pty = options->pty,
                                             .truth = options->truth,
                                             .until_end_of = (int)options->until_end_of,
                                             .to_stdout = options->to_stdout,
                                             .full_speed = options->full_speed};
    switch (options->task) {
    case TASK_SESSION: return direct_session_write(options->session, options->truth, scene, failure);
    case TASK_BUDGET: return firmware_write_memory_table(stdout, &run, scene, failure);
    default: return firmware_run(&run, scene, failure);
    }
}

static bool run_scene(const char *program, const struct options *options, struct failure *failure)
{
    struct scene scene;
    bool ok = scene_make(&options->request, &scene, failure) && run_task(program, options, &scene, failure);
    scene_free(&scene);
    return ok;
}

static bool print(const char *text, struct failure *failure)
{
    if (fputs(text, stdout) == EOF || fflush(stdout) != 0)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "cannot write to standard output: %s", strerror(errno));
    return true;
}

int main(int argc, char **argv)
{
    struct options options;
    struct failure failure = {.status = EXIT_STATUS_DONE};
    bool ok = options_parse(argc, argv, &options, &failure);
    if (ok && options.task == TASK_HELP) {
        ok = print(OPTIONS_HELP, &failure);
    } else if (ok && options.task == TASK_VERSION) {
        ok = print("virtual-roller " ROLLER_VERSION "\nUses simavr; as a whole under the GNU GPL version 3. "
                   "Its own source is under the MIT licence.\n",
                   &failure);
    } else if (ok && options.task == TASK_WEEKS) {
        ok = weeks_files_write(options.session, options.truth, options.weeks, options.change, &options.request,
                               &failure);
    } else if (ok) {
        ok = run_scene(argv[0], &options, &failure);
    }
    if (!ok) {
        (void)fprintf(stderr, "virtual-roller: %s\n", failure.message);
        return (int)failure.status;
    }
    return EXIT_STATUS_DONE;
}
