/* SPDX-License-Identifier: MIT */
/* Linked into every program of VARIANT=coverage. Counts are written when a program returns from main; this
 * writes them also when it ends by _exit (the analyzer's jobs) or by a signal that it does not handle, except
 * SIGKILL. */
#include <gcov.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>

void __real__exit(int status) __attribute__((noreturn));
void __wrap__exit(int status) __attribute__((noreturn)); /* by the linker's --wrap=_exit */

/* Writing the counts allocates memory without checking: first end a test's failing allocations (nth_shim.c).
 */
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

/* The handler has been reset: raising the signal again ends the program. */
static void keep_counts(int number)
{
    __gcov_dump();
    raise(number);
}

__attribute__((constructor)) static void watch_signals(void)
{
    static const int ending[] = {SIGHUP, SIGINT, SIGTERM, SIGPIPE, SIGXFSZ, SIGABRT};
    for (size_t i = 0; i < sizeof ending / sizeof ending[0]; i++) {
        struct sigaction now;
        if (sigaction(ending[i], NULL, &now) != 0 || now.sa_handler != SIG_DFL)
            continue; /* ignored by the parent process */
        struct sigaction keep = {.sa_handler = keep_counts, .sa_flags = (int)(SA_RESETHAND | SA_NODEFER)};
        sigemptyset(&keep.sa_mask);
        sigaction(ending[i], &keep, NULL);
    }
}
