/* SPDX-License-Identifier: MIT */
/* make install into an empty folder: the installed programs work there, and make uninstall removes everything. */
#include "support/cmocka_includes.h"
#include "support/run_program.h"
#include "support/temp_dir.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define LIMIT_S 600

/* Run make without the flags that it inherits from the make that runs the tests, whose jobserver would block it. */
static void run_make(const char *target, const struct temp_dir *dir)
{
    char destination[512];
    snprintf(destination, sizeof destination, "DESTDIR=%s", dir->path);
    const char *const argv[] = {"env", "-u", "MAKEFLAGS", "-u",   "MFLAGS",    "make",
                                "-s",  "-C", SOURCE_DIR,  target, destination, "PREFIX=/opt/roller",
                                NULL};
    struct program_result run = program_run(argv, NULL, LIMIT_S);
    if (run.status != 0)
        fail_msg("make %s: %s%s", target, run.out, run.err);
    program_result_free(&run);
}

/* Return the output of a shell command run in the folder; the caller frees it. */
static char *output_of(const struct temp_dir *dir, const char *command)
{
    const char *const argv[] = {"sh", "-c", command, NULL};
    const struct program_options options = {.folder = dir->path};
    struct program_result run = program_run(argv, &options, LIMIT_S);
    if (run.status != 0)
        fail_msg("%s: %s%s", command, run.out, run.err);
    char *out = strdup(run.out);
    program_result_free(&run);
    return out;
}

/* Run a shell command in the folder; expect that its output contains `text`. */
static void expect(const struct temp_dir *dir, const char *command, const char *text)
{
    char *out = output_of(dir, command);
    if (strstr(out, text) == NULL)
        fail_msg("%s: %s", command, out);
    free(out);
}

static void it_works_where_it_is_installed_and_is_removed_completely(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    mode_t mask = umask(077); /* as some administrators have it */
    run_make("install", &dir);
    umask(mask);
    expect(&dir, "find opt ! -perm -444 | wc -l", "0\n"); /* everybody may use it */
    expect(&dir, "opt/roller/bin/roller-logger --version", "roller-logger ");
    expect(&dir, "opt/roller/bin/virtual-roller --budget", "flash"); /* it finds its firmware */
    expect(&dir, "mv opt/roller moved && moved/bin/virtual-roller --budget && mv moved opt/roller", "flash");
    expect(&dir,
           "opt/roller/bin/virtual-roller --session - --strokes 8 | opt/roller/bin/roller-analyzer report "
           "--json -",
           "\"report\":");
    expect(&dir, "ls opt/roller/share/man/man1",
           "foam-roller.1\nroller-analyzer.1\nroller-logger.1\nvirtual-roller.1\n");
    expect(&dir, "ls opt/roller/share/doc/foam-roller/docs", "FORMATS.md\n");
    expect(&dir, "find opt/roller -type f -perm /111 | sort",
           "opt/roller/bin/foam-roller\nopt/roller/bin/roller-analyzer\nopt/roller/bin/roller-logger\nopt/roller/bin/"
           "virtual-roller\n");
    run_make("uninstall", &dir);
    char *remaining = output_of(&dir, "find opt ! -type d; find opt -name '*foam-roller*'");
    assert_string_equal(remaining, "");
    free(remaining);
    temp_dir_remove(&dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(it_works_where_it_is_installed_and_is_removed_completely)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
