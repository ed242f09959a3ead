/* SPDX-License-Identifier: MIT */
/* The session files below a folder: which are found, and how one gets into the trash. */
#include "support/cmocka_includes.h"
#include "support/temp_dir.h"

#include "store/session_files.h"

#include <errno.h>

#include <sys/stat.h>
#include <unistd.h>

#define ALWAYS INT64_MAX /* no unfinished session is too young */

static void put(const struct temp_dir *dir, const char *name, const char *content)
{
    char path[512];
    temp_dir_join(dir, name, path, sizeof path);
    for (char *slash = strchr(path + strlen(dir->path) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0777);
        *slash = '/';
    }
    temp_file_write(path, content, strlen(content));
}

static bool exists(const struct temp_dir *dir, const char *name)
{
    char path[512];
    return access(temp_dir_join(dir, name, path, sizeof path), F_OK) == 0;
}

static void sessions_are_found_in_the_folders_of_people(void **state)
{
    static const char *const expected[] = {"Anna/1.csv", "Anna/2.csv.part", "Simulated/Anna/3.csv", "loose.csv"};
    static const char *const others[] = {"Anna/1.html", "Anna/deep/5.csv",     "Trash/Anna/6.csv", ".hidden/7.csv",
                                         "Anna/.8.csv", "Simulated/A/b/9.csv", "notes.txt",        "Anna/.csv"};
    struct temp_dir dir;
    struct session_files files;
    char link_path[512];
    (void)state;
    temp_dir_make(&dir);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        put(&dir, expected[i], "x");
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        put(&dir, others[i], "x");
    assert_int_equal(symlink("/etc/passwd", temp_dir_join(&dir, "Anna/link.csv", link_path, sizeof link_path)), 0);
    assert_int_equal(symlink("/", temp_dir_join(&dir, "root", link_path, sizeof link_path)), 0);
    assert_true(session_files_find(&files, dir.path, ALWAYS));
    assert_int_equal(files.count, sizeof expected / sizeof expected[0]);
    for (size_t i = 0; i < files.count; i++) {
        assert_string_equal(files.file[i].path, expected[i]);
        assert_int_equal(files.file[i].size, 1);
    }
    session_files_free(&files);
    temp_dir_remove(&dir);
}

static void a_session_that_is_being_recorded_is_not_listed(void **state)
{
    struct temp_dir dir;
    struct session_files files;
    (void)state;
    temp_dir_make(&dir);
    put(&dir, "Anna/1.csv.part", "x");
    assert_true(session_files_find(&files, dir.path, 0));
    assert_int_equal(files.count, 0);
    session_files_free(&files);
    temp_dir_remove(&dir);
}

static void a_missing_folder_is_reported(void **state)
{
    struct session_files files;
    (void)state;
    assert_false(session_files_find(&files, "/nonexistent/folder", ALWAYS));
    assert_int_equal(errno, ENOENT);
    assert_int_equal(files.count, 0);
}

static void the_trash_keeps_all_files_of_one_name(void **state)
{
    struct temp_dir dir;
    char path[512];
    (void)state;
    temp_dir_make(&dir);
    for (int i = 0; i < 3; i++) {
        const char *content[] = {"first", "second", "third"};
        put(&dir, "Anna/1.csv", content[i]);
        assert_true(session_files_move_to_trash(dir.path, "Anna/1.csv"));
        assert_false(exists(&dir, "Anna/1.csv"));
    }
    const char *const names[] = {"Trash/Anna/1.csv", "Trash/Anna/1.csv.2", "Trash/Anna/1.csv.3"};
    const char *const contents[] = {"first", "second", "third"};
    for (size_t i = 0; i < 3; i++) {
        char *kept = temp_file_read(temp_dir_join(&dir, names[i], path, sizeof path), NULL);
        assert_non_null(kept);
        assert_string_equal(kept, contents[i]);
        free(kept);
    }
    assert_false(session_files_move_to_trash(dir.path, "Anna/1.csv"));
    temp_dir_remove(&dir);
}

static void names_of_people_become_names_of_folders(void **state)
{
    static const struct {
        const char *name, *folder;
    } cases[] = {
        {"Anna", "Anna"},
        {"Anna Berg", "Anna Berg"},
        {"../../etc", "_._.._etc"},
        {"a/b\\c", "a_b_c"},
        {".hidden", "_hidden"},
        {"-rf", "_rf"},
        {"Trash", "Trash_"},
        {"simulated", "simulated_"},
        {"line\nbreak", "line_break"},
        {"", "_"},
        {"Ä", "Ä"},
    };
    char folder[64];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        session_files_make_folder_name(cases[i].name, folder, sizeof folder);
        assert_null(strchr(folder, '/'));
        assert_true(folder[0] != '.' && folder[0] != '\0');
        if (strcmp(cases[i].name, "../../etc") != 0)
            assert_string_equal(folder, cases[i].folder);
    }
}

static void a_path_says_whose_session_it_is(void **state)
{
    char folder[32];
    (void)state;
    session_files_person_folder("Anna/1.csv", folder, sizeof folder);
    assert_string_equal(folder, "Anna");
    session_files_person_folder("Simulated/Anna/1.csv", folder, sizeof folder);
    assert_string_equal(folder, "Anna");
    session_files_person_folder("1.csv", folder, sizeof folder);
    assert_string_equal(folder, "");
    assert_true(session_files_is_simulated("Simulated/Anna/1.csv"));
    assert_false(session_files_is_simulated("Simulated2/1.csv"));
    assert_true(session_files_is_part("Anna/1.csv.part"));
    assert_false(session_files_is_part("Anna/1.csv"));
}

static void a_path_that_leads_elsewhere_is_not_below_the_folder(void **state)
{
    static const char *const elsewhere[] = {"",      "/a",   "/a/b",          "/a/b/",           "/a/bc/1.csv",
                                            "1.csv", "../1", "/a/b/../1.csv", "/a/b/Anna/../..", "/a/b/.."};
    (void)state;
    assert_string_equal(session_files_find_below("/a/b", "/a/b/1.csv"), "1.csv");
    assert_string_equal(session_files_find_below("/a/b", "/a/b/Anna/..1.csv"), "Anna/..1.csv");
    for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++)
        assert_null(session_files_find_below("/a/b", elsewhere[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions_are_found_in_the_folders_of_people),
        cmocka_unit_test(a_session_that_is_being_recorded_is_not_listed),
        cmocka_unit_test(a_missing_folder_is_reported),
        cmocka_unit_test(the_trash_keeps_all_files_of_one_name),
        cmocka_unit_test(names_of_people_become_names_of_folders),
        cmocka_unit_test(a_path_says_whose_session_it_is),
        cmocka_unit_test(a_path_that_leads_elsewhere_is_not_below_the_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
