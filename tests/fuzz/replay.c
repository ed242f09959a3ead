/* SPDX-License-Identifier: MIT */
/* Run a fuzz target on the inputs in tests/fuzz/corpus/TARGET/, each as a separate test. */
#include "support/cmocka_includes.h"
#include "support/fault.h"
#include "fuzz.h"

#include <dirent.h>
#include <string.h>

#define INPUTS_MAX 256
#define PATH_SIZE 1024

static void replay(void **state)
{
    const char *path = *state;
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long size = ftell(file);
    assert_true(size >= 0);
    rewind(file);
    uint8_t *bytes = malloc((size_t)size + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, (size_t)size, file), size);
    fclose(file);
    assert_int_equal(LLVMFuzzerTestOneInput(bytes, (size_t)size), 0);
    free(bytes);
}

int main(int argc, char *argv[])
{
    static char path[INPUTS_MAX][PATH_SIZE];
    static struct CMUnitTest tests[INPUTS_MAX];
    size_t count = 0;
    const char *name = strrchr(argv[0], '/'); /* tests are run with their path */
    char folder[PATH_SIZE];
    (void)argc;
    if (!name)
        return 1;
    snprintf(folder, sizeof folder, SOURCE_DIR "/tests/fuzz/corpus/%s", name + 1 + strlen("replay_"));
    DIR *inputs = opendir(folder);
    if (!inputs) {
        perror(folder);
        return 1;
    }
    for (struct dirent *entry; (entry = readdir(inputs)) && count < INPUTS_MAX;) {
        if (entry->d_name[0] == '.')
            continue;
        if (snprintf(path[count], PATH_SIZE, "%s/%s", folder, entry->d_name) >= PATH_SIZE)
            return 1;
        tests[count] = (struct CMUnitTest){
            .name = strrchr(path[count], '/') + 1, .test_func = replay, .initial_state = path[count]};
        count++;
    }
    closedir(inputs);
    int failed = _cmocka_run_group_tests("corpus", tests, count, NULL, NULL);
    if (failed == 0 && count > 0) {
        char fault[80];
        snprintf(fault, sizeof fault, "any bytes: %s, its corpus", name + 1 + strlen("replay_"));
        fault_held("59", fault, count, "every assertion holds");
    }
    return failed;
}
