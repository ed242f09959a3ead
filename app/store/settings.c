/* SPDX-License-Identifier: MIT */
#include "store/settings.h"

#include "shared/dose.h"
#include "shared/json_line.h"
#include "shared/sanitized_text.h"
#include "shared/session_format.h"
#include "shared/whole_file.h"
#include "platform/platform.h"
#include "store/session_files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define END_ON_LIFT_DEFAULT_S 15
#define END_ON_LIFT_MAX_S 600
#define FOLDER_NAMES_MAX 1000
#define LAST_ID_MAX 1000000000
#define PRIVATE_MODE 0600

/* ---- The file ---- */

static bool out_of_memory(struct failure *failure)
{
    return failure_set(failure, EXIT_STATUS_OUTPUT, "There is not enough memory for the settings.");
}

static bool set_defaults(struct settings *settings)
{
    settings->people = json_array();
    settings->values =
        json_pack("{s:b, s:s, s:i, s:i, s:i}", "sound", 1, "units", "metric", "end_on_lift_s", END_ON_LIFT_DEFAULT_S,
                  "dose_place_s", DOSE_PLACE_S, "strokes_aim", DOSE_LEG_MIN_STROKES);
    return settings->people && settings->values;
}

static json_t *make_file(const struct settings *settings)
{
    return json_pack("{s:i, s:I, s:O, s:O}", "foam-roller-settings", 1, "last_id", (json_int_t)settings->last_id,
                     "people", settings->people, "settings", settings->values);
}

static bool save(const struct settings *settings, struct failure *failure)
{
    struct text_buffer text = {0};
    struct whole_file file;
    bool ok = false;
    json_line_add(&text, make_file(settings));
    if (text.failed) {
        text_free(&text);
        return out_of_memory(failure);
    }
    if (whole_file_open(&file, settings->path)) {
        (void)fchmod(file.fd, PRIVATE_MODE); /* there are file systems without modes */
        ok = whole_file_commit(&file, platform_write(file.fd, text.bytes, text.length) == text.length);
    }
    text_free(&text);
    return ok || failure_set(failure, EXIT_STATUS_OUTPUT, "The settings cannot be saved in %s: %s.", settings->path,
                             strerror(errno));
}

/* ---- People ---- */

static bool check_name(const json_t *value, char name[SETTINGS_NAME_MAX_BYTES], struct failure *failure)
{
    const char *text = json_string_value(value);
    if (text && strlen(text) < SETTINGS_NAME_MAX_BYTES &&
        sanitized_text_copy(name, SETTINGS_NAME_MAX_BYTES, text) > 0 && strspn(name, " ") < strlen(name))
        return true;
    return failure_set(failure, EXIT_STATUS_USAGE, "A name has 1 to %d characters.", SETTINGS_NAME_MAX_BYTES / 2);
}

static bool check_thigh(const json_t *value, struct failure *failure)
{
    double length_mm = json_number_value(value);
    if (json_is_null(value) ||
        (json_is_number(value) && length_mm >= SESSION_THIGH_MIN_MM && length_mm <= SESSION_THIGH_MAX_MM))
        return true;
    return failure_set(failure, EXIT_STATUS_USAGE, "The length of the thigh is a number from %.0f to %.0f mm.",
                       SESSION_THIGH_MIN_MM, SESSION_THIGH_MAX_MM);
}

static bool check_leg(const json_t *value, struct failure *failure)
{
    const char *leg = json_string_value(value);
    if (leg && (strcmp(leg, "left") == 0 || strcmp(leg, "right") == 0 || strcmp(leg, "both") == 0))
        return true;
    return failure_set(failure, EXIT_STATUS_USAGE, "The usual leg is left, right or both.");
}

static size_t find_index(const struct settings *settings, const char *key, const char *wanted)
{
    size_t count = json_array_size(settings->people);
    for (size_t i = 0; i < count; i++) {
        const char *value = json_string_value(json_object_get(json_array_get(settings->people, i), key));
        if (value && wanted && strcmp(value, wanted) == 0)
            return i;
    }
    return count;
}

const json_t *settings_find_person(const struct settings *settings, const char *id)
{
    return json_array_get(settings->people, find_index(settings, "id", id));
}

const char *settings_find_folder_owner(const struct settings *settings, const char *folder)
{
    const json_t *person = json_array_get(settings->people, find_index(settings, "folder", folder));
    return person ? json_string_value(json_object_get(person, "id")) : "";
}

/* Make the name of a folder that no other person has. */
static void make_folder(const struct settings *settings, const char *name, char *folder, size_t size)
{
    char base[SETTINGS_NAME_MAX_BYTES + 2];
    session_files_make_folder_name(name, base, sizeof base);
    (void)snprintf(folder, size, "%s", base);
    for (int number = 2; number < FOLDER_NAMES_MAX && *settings_find_folder_owner(settings, folder); number++)
        (void)snprintf(folder, size, "%s %d", base, number);
}

static json_t *make_person(const struct settings *settings, const char *name)
{
    char id[32], folder[SETTINGS_NAME_MAX_BYTES + 16];
    (void)snprintf(id, sizeof id, "p%ld", settings->last_id + 1);
    make_folder(settings, name, folder, sizeof folder);
    return json_pack("{s:s, s:s, s:n, s:s, s:s}", "id", id, "name", name, "thigh_length_mm", "usual_leg", "both",
                     "folder", folder);
}

/* Save the changed list of people, or take it back. `changed` is released. */
static bool replace_people(struct settings *settings, json_t *changed, struct failure *failure)
{
    json_t *before = settings->people;
    settings->people = changed;
    bool ok = save(settings, failure);
    if (!ok)
        settings->people = before;
    json_decref(ok ? before : changed);
    return ok;
}

bool settings_put_person(struct settings *settings, const char *id, const json_t *change, const json_t **person,
                         struct failure *failure)
{
    char name[SETTINGS_NAME_MAX_BYTES] = "";
    json_t *name_value = json_object_get(change, "name"), *thigh = json_object_get(change, "thigh_length_mm");
    json_t *leg = json_object_get(change, "usual_leg");
    size_t index = id ? find_index(settings, "id", id) : json_array_size(settings->people);
    if (id && index == json_array_size(settings->people))
        return failure_set(failure, EXIT_STATUS_USAGE, "This person is not known any more.");
    if (index >= SETTINGS_PEOPLE_MAX)
        return failure_set(failure, EXIT_STATUS_USAGE, "No more than %d people are remembered.", SETTINGS_PEOPLE_MAX);
    if (((name_value || !id) && !check_name(name_value, name, failure)) || (thigh && !check_thigh(thigh, failure)) ||
        (leg && !check_leg(leg, failure)))
        return false;
    json_t *people = json_deep_copy(settings->people);
    if (people && !id && json_array_append_new(people, make_person(settings, name)) != 0) {
        json_decref(people);
        people = NULL;
    }
    json_t *changed = json_array_get(people, index);
    bool ok = changed && (!name_value || json_object_set_new(changed, "name", json_string(name)) == 0) &&
              (!thigh || json_object_set(changed, "thigh_length_mm", thigh) == 0) &&
              (!leg || json_object_set(changed, "usual_leg", leg) == 0);
    if (!ok) {
        json_decref(people);
        return out_of_memory(failure);
    }
    settings->last_id += id ? 0 : 1;
    *person = changed;
    return replace_people(settings, people, failure);
}

bool settings_forget_person(struct settings *settings, const char *id, struct failure *failure)
{
    size_t index = find_index(settings, "id", id);
    json_t *people = json_deep_copy(settings->people);
    if (!people)
        return out_of_memory(failure);
    if (json_array_remove(people, index) == 0)
        return replace_people(settings, people, failure);
    json_decref(people);
    return failure_set(failure, EXIT_STATUS_USAGE, "This person is not known any more.");
}

/* ---- Values ---- */

static bool is_in_range(const json_t *value, double min, double max)
{
    return json_is_number(value) && json_number_value(value) >= min && json_number_value(value) <= max;
}

const char *settings_units(const struct settings *settings)
{
    return json_string_value(json_object_get(settings->values, "units"));
}

static bool is_valid(const char *name, const json_t *value)
{
    const char *text = json_string_value(value);
    if (strcmp(name, "sound") == 0)
        return json_is_boolean(value);
    if (strcmp(name, "units") == 0)
        return text && (strcmp(text, "metric") == 0 || strcmp(text, "us") == 0);
    if (strcmp(name, "end_on_lift_s") == 0)
        return is_in_range(value, 0, END_ON_LIFT_MAX_S);
    if (strcmp(name, "dose_place_s") == 0)
        return is_in_range(value, DOSE_PLACE_MIN_S, DOSE_PLACE_MAX_S);
    return strcmp(name, "strokes_aim") == 0 && is_in_range(value, DOSE_STROKES_AIM_MIN, DOSE_STROKES_AIM_MAX);
}

bool settings_change(struct settings *settings, const json_t *change, struct failure *failure)
{
    const char *name;
    json_t *value, *before = settings->values, *changed = json_deep_copy(before);
    if (!changed)
        return out_of_memory(failure);
    json_object_foreach((json_t *)change, name, value)
    {
        if (is_valid(name, value) && json_object_set(changed, name, value) == 0)
            continue;
        json_decref(changed);
        return failure_set(failure, EXIT_STATUS_USAGE, "The setting \"%s\" does not take this value.", name);
    }
    settings->values = changed;
    bool ok = save(settings, failure);
    if (!ok)
        settings->values = before;
    json_decref(ok ? before : changed);
    return ok;
}

/* ---- Opening ---- */

/* Take over what is valid in the file; the rest keeps its default. */
static bool take_over(struct settings *settings, const json_t *file)
{
    const char *name;
    size_t i;
    json_t *value;
    struct failure ignored;
    json_int_t last_id = json_integer_value(json_object_get(file, "last_id"));
    settings->last_id = last_id > 0 && last_id < LAST_ID_MAX ? (long)last_id : 0;
    json_object_foreach(json_object_get(file, "settings"), name, value)
    {
        if (is_valid(name, value) && json_object_set(settings->values, name, value) != 0)
            return false;
    }
    json_array_foreach(json_object_get(file, "people"), i, value)
    {
        char checked[SETTINGS_NAME_MAX_BYTES];
        const char *folder = json_string_value(json_object_get(value, "folder"));
        if (json_is_string(json_object_get(value, "id")) && folder && *folder && *folder != '.' &&
            !strchr(folder, '/') && check_name(json_object_get(value, "name"), checked, &ignored) &&
            check_thigh(json_object_get(value, "thigh_length_mm"), &ignored) &&
            check_leg(json_object_get(value, "usual_leg"), &ignored) && json_array_append(settings->people, value) != 0)
            return false;
    }
    return true;
}

bool settings_open(struct settings *settings, const char *path, struct failure *failure)
{
    char damaged[PATH_MAX + 16];
    *settings = (struct settings){0};
    (void)snprintf(settings->path, sizeof settings->path, "%s", path);
    if (!set_defaults(settings))
        return out_of_memory(failure);
    FILE *stream = fopen(path, "r");
    if (!stream)
        return errno == ENOENT || failure_set(failure, EXIT_STATUS_OUTPUT, "The settings in %s cannot be read: %s.",
                                              path, strerror(errno));
    json_t *file = json_loadf(stream, JSON_REJECT_DUPLICATES, NULL);
    (void)fclose(stream);
    if (json_is_integer(json_object_get(file, "foam-roller-settings"))) {
        bool ok = take_over(settings, file);
        json_decref(file);
        return ok || out_of_memory(failure);
    }
    json_decref(file);
    (void)snprintf(damaged, sizeof damaged, "%s.damaged", path);
    settings->was_damaged = true;
    return rename(path, damaged) == 0 ||
           failure_set(failure, EXIT_STATUS_OUTPUT, "%s cannot be read, nor renamed: %s.", path, strerror(errno));
}

void settings_close(struct settings *settings)
{
    json_decref(settings->people);
    json_decref(settings->values);
    settings->people = settings->values = NULL;
}
