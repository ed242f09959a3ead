/* SPDX-License-Identifier: MIT */
/* Linked into every program of VARIANT=coverage. gcc writes the counts when a program returns from main; this
 * also writes them when it ends with _exit (the analyzer's jobs) or a signal that it does not handle (except
 * SIGKILL). */
#include <gcov.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>

void __real__exit(int status) __attribute__((noreturn));
void __wrap__exit(int status)
    __attribute__((noreturn)); /* called instead of _exit, because of the linker's --wrap=_exit */

/* gcov does not check its allocations: stop nth_shim.c from making them fail. */
__attribute__((destructor)) static void stop_failing_allocations(void)
{
    unsetenv("NTH_SHIM");
}

void __wrap__exit(int status)
{
    stop_failing_allocations();
    __gcov_dump();
    __real__exit(status);
}

/* Write the counts, then end the program: the handler has been reset, so the signal takes its default effect. */
static void write_counts(int number)
{
    __gcov_dump();
    raise(number);
}

__attribute__((constructor)) static void watch_signals(void)
{
    static const int ending[] = {SIGHUP, SIGINT, SIGTERM, SIGPIPE, SIGXFSZ, SIGABRT};
    for (size_t i = 0; i < sizeof ending / sizeof ending[0]; i++) {
        struct sigaction current;
        if (sigaction(ending[i], NULL, &current) != 0 || current.sa_handler != SIG_DFL)
            continue; /* ignored by the parent process */
        struct sigaction action = {.sa_handler = write_counts, .sa_flags = (int)(SA_RESETHAND | SA_NODEFER)};
        sigemptyset(&action.sa_mask);
        sigaction(ending[i], &action, NULL);
    }
}
