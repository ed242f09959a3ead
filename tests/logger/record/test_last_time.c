/* SPDX-License-Identifier: MIT */
/* What was said last time is kept in a file of the user's, and a file that cannot be trusted is not used. */

#include "record/last_time.h"
#include "support/cmocka_includes.h"
#include "support/temp_dir.h"

#include <sys/stat.h>
#include <unistd.h>

struct config_fixture {
    struct temp_dir dir;
    char folder[512], path[512];
};

static int setup(void **state)
{
    struct config_fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture)
        return -1;
    temp_dir_make(&fixture->dir);
    temp_dir_join(&fixture->dir, "foam-roller", fixture->folder, sizeof fixture->folder);
    temp_dir_join(&fixture->dir, "foam-roller/last-session", fixture->path, sizeof fixture->path);
    setenv("XDG_CONFIG_HOME", fixture->dir.path, 1);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct config_fixture *fixture = *state;
    temp_dir_remove(&fixture->dir);
    free(fixture);
    return 0;
}

static void what_is_saved_is_read(void **state)
{
    struct config_fixture *fixture = *state;
    struct last_time last, said = {.subject = "Ann\xc3\xa1: 2nd", .thigh_length_mm = 352.5, .folder = "/home/a b"};
    const char *problem = "";
    struct stat status;
    assert_true(last_time_load(&last, &problem));
    assert_null(problem); /* nothing was said yet */
    assert_string_equal(last.subject, "");
    assert_true(last_time_save(&said));
    assert_true(last_time_save(&said)); /* it replaces the earlier one */
    assert_true(last_time_load(&last, &problem));
    assert_string_equal(last.subject, said.subject);
    assert_string_equal(last.folder, said.folder);
    assert_float_equal(last.thigh_length_mm, 352.5, 1e-9);
    assert_int_equal(stat(fixture->path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
}

/* Check that the file is not used, and that nothing of it is kept. */
static void assert_unused(const char *expected)
{
    struct last_time last;
    const char *problem = NULL;
    assert_false(last_time_load(&last, &problem));
    assert_non_null(problem);
    assert_string_equal(problem, expected);
    assert_string_equal(last.subject, "");
    assert_string_equal(last.folder, "");
    assert_float_equal(last.thigh_length_mm, 0, 0);
}

#define HEAD "foam-roller-last-session: 1\n"

static void damaged_files_are_not_used(void **state)
{
    struct config_fixture *fixture = *state;
    static const char *const damaged[] = {"",
                                          HEAD "subject: Anna",
                                          "foam-roller-last-session: 2\nsubject: Anna\n",
                                          "subject: Anna\n",
                                          HEAD "subject: Anna\n\n",
                                          HEAD "subject: An\033[2Jna\n",
                                          HEAD "subject: \xff\n",
                                          HEAD "subject: Anna\nthigh_length_mm: 35\n",
                                          HEAD "subject: Anna\nthigh_length_mm: nan\n",
                                          HEAD "subject: Anna\nfolder: ../elsewhere\n"};
    mkdir(fixture->folder, 0700);
    for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
        temp_file_write(fixture->path, damaged[i], strlen(damaged[i]));
        assert_unused("is damaged");
    }
    temp_file_write(fixture->path, HEAD "subject: A\0nna\n", sizeof HEAD "subject: A\0nna\n" - 1);
    assert_unused("is damaged");
    char long_name[400] = HEAD "subject: ";
    size_t length = strlen(long_name);
    memset(long_name + length, 'x', 300);
    long_name[length + 300] = '\n';
    temp_file_write(fixture->path, long_name, length + 301);
    assert_unused("is damaged");
}

static void other_files_are_not_used(void **state)
{
    struct config_fixture *fixture = *state;
    mkdir(fixture->folder, 0700);
    assert_int_equal(mkfifo(fixture->path, 0600), 0);
    assert_unused("is not a file");
    unlink(fixture->path);
    mkdir(fixture->path, 0700);
    assert_unused("is not a file");
    rmdir(fixture->path);
    char *enormous = malloc(1000000);
    assert_non_null(enormous);
    memset(enormous, '\n', 1000000);
    temp_file_write(fixture->path, enormous, 1000000);
    free(enormous);
    assert_unused("is too large");
    temp_file_write(fixture->path, HEAD "subject: Anna\n", strlen(HEAD "subject: Anna\n"));
    if (geteuid() == 0) { /* only root can give a file away, if there is another user in its namespace */
        if (chown(fixture->path, 65534, 65534) == 0)
            assert_unused("belongs to another user");
        return;
    }
    assert_int_equal(chmod(fixture->path, 0), 0); /* root may read it all the same */
    assert_unused("cannot be opened");
}

static void without_a_folder_nothing_is_kept(void **state)
{
    (void)state;
    struct last_time last, said = {.subject = "Anna"};
    const char *problem = "";
    setenv("XDG_CONFIG_HOME", "relative", 1);
    setenv("HOME", "", 1);
    assert_false(last_time_save(&said));
    assert_true(last_time_load(&last, &problem));
    assert_null(problem);
    assert_string_equal(last.subject, "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_saved_is_read),
        TEST(damaged_files_are_not_used),
        TEST(other_files_are_not_used),
        TEST(without_a_folder_nothing_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
