/* SPDX-License-Identifier: MIT */
/* SipHash-2-4 against the numbers of its authors. */
#include "support/cmocka_includes.h"

#include "anonymise/keyed_hash.h"

static void the_numbers_of_the_authors(void **state)
{
    (void)state;
    unsigned char key[KEYED_HASH_KEY_BYTES], input[16];
    for (unsigned char i = 0; i < 16; i++)
        key[i] = input[i] = i;
    /* the first and second entry of their vectors_sip64, and the example in the appendix of their paper */
    assert_true(keyed_hash(key, input, 0) == 0x726fdb47dd0e0e31u);
    assert_true(keyed_hash(key, input, 1) == 0x74f839c593dc67fdu);
    assert_true(keyed_hash(key, input, 15) == 0xa129ca6149be45e5u);
    key[3] ^= 1;
    assert_true(keyed_hash(key, input, 15) != 0xa129ca6149be45e5u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_numbers_of_the_authors)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
