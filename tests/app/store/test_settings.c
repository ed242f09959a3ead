/* SPDX-License-Identifier: MIT */
/* People and settings: what is accepted, what is kept, and what a damaged file costs. */
#include "support/cmocka_includes.h"
#include "support/temp_dir.h"

#include "store/settings.h"

#include <unistd.h>

struct scene {
    struct temp_dir dir;
    char path[512];
    struct settings settings;
};

static void open_scene(struct scene *scene)
{
    struct failure failure;
    temp_dir_make(&scene->dir);
    temp_dir_join(&scene->dir, "settings.json", scene->path, sizeof scene->path);
    assert_true(settings_open(&scene->settings, scene->path, &failure));
}

static void reopen(struct scene *scene)
{
    struct failure failure;
    settings_close(&scene->settings);
    assert_true(settings_open(&scene->settings, scene->path, &failure));
}

static void close_scene(struct scene *scene)
{
    settings_close(&scene->settings);
    temp_dir_remove(&scene->dir);
}

/* Add a person (`id` NULL) or change one by a JSON text. */
static bool put(struct scene *scene, const char *id, const char *text, const json_t **person)
{
    struct failure failure = {0};
    json_t *change = json_loads(text, 0, NULL);
    assert_non_null(change);
    bool ok = settings_put_person(&scene->settings, id, change, person, &failure);
    assert_true(ok || (failure.status == EXIT_STATUS_USAGE && failure.message[0] != '\0'));
    json_decref(change);
    return ok;
}

static const char *text_of(const json_t *person, const char *key)
{
    return json_string_value(json_object_get(person, key));
}

static void people_are_kept(void **state)
{
    struct scene scene;
    const json_t *person;
    (void)state;
    open_scene(&scene);
    assert_true(put(&scene, NULL, "{\"name\":\"Anna\",\"thigh_length_mm\":350,\"usual_leg\":\"left\"}", &person));
    assert_string_equal(text_of(person, "id"), "p1");
    assert_true(put(&scene, "p1", "{\"thigh_length_mm\":null}", &person));
    reopen(&scene);
    person = settings_find_person(&scene.settings, "p1");
    assert_string_equal(text_of(person, "name"), "Anna");
    assert_string_equal(text_of(person, "usual_leg"), "left");
    assert_true(json_is_null(json_object_get(person, "thigh_length_mm")));
    assert_string_equal(settings_find_folder_owner(&scene.settings, "Anna"), "p1");
    close_scene(&scene);
}

/* The folder stays when a person is renamed, and is never that of another person. */
static void each_person_has_a_folder(void **state)
{
    struct scene scene;
    const json_t *person;
    struct failure failure;
    (void)state;
    open_scene(&scene);
    assert_true(put(&scene, NULL, "{\"name\":\"Anna\"}", &person));
    assert_true(put(&scene, NULL, "{\"name\":\"Anna\"}", &person));
    assert_string_equal(text_of(person, "folder"), "Anna 2");
    assert_true(put(&scene, "p2", "{\"name\":\"../Ben\"}", &person));
    assert_string_equal(text_of(person, "name"), "../Ben");
    assert_string_equal(text_of(person, "folder"), "Anna 2");
    assert_true(settings_forget_person(&scene.settings, "p2", &failure));
    assert_null(settings_find_person(&scene.settings, "p2"));
    assert_true(put(&scene, NULL, "{\"name\":\"Carl\"}", &person));
    assert_string_equal(text_of(person, "id"), "p3"); /* ids are not used again */
    assert_false(settings_forget_person(&scene.settings, "p2", &failure));
    close_scene(&scene);
}

static void wrong_values_change_nothing(void **state)
{
    static const char *const wrong[] = {
        "{}",
        "{\"name\":\"\"}",
        "{\"name\":\"  \"}",
        "{\"name\":5}",
        "{\"name\":\"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890\"}",
        "{\"name\":\"A\",\"thigh_length_mm\":5}",
        "{\"name\":\"A\",\"thigh_length_mm\":\"350\"}",
        "{\"name\":\"A\",\"usual_leg\":\"middle\"}",
    };
    static const char *const wrong_settings[] = {
        "{\"sound\":1}",           "{\"units\":\"stone\"}", "{\"end_on_lift_s\":-1}",
        "{\"end_on_lift_s\":601}", "{\"folder\":\"/\"}",    "{\"sound\":false,\"unknown\":1}",
    };
    struct scene scene;
    struct failure failure;
    const json_t *person;
    (void)state;
    open_scene(&scene);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        if (put(&scene, NULL, wrong[i], &person))
            fail_msg("%s was accepted", wrong[i]);
    assert_int_equal(json_array_size(scene.settings.people), 0);
    for (size_t i = 0; i < sizeof wrong_settings / sizeof wrong_settings[0]; i++) {
        json_t *change = json_loads(wrong_settings[i], 0, NULL);
        if (settings_change(&scene.settings, change, &failure))
            fail_msg("%s was accepted", wrong_settings[i]);
        json_decref(change);
    }
    assert_true(json_is_true(json_object_get(scene.settings.values, "sound")));
    close_scene(&scene);
}

static void control_characters_do_not_stay_in_a_name(void **state)
{
    struct scene scene;
    const json_t *person;
    (void)state;
    open_scene(&scene);
    assert_true(put(&scene, NULL, "{\"name\":\"A\\u001b[2Jb\\u202ec\"}", &person));
    assert_string_equal(text_of(person, "name"), "A?[2Jb?c");
    close_scene(&scene);
}

static void a_damaged_file_is_kept_aside(void **state)
{
    struct scene scene;
    char damaged[600];
    (void)state;
    open_scene(&scene);
    temp_file_write(scene.path, "{\"people\":[", 11);
    reopen(&scene);
    assert_true(scene.settings.was_damaged);
    (void)snprintf(damaged, sizeof damaged, "%s.damaged", scene.path);
    assert_int_equal(access(damaged, F_OK), 0);
    close_scene(&scene);
}

/* A file that was edited by hand: a folder outside of the app's is not taken. */
static void a_person_with_a_foreign_folder_is_left_out(void **state)
{
    static const char text[] =
        "{\"foam-roller-settings\":1,\"last_id\":2,\"settings\":{\"units\":\"us\",\"sound\":7},\"people\":["
        "{\"id\":\"p1\",\"name\":\"A\",\"thigh_length_mm\":350,\"usual_leg\":\"left\",\"folder\":\"../../etc\"},"
        "{\"id\":\"p2\",\"name\":\"B\",\"thigh_length_mm\":350,\"usual_leg\":\"left\",\"folder\":\"B\"}]}";
    struct scene scene;
    (void)state;
    open_scene(&scene);
    temp_file_write(scene.path, text, strlen(text));
    reopen(&scene);
    assert_null(settings_find_person(&scene.settings, "p1"));
    assert_non_null(settings_find_person(&scene.settings, "p2"));
    assert_string_equal(text_of(scene.settings.values, "units"), "us");
    assert_true(json_is_true(json_object_get(scene.settings.values, "sound")));
    close_scene(&scene);
}

static void a_file_that_cannot_be_written_changes_nothing(void **state)
{
    struct scene scene;
    struct failure failure;
    const json_t *person;
    (void)state;
    open_scene(&scene);
    (void)snprintf(scene.settings.path, sizeof scene.settings.path, "%s/missing/settings.json", scene.dir.path);
    json_t *change = json_pack("{s:s}", "name", "Anna");
    assert_false(settings_put_person(&scene.settings, NULL, change, &person, &failure));
    assert_int_equal(failure.status, EXIT_STATUS_OUTPUT);
    assert_int_equal(json_array_size(scene.settings.people), 0);
    json_decref(change);
    close_scene(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_are_kept),
        cmocka_unit_test(each_person_has_a_folder),
        cmocka_unit_test(wrong_values_change_nothing),
        cmocka_unit_test(control_characters_do_not_stay_in_a_name),
        cmocka_unit_test(a_damaged_file_is_kept_aside),
        cmocka_unit_test(a_person_with_a_foreign_folder_is_left_out),
        cmocka_unit_test(a_file_that_cannot_be_written_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
