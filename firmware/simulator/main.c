/* SPDX-License-Identifier: MIT */
/* virtual-roller: the roller without hardware. See docs/FORMATS.md and --help. */
#include "options.h"
#include "session/direct_session.h"
#include "session/pty.h"
#include "session/scene.h"
#include "session/simulate.h"
#include "session/truth.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool write_session(const struct options *options, struct scene *scene, struct sim_failure *failure)
{
    struct truth_run run;
    return direct_session_write(options->session, scene, &run, failure) &&
           (options->truth == NULL || truth_write(options->truth, scene, &run, failure));
}

/* Find the image: the one of --firmware, else the one that `make` or `make install` placed near this program.
 */
static const char *find_image(const struct options *options, char *path, size_t size)
{
    static const char *const folders[] = {"firmware", "../share/foam-roller/firmware"};
    if (options->firmware != NULL) {
        return options->firmware;
    }
    char program[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    program[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(program, '/');
    *(slash != NULL ? slash : program) = '\0';
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        (void)snprintf(path, size, "%s/%s/uno.elf", program, folders[i]);
        if (access(path, R_OK) == 0) {
            return path;
        }
    }
    (void)snprintf(path, size, "%s/firmware/uno.elf", program); /* not found: named in the message */
    return path;
}

static void print_fraction(const char *name, unsigned used, unsigned size)
{
    (void)printf("%-6s %6u of %6u bytes  %3u %%\n", name, used, size, (100 * used + size / 2) / size);
}

static bool print_memory_usage(const char *image, struct scene *scene, struct sim_failure *failure)
{
    struct simulate_memory memory;
    if (!simulate_measure_memory(image, scene, &memory, failure)) {
        return false;
    }
    print_fraction("flash", memory.chip.flash, memory.chip.flash_size);
    print_fraction("data", memory.chip.static_data, memory.chip.ram_size);
    print_fraction("stack", memory.stack, memory.chip.ram_size);
    print_fraction("RAM", memory.chip.static_data + memory.stack, memory.chip.ram_size);
    (void)printf("(static data, and the deepest stack seen in %.1f s of running)\n", memory.running_s);
    return fflush(stdout) == 0 || sim_failure_set(failure, SIM_OUTPUT, "cannot write to standard output");
}

static bool run_firmware(const struct options *options, struct scene *scene, struct sim_failure *failure)
{
    char path[PATH_MAX + 64];
    const char *image = find_image(options, path, sizeof path);
    if (options->task == TASK_BUDGET) {
        return print_memory_usage(image, scene, failure);
    }
    struct pty pty;
    struct truth_run run = {.device_dropped = -1};
    bool ok = options->to_stdout ? pty_open_stdout(&pty, failure) : pty_open(&pty, options->pty, failure);
    ok = ok && simulate(&(struct simulate_options){image, options->rig_commands, options->full_speed}, scene, &pty,
                        &run, failure);
    /* Write the truth even if the run ended early because its output could not be written. */
    if (run.sent > 0 && options->truth != NULL && (ok || failure->status == SIM_OUTPUT)) {
        ok = truth_write(options->truth, scene, &run, failure) && ok;
    }
    pty_close(&pty);
    return ok;
}

static bool run_scene(const struct options *options, struct sim_failure *failure)
{
    struct scene scene;
    bool ok = scene_make(&options->request, &scene, failure) &&
              (options->task == TASK_SESSION ? write_session(options, &scene, failure)
                                             : run_firmware(options, &scene, failure));
    scene_free(&scene);
    return ok;
}

static bool print(const char *text, struct sim_failure *failure)
{
    if (fputs(text, stdout) == EOF || fflush(stdout) != 0) {
        return sim_failure_set(failure, SIM_OUTPUT, "cannot write to standard output");
    }
    return true;
}

int main(int argc, char **argv)
{
    struct options options;
    struct sim_failure failure = {.status = SIM_DONE};
    bool ok = options_read(argc, argv, &options, &failure);
    if (ok && options.task == TASK_HELP) {
        ok = print(OPTIONS_HELP, &failure);
    } else if (ok && options.task == TASK_VERSION) {
        ok = print("virtual-roller " ROLLER_VERSION "\nUses simavr; as a whole under the GNU GPL version 3. "
                   "Its own source is under the MIT licence.\n",
                   &failure);
    } else if (ok) {
        ok = run_scene(&options, &failure);
    }
    if (!ok) {
        (void)fprintf(stderr, "virtual-roller: %s\n", failure.message);
        return (int)failure.status;
    }
    return SIM_DONE;
}
