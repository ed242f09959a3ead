/* SPDX-License-Identifier: MIT */
#include "platform/run_program.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#define CANNOT_RUN 127 /* status of a process in which posix_spawnp fails after it has returned, by POSIX */

extern char **environ;

/* Start the program, with the signals that this program ignores as they are by default. Returns an errno. */
static int start(char *const argv[], pid_t *process)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    sigaddset(&defaults, SIGXFSZ);
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0)
        return error;
    error = posix_spawnattr_init(&attributes);
    if (error == 0) {
        error = posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
        if (error == 0)
            error = posix_spawnattr_setsigdefault(&attributes, &defaults);
        if (error == 0)
            error = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
        if (error == 0)
            error = posix_spawnp(process, argv[0], &actions, &attributes, argv, environ);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

bool run_program(char *const argv[], int *status)
{
    pid_t process;
    int ended;
    errno = start(argv, &process);
    if (errno != 0)
        return false;
    while (waitpid(process, &ended, 0) < 0)
        if (errno != EINTR)
            return false;
    if (WIFEXITED(ended) && WEXITSTATUS(ended) == CANNOT_RUN) {
        errno = ENOENT; /* the likely cause */
        return false;
    }
    *status = WIFSIGNALED(ended) ? 128 + WTERMSIG(ended) : WEXITSTATUS(ended);
    return true;
}
