/* SPDX-License-Identifier: MIT */
#include "spot_truth.h"
#include "support/cmocka_includes.h"

#include <math.h>
#include <stdlib.h>

#define SPOTS_MAX 32

static int by_value(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Get the centres of a list of spots, sorted along the thigh. Returns their number. */
static size_t get_centers(const json_t *spots, double *center_mm)
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
    size_t found_count = get_centers(json_object_get(report, "tender_spots"), found_mm);
    size_t planted_count = get_centers(json_object_get(truth, "spots"), planted_mm);
    assert_int_equal(found_count, planted_count);
    for (size_t i = 0; i < found_count; i++)
        largest_mm = fmax(largest_mm, fabs(found_mm[i] - planted_mm[i]));
    assert_true(largest_mm <= tolerance_mm);
    return largest_mm;
}

/* Fail the test, and print the error, if the object is NULL. */
static json_t *require_json(json_t *object, const json_error_t *error)
{
    if (!object)
        fail_msg("not JSON: %s (line %d)", error->text, error->line);
    return object;
}

json_t *spot_truth_parse(const char *text)
{
    json_error_t error;
    return require_json(json_loads(text, JSON_REJECT_DUPLICATES, &error), &error);
}

json_t *spot_truth_load(const char *path)
{
    json_error_t error;
    return require_json(json_load_file(path, JSON_REJECT_DUPLICATES, &error), &error);
}

static bool are_equal_lists(const json_t *left, const json_t *right)
{
    if (json_array_size(left) != json_array_size(right))
        return false;
    for (size_t i = 0; i < json_array_size(left); i++)
        if (!spot_truth_are_equal(json_array_get(left, i), json_array_get(right, i)))
            return false;
    return true;
}

static bool are_equal_objects(const json_t *left, const json_t *right)
{
    if (json_object_size(left) != json_object_size(right))
        return false;
    for (void *iterator = json_object_iter((json_t *)(uintptr_t)left); iterator;
         iterator = json_object_iter_next((json_t *)(uintptr_t)left, iterator)) {
        const json_t *other = json_object_get(right, json_object_iter_key(iterator));
        if (!other || !spot_truth_are_equal(json_object_iter_value(iterator), other))
            return false;
    }
    return true;
}

bool spot_truth_are_equal(const json_t *left, const json_t *right)
{
    if (json_typeof(left) != json_typeof(right))
        return false;
    if (json_is_object(left))
        return are_equal_objects(left, right);
    if (json_is_array(left))
        return are_equal_lists(left, right);
    if (!json_is_real(left))
        return json_equal(left, right);
    double left_value = json_real_value(left), right_value = json_real_value(right);
    return fabs(left_value - right_value) <= 1e-6 + 1e-6 * fabs(right_value);
}
