/* SPDX-License-Identifier: MIT */
/* The tables of many simulated sessions agree with their JSON. */
#include "support/cmocka_includes.h"
#include "table_agreement.h"

/* Sanitizers make this 30 times slower, and find in a few sessions what they find in many. */
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__ || defined __clang__
#define SESSIONS 10
#else
#define SESSIONS 200
#endif

static void tables_agree_with_json(void **state)
{
    (void)state;
    table_agreement_check(SESSIONS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(tables_agree_with_json)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
