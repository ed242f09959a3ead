/* SPDX-License-Identifier: MIT */
/* Arrays of a session's rows: small, large, and larger than possible. */
#include "numeric/row_array.h"
#include "support/cmocka_includes.h"

#include <stdlib.h>
#include <string.h>

static void holds_what_is_written(void **state)
{
    (void)state;
    static const size_t counts[] = {1, 1000, (1u << 20) - 1, 1u << 20, (1u << 20) + 5, 3u << 19};
    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
        uint32_t *array = row_array_alloc(counts[c], sizeof *array);
        assert_non_null(array);
        for (size_t i = 0; i < counts[c]; i++)
            array[i] = (uint32_t)i * 2654435761u;
        for (size_t i = 0; i < counts[c]; i++)
            assert_int_equal(array[i], (uint32_t)i * 2654435761u);
        free(array);
    }
}

static void too_large_arrays_are_refused(void **state)
{
    (void)state;
    assert_null(row_array_alloc(SIZE_MAX / 4, 8));
    assert_null(row_array_alloc(SIZE_MAX, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_what_is_written),
        cmocka_unit_test(too_large_arrays_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
