/* SPDX-License-Identifier: MIT */
/* What a user says of a session: the keys of its header, their options, and the values that they take. `annotate`
 * changes all of them, and `record` takes some. */
#pragma once

#include "shared/failure.h"
#include "shared/session_format.h"

#include <stdbool.h>

enum annotation_key {
    ANNOTATION_SUBJECT,
    ANNOTATION_LEG,
    ANNOTATION_NOTE,
    ANNOTATION_THIGH_LENGTH,
    ANNOTATION_START,
    ANNOTATION_PAIN_BEFORE,
    ANNOTATION_PAIN_AFTER,
    ANNOTATION_CONDITION,
    ANNOTATION_STUDY_VISIT,
    ANNOTATION_KEYS
};

/* The new value of each key, which points into argv. NULL = the line stays as it is; "" = the value is removed. */
struct annotation {
    const char *value[ANNOTATION_KEYS];
};

/* Return the key as it stands in a session: "thigh_length_mm". */
const char *annotation_key_name(enum annotation_key key);

/* Set the value of the option --NAME, which must be one of `annotate`: "thigh-length". False (EXIT_STATUS_USAGE) if it
 * does not take that value. */
bool annotation_set(struct annotation *annotation, const char *name, const char *value, struct failure *failure);

/* Check the length of the free text of the option --NAME: the end of a longer one would be lost. False
 * (EXIT_STATUS_USAGE) if it is too long. */
bool annotation_check_text(const char *name, const char *text, struct failure *failure);

/* Whether no value is set. */
bool annotation_is_empty(const struct annotation *annotation);
