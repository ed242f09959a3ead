/* SPDX-License-Identifier: MIT */
/* Who may use the server. */
#include "support/cmocka_includes.h"

#include "http/access.h"

static void only_the_own_names_are_its_host(void **state)
{
    static const char *const foreign[] = {
        "127.0.0.1",
        "127.0.0.1:80",
        "127.0.0.1:80801",
        "127.0.0.1:8080.evil.example",
        "evil.example:8080",
        "localhost:8081",
        "localhost.:8080",
        "127.0.0.2:8080",
        "0.0.0.0:8080",
        "[::1]:8080",
        " 127.0.0.1:8080",
        "LOCALHOST@x:8080",
        "",
    };
    (void)state;
    assert_true(access_host_is_own("127.0.0.1:8080", 8080));
    assert_true(access_host_is_own("localhost:8080", 8080));
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++)
        if (access_host_is_own(foreign[i], 8080))
            fail_msg("%s was taken for the own host", foreign[i]);
    assert_false(access_host_is_own(NULL, 8080));
}

static void only_the_own_pages_are_its_origin(void **state)
{
    static const char *const foreign[] = {
        "null",
        "",
        "http://",
        "https://127.0.0.1:8080",
        "http://127.0.0.1:8081",
        "http://evil.example",
        "http://127.0.0.1:8080/",
        "http://127.0.0.1:8080.evil.example",
        "127.0.0.1:8080",
        "file://127.0.0.1:8080",
    };
    (void)state;
    assert_true(access_origin_is_own("http://127.0.0.1:8080", 8080));
    assert_true(access_origin_is_own("http://localhost:8080", 8080));
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++)
        if (access_origin_is_own(foreign[i], 8080))
            fail_msg("%s was taken for the own origin", foreign[i]);
    assert_false(access_origin_is_own(NULL, 8080));
}

static void secrets_are_compared_as_a_whole(void **state)
{
    (void)state;
    assert_true(access_is_equal("0123", "0123"));
    assert_false(access_is_equal("0124", "0123"));
    assert_false(access_is_equal("1123", "0123"));
    assert_false(access_is_equal("012", "0123"));
    assert_false(access_is_equal("01234", "0123"));
    assert_false(access_is_equal("", "0123"));
    assert_false(access_is_equal(NULL, "0123"));
    assert_false(access_is_equal(NULL, NULL));
}

static void secrets_are_hexadecimal_and_differ(void **state)
{
    char first[ACCESS_SECRET_SIZE], second[ACCESS_SECRET_SIZE];
    (void)state;
    assert_true(access_make_secret(first));
    assert_true(access_make_secret(second));
    assert_int_equal(strspn(first, "0123456789abcdef"), ACCESS_SECRET_SIZE - 1);
    assert_int_equal(strlen(first), ACCESS_SECRET_SIZE - 1);
    assert_string_not_equal(first, second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_own_names_are_its_host),
        cmocka_unit_test(only_the_own_pages_are_its_origin),
        cmocka_unit_test(secrets_are_compared_as_a_whole),
        cmocka_unit_test(secrets_are_hexadecimal_and_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
