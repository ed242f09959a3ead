/* SPDX-License-Identifier: MIT */
#include "simulated_person.h"

#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void simulated_person_session(const struct program_fixture *fixture, const char *file, const char *subject,
                              const char *started, int seed)
{
    char seed_text[16];
    snprintf(seed_text, sizeof seed_text, "%d", seed);
    const char *const argv[] = {BUILD_DIR "/virtual-roller",
                                "--session",
                                file,
                                "--seed",
                                seed_text,
                                "--person",
                                "5",
                                "--subject",
                                subject,
                                "--leg",
                                "right",
                                "--strokes",
                                "12",
                                "--started",
                                started,
                                "--spots",
                                "117,250",
                                "--spot-dwell",
                                "20,12",
                                "--thigh-length",
                                "352",
                                NULL};
    const struct program_options options = {.folder = fixture->dir.path};
    struct program_result result = program_run(argv, &options, PROGRAM_LIMIT_S);
    program_assert_status(&result, 0);
    program_result_free(&result);
}

void simulated_person_edit(const struct program_fixture *fixture, const char *from, const char *to, const char *key,
                           const char *line)
{
    char path[400], *text = program_read_file(fixture, from);
    assert_non_null(text);
    char *begin = strstr(text, key), *end = begin != NULL ? strchr(begin, '\n') : NULL;
    assert_non_null(end);
    size_t size = strlen(text) + strlen(line) + 1;
    char *changed = malloc(size);
    assert_non_null(changed);
    snprintf(changed, size, "%.*s%s%s", (int)(begin - text), text, line, end);
    temp_file_write(temp_dir_join(&fixture->dir, to, path, sizeof path), changed, strlen(changed));
    free(changed);
    free(text);
}
