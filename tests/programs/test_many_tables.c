/* SPDX-License-Identifier: MIT */
/* The tables of many simulated sessions agree with their JSON. */
#include "support/cmocka_includes.h"
#include "support/watched.h"
#include "table_agreement.h"

#define SESSIONS (IS_SANITIZED ? 10 : 200)

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
