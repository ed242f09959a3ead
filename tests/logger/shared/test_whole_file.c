/* SPDX-License-Identifier: MIT */
/* A file appears completely or not at all, and nothing else is left in its folder. */
#include "shared/whole_file.h"

#include "support/cmocka_includes.h"
#include "support/temp_dir.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct fixture {
    struct temp_dir dir;
    char path[400];
};

static int set_up(void **state)
{
    static struct fixture fixture;
    temp_dir_make(&fixture.dir);
    temp_dir_join(&fixture.dir, "a.csv", fixture.path, sizeof fixture.path);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    temp_dir_remove(&fixture->dir);
    return 0;
}

/* Return the number of files in the folder. */
static unsigned count_files(const struct fixture *fixture)
{
    unsigned count = 0;
    DIR *folder = opendir(fixture->dir.path);
    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder))
        count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

static void expect_content(const char *path, const char *expected)
{
    char text[32] = "";
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_true(fread(text, 1, sizeof text - 1, file) == strlen(expected));
    fclose(file);
    assert_string_equal(text, expected);
}

static bool write_file(const char *path, const char *text, bool written)
{
    struct whole_file file;
    assert_true(whole_file_open(&file, path));
    assert_int_equal(write(file.fd, text, strlen(text)), strlen(text));
    return whole_file_commit(&file, written);
}

static void it_appears_when_it_is_complete(void **state)
{
    const struct fixture *fixture = *state;
    struct whole_file file;
    assert_true(whole_file_open(&file, fixture->path));
    assert_int_equal(access(fixture->path, F_OK), -1);
    assert_int_equal(write(file.fd, "new", 3), 3);
    assert_true(whole_file_commit(&file, true));
    expect_content(fixture->path, "new");
    assert_true(write_file(fixture->path, "newer", true));
    expect_content(fixture->path, "newer");
    assert_int_equal(count_files(fixture), 1);
}

static void one_that_was_not_written_leaves_what_was_there(void **state)
{
    const struct fixture *fixture = *state;
    assert_true(write_file(fixture->path, "old", true));
    errno = ENOSPC;
    assert_false(write_file(fixture->path, "ha", false));
    assert_int_equal(errno, ENOSPC);
    expect_content(fixture->path, "old");
    assert_int_equal(count_files(fixture), 1);
}

static void a_failure_says_why_and_leaves_nothing(void **state)
{
    const struct fixture *fixture = *state;
    struct whole_file file;
    char path[600];
    (void)snprintf(path, sizeof path, "%s/no-such-folder/a.csv", fixture->dir.path);
    assert_false(whole_file_open(&file, path));
    assert_int_equal(errno, ENOENT);
    /* A folder of that name cannot be replaced. */
    assert_false(write_file(fixture->dir.path, "a", true));
    assert_int_equal(count_files(fixture), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_appears_when_it_is_complete, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_that_was_not_written_leaves_what_was_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_failure_says_why_and_leaves_nothing, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
