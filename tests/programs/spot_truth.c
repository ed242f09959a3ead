/* SPDX-License-Identifier: MIT */
#include "spot_truth.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdlib.h>

enum { SPOTS_MAX = 32 };

static int by_value(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Get the centres of a list of spots, sorted along the thigh. Returns their number. */
static size_t centres(const json_t *spots, double *center_mm)
{
    assert_true(json_is_array(spots));
    size_t count = json_array_size(spots);
    assert_true(count <= SPOTS_MAX);
    for (size_t i = 0; i < count; i++) {
        const json_t *center = json_object_get(json_array_get(spots, i), "center_mm");
        assert_true(json_is_number(center));
        center_mm[i] = json_number_value(center);
    }
    qsort(center_mm, count, sizeof *center_mm, by_value);
    return count;
}

double spot_truth_assert(const json_t *report, const json_t *truth, double tolerance_mm)
{
    double found_mm[SPOTS_MAX], planted_mm[SPOTS_MAX], largest_mm = 0;
    size_t found = centres(json_object_get(report, "tender_spots"), found_mm);
    size_t planted = centres(json_object_get(truth, "spots"), planted_mm);
    assert_int_equal(found, planted);
    for (size_t i = 0; i < found; i++)
        largest_mm = fmax(largest_mm, fabs(found_mm[i] - planted_mm[i]));
    assert_true(largest_mm <= tolerance_mm);
    return largest_mm;
}

static json_t *checked(json_t *object, const json_error_t *error)
{
    if (!object)
        fail_msg("not JSON: %s (line %d)", error->text, error->line);
    return object;
}

json_t *spot_truth_parse(const char *text)
{
    json_error_t error;
    return checked(json_loads(text, JSON_REJECT_DUPLICATES, &error), &error);
}

json_t *spot_truth_load(const char *path)
{
    json_error_t error;
    return checked(json_load_file(path, JSON_REJECT_DUPLICATES, &error), &error);
}

static bool same_list(const json_t *left, const json_t *right)
{
    if (json_array_size(left) != json_array_size(right))
        return false;
    for (size_t i = 0; i < json_array_size(left); i++) {
        if (!spot_truth_same(json_array_get(left, i), json_array_get(right, i)))
            return false;
    }
    return true;
}

static bool same_object(const json_t *left, const json_t *right)
{
    if (json_object_size(left) != json_object_size(right))
        return false;
    for (void *at = json_object_iter((json_t *)(uintptr_t)left); at;
         at = json_object_iter_next((json_t *)(uintptr_t)left, at)) {
        const json_t *other = json_object_get(right, json_object_iter_key(at));
        if (!other || !spot_truth_same(json_object_iter_value(at), other))
            return false;
    }
    return true;
}

bool spot_truth_same(const json_t *left, const json_t *right)
{
    if (json_typeof(left) != json_typeof(right))
        return false;
    if (json_is_object(left))
        return same_object(left, right);
    if (json_is_array(left))
        return same_list(left, right);
    if (!json_is_real(left))
        return json_equal(left, right);
    double a = json_real_value(left), b = json_real_value(right);
    return fabs(a - b) <= 1e-6 + 1e-6 * fabs(b);
}
