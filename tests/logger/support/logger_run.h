/* SPDX-License-Identifier: MIT */
/* Runs roller-logger in a test; each test has its own folder, pseudo-terminal and wire text. */
#pragma once

#include "device_pty.h"
#include "support/run_program.h"
#include "support/temp_dir.h"
#include "wire_text.h"

#define LOGGER BUILD_DIR "/roller-logger"
#define LIMIT_S 120.0 /* for anything on a busy machine */

struct fixture {
    struct temp_dir dir;
    char path[512]; /* path for the session a.csv, which does not exist yet */
    char part[512]; /* a.csv.part */
    struct device_pty pty;
    struct wire_text wire;
};

/* cmocka's setup and teardown of a test with a fixture. */
int fixture_setup(void **state);
int fixture_teardown(void **state);
#define LOGGER_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

/* Environment entries that preload a shim of tests/logger/shim/. ASan accepts a library that is loaded before it only
 * with PRELOAD_ASAN. */
#define PRELOAD(shim) "LD_PRELOAD=" BUILD_DIR "/tests/" shim ".so"
#define PRELOAD_ASAN "ASAN_OPTIONS=verify_asan_link_order=0"

/* A symbolic link's name that is longer than PORT_LIST_NAME_SIZE, such as udev makes from a long product name. */
#define LONG_NAME                                                                                                      \
    "usb-Foam_Roller_Manufacturing_Company_Force_Sensing_Foam_Roller_With_Eight_Strips_And_A_Motion_Sensor_"           \
    "Second_Edition_Firmware_1.0.0_Serial_Number_0000000005A3C21F0-if00-port0"

/* Start a recording from the pseudo-terminal to a.csv, with an additional option (NULL = none). */
struct program start_on_pty(struct fixture *fixture, const char *more, const char *value);
/* Start a recording like start_on_pty, with additional environment entries (program_options.env). */
struct program start_on_pty_in(struct fixture *fixture, const char *const *env, const char *more, const char *value);
/* Record the fixture's wire text from standard input to `path`. */
struct program_result run_on_input(struct fixture *fixture, const char *path);
/* Fail the test unless the program ended with `status` and its standard error contains `message` (NULL = any
 * text). Frees the result. */
void assert_ended(struct program_result *result, int status, const char *message);
/* Fail the test unless the file ends with a complete line. Returns the number of rows. */
size_t assert_whole_rows(const char *path);
/* Return the memory that a process uses now (VmRSS) or has used at its peak (VmHWM), kB. */
long program_memory_kb(pid_t pid);
long program_memory_peak_kb(pid_t pid);
/* Memory by which a recording may grow after its first frames: 4 MiB for the queue between its threads, which counts
 * only when it is used, and a margin for the allocator. During 90 MB of noise it grew by 4.1 to 4.3 MB, all of that
 * during the first 5 MB. Sanitizers also keep bytes about the bytes in use: ThreadSanitizer four for each (21.4 MB);
 * with AddressSanitizer it grew by 4.2 MB (gcc 12) or 10.4 MB (gcc 14: 8.8 MB during the first 9 MB, nothing during the
 * last 54 MB). */
#if defined __SANITIZE_THREAD__
#define MEMORY_GROWTH_KB (5 * 6144)
#elif defined __SANITIZE_ADDRESS__
#define MEMORY_GROWTH_KB (2 * 6144)
#else
#define MEMORY_GROWTH_KB 6144
#endif
/* Memory by which a recording may still grow in the second half of an hour. */
#define MEMORY_SETTLED_KB 512
/* Whether a folder is empty. */
bool folder_is_empty(const char *path);
