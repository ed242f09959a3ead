/* SPDX-License-Identifier: MIT */
#include "options/annotation.h"

#include "shared/decimal.h"

#include <string.h>

enum value_kind { VALUE_TEXT, VALUE_LEG, VALUE_START, VALUE_LENGTH_MM, VALUE_PAIN };

static const struct {
    const char *option, *key;
    enum value_kind kind;
} known_keys[ANNOTATION_KEYS] = {
    [ANNOTATION_SUBJECT] = {"subject", SESSION_KEY_SUBJECT, VALUE_TEXT},
    [ANNOTATION_LEG] = {"leg", SESSION_KEY_LEG, VALUE_LEG},
    [ANNOTATION_NOTE] = {"note", SESSION_KEY_NOTE, VALUE_TEXT},
    [ANNOTATION_THIGH_LENGTH] = {"thigh-length", SESSION_KEY_THIGH_LENGTH, VALUE_LENGTH_MM},
    [ANNOTATION_START] = {"start", SESSION_KEY_START, VALUE_START},
    [ANNOTATION_PAIN_BEFORE] = {"pain-before", SESSION_KEY_PAIN_BEFORE, VALUE_PAIN},
    [ANNOTATION_PAIN_AFTER] = {"pain-after", SESSION_KEY_PAIN_AFTER, VALUE_PAIN},
    [ANNOTATION_CONDITION] = {"condition", SESSION_KEY_CONDITION, VALUE_TEXT},
    [ANNOTATION_STUDY_VISIT] = {"study-visit", SESSION_KEY_STUDY_VISIT, VALUE_TEXT},
};

const char *annotation_key_name(enum annotation_key key)
{
    return known_keys[key].key;
}

bool annotation_check_text(const char *name, const char *text, struct failure *failure)
{
    return strlen(text) < SESSION_TEXT_SIZE ||
           failure_set(failure, EXIT_STATUS_USAGE, "--%s takes at most %d bytes of text, and this one has %zu.", name,
                       SESSION_TEXT_SIZE - 1, strlen(text));
}

static bool check_value(enum value_kind kind, const char *name, const char *value, struct failure *failure)
{
    double number;
    enum session_leg leg;
    enum session_start start;
    switch (kind) {
    case VALUE_LEG:
        return session_leg_from_name(value, &leg) ||
               failure_set(failure, EXIT_STATUS_USAGE, "--%s takes left or right, not \"%s\".", name, value);
    case VALUE_START:
        return session_start_from_name(value, &start) ||
               failure_set(failure, EXIT_STATUS_USAGE, "--%s takes upper or knee, not \"%s\".", name, value);
    case VALUE_LENGTH_MM:
        return decimal_parse_option(name, value, SESSION_THIGH_MIN_MM, SESSION_THIGH_MAX_MM, &number, failure);
    case VALUE_PAIN: return decimal_parse_option(name, value, SESSION_PAIN_MIN, SESSION_PAIN_MAX, &number, failure);
    default: return annotation_check_text(name, value, failure);
    }
}

bool annotation_set(struct annotation *annotation, const char *name, const char *value, struct failure *failure)
{
    size_t key = 0;
    while (strcmp(known_keys[key].option, name) != 0)
        key++;
    annotation->value[key] = value;
    return *value == '\0' || check_value(known_keys[key].kind, name, value, failure);
}

bool annotation_is_empty(const struct annotation *annotation)
{
    for (size_t key = 0; key < ANNOTATION_KEYS; key++)
        if (annotation->value[key] != NULL)
            return false;
    return true;
}
