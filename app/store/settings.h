/* SPDX-License-Identifier: MIT */
/* The people that the app remembers and its settings: a JSON file in the user's configuration folder, replaced in one
 * step. Sessions are never changed by it. */
#pragma once

#include "shared/failure.h"

#include <jansson.h>
#include <limits.h>
#include <stdbool.h>

#define SETTINGS_PEOPLE_MAX 200
#define SETTINGS_NAME_MAX_BYTES 80

struct settings {
    char path[PATH_MAX];
    json_t *people;   /* list of id, name, thigh_length_mm (null = unknown), usual_leg, folder */
    json_t *values;   /* sound, units, end_on_lift_s, dose_place_s, strokes_aim */
    long last_id;     /* of a person; ids are not used again */
    bool was_damaged; /* the file could not be read: it was renamed, and these are the defaults */
};

/* Read `path`, or set the defaults if there is no such file. False when out of memory, or if the file cannot be read
 * or, if it is damaged, renamed. */
bool settings_open(struct settings *settings, const char *path, struct failure *failure);
void settings_close(struct settings *settings);

/* Return the units that the reports show, as roller-analyzer's --units takes them: "metric" or "us". */
const char *settings_units(const struct settings *settings);

/* Return a person, owned by the settings; NULL if the id is unknown. */
const json_t *settings_find_person(const struct settings *settings, const char *id);
/* Return the id of the person whose sessions are in a folder; "" if there is none. */
const char *settings_find_folder_owner(const struct settings *settings, const char *folder);

/* The following change the settings and save them. False, with a sentence for the user in `failure`, if the change is
 * refused (EXIT_STATUS_USAGE) or the file cannot be written (EXIT_STATUS_OUTPUT); then nothing has changed. */

/* Add a person (`id` NULL) or change one: name, thigh_length_mm, usual_leg, as far as `change` has them. */
bool settings_put_person(struct settings *settings, const char *id, const json_t *change, const json_t **person,
                         struct failure *failure);
/* Forget a person. The sessions stay. */
bool settings_forget_person(struct settings *settings, const char *id, struct failure *failure);
/* Change the values that `change` has; other names are refused. */
bool settings_change(struct settings *settings, const json_t *change, struct failure *failure);
