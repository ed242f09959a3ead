/* SPDX-License-Identifier: MIT */
/* Functions that differ between operating systems. The Makefile compiles one of linux.c, macos.c and posix.c. macos.c
 * and posix.c also need not_linux.c; linux.c and posix.c also need not_macos.c. posix.c uses only POSIX and
 * libserialport. A function that fails returns false and sets errno. */
#pragma once

#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

struct platform_port {
    char path[128];
    char driver[32]; /* the kernel's driver; "" = unknown */
};

/* List up to `max` serial ports, without those that have no hardware, in any order. False if the system does not list
 * them. */
bool platform_list_ports(struct platform_port *ports, size_t max, size_t *count);

/* Whether `path` is a terminal without hardware, such as the one that the simulator makes. */
bool platform_is_pseudo_terminal(const char *path);

/* Find another process that has the device `path` open, or that holds its lock file, and its name ("" = unknown). False
 * if none is visible. */
bool platform_find_holder(const char *path, long *process, char *name, size_t size);

/* The settings of a terminal: speed, line discipline, control characters. */
struct platform_terminal {
    bool is_saved;
    unsigned char settings[80];
};

/* Save the settings of an open terminal. */
void platform_save_terminal(int fd, struct platform_terminal *saved);

/* Restore them, if they were saved, so that closing the terminal leaves its modem lines as they are: a pulse on DTR
 * would restart many devices. */
void platform_restore_terminal(int fd, const struct platform_terminal *saved);

/* Return a clock that cannot be set. If the system has a clock that also advances while the computer sleeps, it is that
 * one. */
clockid_t platform_clock(void);

/* Write the absolute path of the running program; `name` is its argv[0]. False if it cannot be found. */
bool platform_program_path(const char *name, char path[PATH_MAX]);

/* Return the command that opens a page in the user's browser. */
const char *platform_page_opener(void);

/* Flush what was written to `fd` to the disk. */
bool platform_flush(int fd);

/* Prepare the heap for blocks of about `bytes` in total that are allocated soon: it puts them into huge pages if the
 * kernel has some, and keeps freed memory for other blocks. Mapping thousands of small pages would take as long as the
 * arithmetic. Returns a block that fills the heap up to the huge pages, which the caller frees last; or NULL. */
void *platform_reserve_heap(size_t bytes);

/* Initialise a condition variable for platform_condition_wait. */
void platform_condition_init(pthread_cond_t *condition);

/* Block until the condition is signalled, or for at most `wait_ms`, even if the wall clock is set during the wait.
 * Returns false on a timeout. May return true without a signal, as pthread_cond_timedwait may. */
bool platform_condition_wait(pthread_cond_t *condition, pthread_mutex_t *lock, int wait_ms);

/* ---- The same on every system: common.c ---- */

/* Return the time of platform_clock in microseconds. All durations are measured with it. */
int64_t platform_now_us(void);

/* Return the microseconds since 1970, UTC. The user may set this clock at any time: use it for names and dates only. */
int64_t platform_wall_clock_us(void);

/* Open /dev/null in place of each standard stream that was closed when the program started. Otherwise the next file
 * that is opened would get its descriptor, and messages would be written into that file. Call this first in main. False
 * if /dev/null cannot be opened. */
bool platform_open_standard_streams(void);

/* Close `fd` when this process executes another program. */
bool platform_close_on_exec(int fd);

/* Make a pipe that is closed when this process executes another program. */
bool platform_pipe(int ends[2]);

/* Open a non-blocking descriptor `*fd` that becomes readable on SIGINT, SIGQUIT, SIGTERM or SIGHUP; a signal that was
 * ignored when the program started, as under nohup, stays ignored. A handler that only set a flag could miss a signal
 * between a check of the flag and a wait. No signal interrupts a read or a write. Call once, before any thread starts.
 */
bool platform_open_stop_pipe(int *fd);

/* Write all bytes, however many calls that takes. Returns the number written; it is smaller on failure, with errno. */
size_t platform_write(int fd, const char *bytes, size_t count);

/* Read the first line of a regular file, without its newline. False, with an empty line, if it cannot be read. */
bool platform_read_line(const char *path, char *line, size_t size);

/* Find a running process that holds the lock file of a serial port: by an old convention, minicom and others write
 * their number to /var/lock/LCK..ttyUSB0. */
bool platform_find_lock_owner(const char *port, long *process);

/* Like mkstemp, but the file has the mode of any new file. Returns the descriptor; negative on failure, with errno. */
int platform_make_temporary(char *path);
