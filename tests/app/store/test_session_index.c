/* SPDX-License-Identifier: MIT */
/* The index: what it keeps, what it notices, and that it may be lost. */
#include "support/cmocka_includes.h"
#include "support/temp_dir.h"

#include "store/session_index.h"

struct scene {
    struct temp_dir dir;
    struct session_index index;
    struct session_file file[3];
};

static struct scene open_scene(void)
{
    struct scene scene = {.file = {{"Anna/1.csv", 10, 100}, {"Anna/2.csv", 20, 200}, {"Ben/1.csv", 30, 300}}};
    struct failure failure;
    temp_dir_make(&scene.dir);
    assert_true(session_index_open(&scene.index, scene.dir.path, "1.0", &failure));
    return scene;
}

static void close_scene(struct scene *scene)
{
    session_index_close(&scene->index);
    temp_dir_remove(&scene->dir);
}

static bool refresh(struct scene *scene, size_t first, size_t count)
{
    bool changed = false;
    struct session_files files = {scene->file + first, count, count};
    assert_true(session_index_refresh(&scene->index, &files, &changed));
    return changed;
}

static size_t count_pending(struct scene *scene)
{
    char *paths[8];
    size_t count = session_index_find_pending(&scene->index, paths, 8);
    for (size_t i = 0; i < count; i++)
        free(paths[i]);
    return count;
}

static bool count_row(void *owner, const struct session_index_row *row)
{
    size_t *count = owner;
    assert_true(row->id && row->path);
    ++*count;
    return true;
}

static size_t count_rows(struct scene *scene)
{
    size_t count = 0;
    assert_true(session_index_each(&scene->index, count_row, &count));
    return count;
}

static void new_changed_and_vanished_files_are_noticed(void **state)
{
    struct scene scene = open_scene();
    (void)state;
    assert_true(refresh(&scene, 0, 3));
    assert_int_equal(count_pending(&scene), 3);
    assert_true(session_index_store(&scene.index, "Anna/1.csv", "{\"leg\":\"left\"}", NULL));
    assert_true(session_index_store(&scene.index, "Anna/2.csv", NULL, "It is no session."));
    assert_int_equal(count_pending(&scene), 1);
    assert_false(refresh(&scene, 0, 3)); /* all as before */
    assert_int_equal(count_pending(&scene), 1);
    scene.file[0].mtime_ns++;
    assert_true(refresh(&scene, 0, 3));
    assert_int_equal(count_pending(&scene), 2);
    scene.file[1].size++;
    assert_true(refresh(&scene, 0, 3));
    assert_int_equal(count_pending(&scene), 3);
    assert_true(refresh(&scene, 1, 1));
    assert_int_equal(count_rows(&scene), 1);
    assert_true(refresh(&scene, 0, 0));
    assert_int_equal(count_rows(&scene), 0);
    close_scene(&scene);
}

static void an_id_leads_to_its_path_only(void **state)
{
    struct scene scene = open_scene();
    char id[SESSION_INDEX_ID_SIZE], path[64];
    (void)state;
    refresh(&scene, 0, 3);
    session_index_make_id("Anna/2.csv", id);
    assert_true(session_index_find(&scene.index, id, path, sizeof path));
    assert_string_equal(path, "Anna/2.csv");
    assert_false(session_index_find(&scene.index, "", path, sizeof path));
    assert_false(session_index_find(&scene.index, "' OR 1=1 --", path, sizeof path));
    assert_false(session_index_find(&scene.index, id, path, 4)); /* never a part of a path */
    close_scene(&scene);
}

static void summaries_outlast_the_program_but_not_the_analyzer(void **state)
{
    struct scene scene = open_scene();
    struct failure failure;
    (void)state;
    refresh(&scene, 0, 1);
    assert_true(session_index_store(&scene.index, "Anna/1.csv", "{}", NULL));
    session_index_close(&scene.index);
    assert_true(session_index_open(&scene.index, scene.dir.path, "1.0", &failure));
    assert_false(refresh(&scene, 0, 1));
    assert_int_equal(count_pending(&scene), 0);
    session_index_close(&scene.index);
    assert_true(session_index_open(&scene.index, scene.dir.path, "1.1", &failure));
    assert_true(refresh(&scene, 0, 1));
    assert_int_equal(count_pending(&scene), 1);
    close_scene(&scene);
}

static void a_damaged_index_is_made_again(void **state)
{
    struct scene scene = open_scene();
    struct failure failure;
    char path[512];
    (void)state;
    session_index_close(&scene.index);
    static const char garbage[] = "this is no database, but it is long enough to be looked at as one";
    temp_file_write(temp_dir_join(&scene.dir, SESSION_INDEX_FILE, path, sizeof path), garbage, sizeof garbage);
    assert_true(session_index_open(&scene.index, scene.dir.path, "1.0", &failure));
    assert_true(refresh(&scene, 0, 2));
    assert_int_equal(count_rows(&scene), 2);
    close_scene(&scene);
}

static void a_folder_that_cannot_be_written_has_an_index_in_memory(void **state)
{
    struct session_index index;
    struct failure failure;
    (void)state;
    assert_true(session_index_open(&index, "/nonexistent/folder", "1.0", &failure));
    session_index_close(&index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_changed_and_vanished_files_are_noticed),
        cmocka_unit_test(an_id_leads_to_its_path_only),
        cmocka_unit_test(summaries_outlast_the_program_but_not_the_analyzer),
        cmocka_unit_test(a_damaged_index_is_made_again),
        cmocka_unit_test(a_folder_that_cannot_be_written_has_an_index_in_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
