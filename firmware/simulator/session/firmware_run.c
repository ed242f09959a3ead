/* SPDX-License-Identifier: MIT */
#include "session/firmware_run.h"

#include "platform/platform.h"
#include "session/pty.h"
#include "session/simulate.h"
#include "session/truth.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#define IMAGE_PATH_SIZE (PATH_MAX + 64)

/* Find the image: the chosen one, or else the one that `make` or `make install` placed near this program. */
static const char *find_image(const struct firmware_run_options *run, char path[IMAGE_PATH_SIZE])
{
    static const char *const folders[] = {"firmware", "../share/foam-roller/firmware"};
    if (run->image != NULL)
        return run->image;
    char program[PATH_MAX];
    if (!platform_program_path(run->program, program))
        program[0] = '\0';
    char *slash = strrchr(program, '/');
    *(slash != NULL ? slash : program) = '\0';
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        (void)snprintf(path, IMAGE_PATH_SIZE, "%s/%s/uno.elf", program, folders[i]);
        if (access(path, R_OK) == 0)
            return path;
    }
    (void)snprintf(path, IMAGE_PATH_SIZE, "%s/firmware/uno.elf", program); /* none found; the message names this path */
    return path;
}

bool firmware_run(const struct firmware_run_options *run, struct scene *scene, struct failure *failure)
{
    char path[IMAGE_PATH_SIZE];
    const struct simulate_options options = {find_image(run, path), run->rig_commands, run->full_speed};
    struct pty pty;
    struct truth_run run_truth = {.device_dropped = -1};
    bool ok = run->to_stdout ? pty_open_stdout(&pty, failure) : pty_open(&pty, run->pty, failure);
    pty.end_fd = run->until_end_of > 0 ? run->until_end_of : -1;
    ok = ok && simulate(&options, scene, &pty, &run_truth, failure);
    /* Write the truth even if the run ended early because its output could not be written. */
    if (run_truth.sent > 0 && run->truth != NULL && (ok || failure->status == EXIT_STATUS_OUTPUT))
        ok = truth_write(run->truth, scene, &run_truth, failure) && ok;
    pty_close(&pty);
    return ok;
}

static void write_usage(FILE *out, const char *name, unsigned used, unsigned size)
{
    fprintf(out, "%-6s %6u of %6u bytes  %3u %%\n", name, used, size, (100 * used + size / 2) / size);
}

bool firmware_write_memory_table(FILE *out, const struct firmware_run_options *run, struct scene *scene,
                                 struct failure *failure)
{
    char path[IMAGE_PATH_SIZE];
    struct simulate_memory memory;
    if (!simulate_measure_memory(find_image(run, path), scene, &memory, failure))
        return false;
    write_usage(out, "flash", memory.chip.flash, memory.chip.flash_size);
    write_usage(out, "data", memory.chip.static_data, memory.chip.ram_size);
    write_usage(out, "stack", memory.stack, memory.chip.ram_size);
    write_usage(out, "RAM", memory.chip.static_data + memory.stack, memory.chip.ram_size);
    fprintf(out, "(static data, and the deepest stack seen in %.1f s of running)\n", memory.running_s);
    return fflush(out) == 0 ||
           failure_set(failure, EXIT_STATUS_OUTPUT, "cannot write to standard output: %s", strerror(errno));
}
