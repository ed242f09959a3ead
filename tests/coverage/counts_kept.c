/* SPDX-License-Identifier: MIT */
/* Linked into every program of VARIANT=coverage: counts are written when a program returns from main, and
 * would be lost where it ends by _exit (the analyzer's jobs) or by a signal that it leaves alone. SIGKILL
 * cannot be helped. */
#include <gcov.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>

void __real__exit(int status) __attribute__((noreturn));
void __wrap__exit(int status) __attribute__((noreturn)); /* by the linker's --wrap=_exit */

/* Writing the counts wants memory, and does not look whether it got any: a test's scarcity (nth_shim.c) ends
 * before. */
__attribute__((destructor)) static void end_scarcity(void)
{
    unsetenv("NTH_SHIM");
}

void __wrap__exit(int status)
{
    end_scarcity();
    __gcov_dump();
    __real__exit(status);
}

/* The handler was reset before: the signal, raised again, ends the program as it would have. */
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
            continue; /* ignored by whoever started this */
        struct sigaction keep = {.sa_handler = keep_counts, .sa_flags = (int)(SA_RESETHAND | SA_NODEFER)};
        sigemptyset(&keep.sa_mask);
        sigaction(ending[i], &keep, NULL);
    }
}
