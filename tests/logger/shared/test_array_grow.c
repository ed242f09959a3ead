/* SPDX-License-Identifier: MIT */
/* Growing arrays, and requests beyond the address space. */
#include "support/cmocka_includes.h"

#include "shared/array_grow.h"

#include <stdint.h>
#include <stdlib.h>

static void elements_survive_growth(void **state)
{
    (void)state;
    size_t *number = NULL, capacity = 0, growths = 0;
    for (size_t count = 0; count < 5000; count++) {
        size_t old_capacity = capacity;
        assert_true(array_grow(&number, &capacity, count + 1, sizeof *number));
        assert_true(capacity > count);
        growths += capacity != old_capacity;
        number[count] = count;
    }
    for (size_t i = 0; i < 5000; i++)
        assert_int_equal(number[i], i);
    assert_true(growths < 12); /* each growth at least doubles the capacity */
    free(number);
}

static void many_elements_are_added_at_once(void **state)
{
    (void)state;
    double *value = NULL;
    size_t capacity = 0;
    assert_true(array_grow(&value, &capacity, 1000, sizeof *value));
    assert_true(capacity >= 1000);
    value[999] = 1;
    free(value);
}

/* By default AddressSanitizer ends a program that requests too much memory. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

static void a_failure_leaves_the_array(void **state)
{
    (void)state;
    double *value = NULL;
    size_t capacity = 0;
    assert_true(array_grow(&value, &capacity, 1, sizeof *value));
    double *old_value = value;
    size_t old_capacity = capacity;
    value[0] = 7;
    assert_false(array_grow(&value, &capacity, SIZE_MAX / sizeof *value + 1, sizeof *value)); /* overflow */
    assert_false(array_grow(&value, &capacity, SIZE_MAX / sizeof *value, sizeof *value));
    assert_ptr_equal(value, old_value);
    assert_int_equal(capacity, old_capacity);
    assert_true(value[0] == 7);
    free(value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_survive_growth),
        cmocka_unit_test(many_elements_are_added_at_once),
        cmocka_unit_test(a_failure_leaves_the_array),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
