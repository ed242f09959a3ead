/* SPDX-License-Identifier: MIT */
/* Pages are written completely or not at all, and never replace a user's file. */
#include "support/cmocka_includes.h"

#include "writing/output.h"
#include "support/temp_dir.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define OUR_PAGE "<!DOCTYPE html>\n<html><head>\n" OUTPUT_SIGNATURE " 0.0.1\" />\n</head></html>\n"

struct fixture {
    struct temp_dir dir;
    char path[400];
    struct text_buffer page;
    struct failure failure;
};

static void set_up(struct fixture *fixture)
{
    memset(fixture, 0, sizeof *fixture);
    temp_dir_make(&fixture->dir);
    temp_dir_join(&fixture->dir, "a.html", fixture->path, sizeof fixture->path);
    text_add(&fixture->page, "a new page\n");
}

static void tear_down(struct fixture *fixture)
{
    text_free(&fixture->page);
    temp_dir_remove(&fixture->dir);
}

static int count_files(const struct temp_dir *dir)
{
    int count = 0;
    DIR *folder = opendir(dir->path);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        count += entry->d_name[0] != '.' || strlen(entry->d_name) > 2;
    closedir(folder);
    return count;
}

static void assert_content(const char *path, const char *expected)
{
    char *bytes = temp_file_read(path, NULL);
    assert_non_null(bytes);
    assert_string_equal(bytes, expected);
    free(bytes);
}

static void assert_refused(struct fixture *fixture)
{
    assert_false(output_write_page(fixture->path, &fixture->page, &fixture->failure));
    assert_int_equal(fixture->failure.status, EXIT_STATUS_OUTPUT);
    assert_non_null(strstr(fixture->failure.message, fixture->path));
}

static void a_new_page_is_written_and_an_old_one_replaced(void **state)
{
    (void)state;
    struct fixture fixture;
    struct stat status;
    set_up(&fixture);
    mode_t mask = umask(027);
    assert_true(output_write_page(fixture.path, &fixture.page, &fixture.failure));
    umask(mask);
    assert_content(fixture.path, "a new page\n");
    assert_int_equal(stat(fixture.path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0640);
    temp_file_write(fixture.path, OUR_PAGE, strlen(OUR_PAGE));
    assert_true(output_write_page(fixture.path, &fixture.page, &fixture.failure));
    assert_content(fixture.path, "a new page\n");
    assert_int_equal(count_files(&fixture.dir), 1);
    tear_down(&fixture);
}

static void a_file_of_the_user_is_kept(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    temp_file_write(fixture.path, "my thesis", 9);
    assert_refused(&fixture);
    assert_content(fixture.path, "my thesis");
    temp_file_write(fixture.path, "", 0);
    assert_refused(&fixture);

    /* After the first 1024 bytes the same text is not a signature: any file may quote it. */
    char far[OUTPUT_SIGNATURE_MAX_BYTES + sizeof OUTPUT_SIGNATURE];
    memset(far, 'x', OUTPUT_SIGNATURE_MAX_BYTES);
    strcpy(far + OUTPUT_SIGNATURE_MAX_BYTES, OUTPUT_SIGNATURE);
    temp_file_write(fixture.path, far, strlen(far));
    assert_refused(&fixture);
    assert_int_equal(count_files(&fixture.dir), 1);
    tear_down(&fixture);
}

static void a_link_a_folder_and_a_pipe_are_refused(void **state)
{
    (void)state;
    struct fixture fixture;
    char target[400];
    set_up(&fixture);
    temp_dir_join(&fixture.dir, "target.html", target, sizeof target);
    temp_file_write(target, OUR_PAGE, strlen(OUR_PAGE));
    assert_int_equal(symlink(target, fixture.path), 0);
    assert_refused(&fixture);
    assert_content(target, OUR_PAGE);
    assert_int_equal(unlink(target), 0); /* a dangling link belongs to the user too */
    assert_refused(&fixture);
    assert_int_equal(access(target, F_OK), -1);
    assert_int_equal(unlink(fixture.path), 0);
    assert_int_equal(mkdir(fixture.path, 0700), 0);
    assert_refused(&fixture);
    assert_int_equal(rmdir(fixture.path), 0);
    assert_int_equal(mkfifo(fixture.path, 0600), 0);
    assert_refused(&fixture);
    tear_down(&fixture);
}

static void a_missing_folder_is_reported(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    temp_dir_join(&fixture.dir, "absent/a.html", fixture.path, sizeof fixture.path);
    assert_refused(&fixture);
    assert_non_null(strstr(fixture.failure.message, "No such file"));
    tear_down(&fixture);
}

static void a_page_that_does_not_fit_leaves_nothing(void **state)
{
    (void)state;
    struct fixture fixture;
    struct rlimit old_limit;
    set_up(&fixture);
    text_add_repeated(&fixture.page, "0123456789", 1000);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old_limit), 0);
    const struct rlimit small = {4096, old_limit.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool written = output_write_page(fixture.path, &fixture.page, &fixture.failure);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old_limit), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_false(written);
    assert_int_equal(fixture.failure.status, EXIT_STATUS_OUTPUT);
    assert_int_equal(count_files(&fixture.dir), 0);
    tear_down(&fixture);
}

static void a_full_disk_is_reported(void **state)
{
    (void)state;
    struct failure failure = {0};
    int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_false(output_write(fd, "standard output", "x", 1, &failure));
    assert_int_equal(failure.status, EXIT_STATUS_OUTPUT);
    assert_non_null(strstr(failure.message, "standard output"));
    close(fd);
}

static void assert_page_name(const char *session, const char *expected)
{
    char *name = output_page_name(session);
    assert_string_equal(name, expected);
    free(name);
}

static void the_page_is_named_after_the_session(void **state)
{
    (void)state;
    assert_page_name("build/demo/session.csv", "build/demo/session.html");
    assert_page_name("a.csv.part", "a.csv.part.html");
    assert_page_name("a.txt", "a.txt.html");
    assert_page_name(".csv", ".csv.html");
    assert_page_name("dir.csv/a", "dir.csv/a.html");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_page_is_written_and_an_old_one_replaced), cmocka_unit_test(a_file_of_the_user_is_kept),
        cmocka_unit_test(a_link_a_folder_and_a_pipe_are_refused),        cmocka_unit_test(a_missing_folder_is_reported),
        cmocka_unit_test(a_page_that_does_not_fit_leaves_nothing),       cmocka_unit_test(a_full_disk_is_reported),
        cmocka_unit_test(the_page_is_named_after_the_session),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
