/* SPDX-License-Identifier: MIT */
#include "platform/stay_awake.h"

#include "platform/platform.h"

#include <fcntl.h>
#include <spawn.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

extern char **environ;

/* Start a program that reads from `input`, in a process group of its own: Ctrl-C ends the recording only when its last
 * rows are saved. */
static bool start(char *const argv[], int input)
{
    pid_t process;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return false;
    bool started = false;
    if (posix_spawnattr_init(&attributes) == 0) {
        started = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) == 0 &&
                  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0) == 0 &&
                  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO) == 0 &&
                  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP) == 0 &&
                  posix_spawnp(&process, argv[0], &actions, &attributes, argv, environ) == 0;
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return started;
}

/* Each program holds the lock while the command behind its options runs. `cat` runs until its input ends, which the
 * kernel sees to even if this process is killed. */
int stay_awake_begin(const char *why)
{
    char reason[128];
    char *const systemd_inhibit[] = {
        "systemd-inhibit", "--what=sleep:idle", "--who=roller-logger", "--mode=block", reason, "cat", NULL};
    char *const caffeinate[] = {"caffeinate", "-i", "cat", NULL};
    int ends[2];
    snprintf(reason, sizeof reason, "--why=%s", why);
    if (!platform_pipe(ends))
        return -1;
    bool started = start(systemd_inhibit, ends[0]) || start(caffeinate, ends[0]);
    close(ends[0]);
    if (started)
        return ends[1];
    close(ends[1]);
    return -1;
}

void stay_awake_end(int fd)
{
    if (fd >= 0)
        close(fd);
}
