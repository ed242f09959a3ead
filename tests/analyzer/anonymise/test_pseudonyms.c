/* SPDX-License-Identifier: MIT */
/* Which rollers get the same pseudonym. */
#include "support/cmocka_includes.h"

#include "anonymise/pseudonyms.h"

#include <stdio.h>
#include <string.h>

/* Write what stands in place of this device. */
static void replaced(const char *device, char out[sizeof((struct session_header *)0)->device])
{
    const struct pseudonyms pseudonyms = {.key = {.bytes = {1, 2, 3}}, .subject = "P07"};
    struct session_header header;
    session_header_init(&header);
    snprintf(header.device, sizeof header.device, "%s", device);
    pseudonyms_replace(&pseudonyms, &header);
    memcpy(out, header.device, sizeof header.device);
}

static void a_roller_keeps_its_pseudonym(void **state)
{
    (void)state;
    static const struct {
        const char *one, *other;
        bool same;
    } cases[] = {
        {"id=5A3C21F0 fw=1.0.0 board=uno", "board=uno fw=1.1.0 id=5a3c21f0", true},
        {"id=5A3C21F0 fw=1.0.0 board=uno", "id=5A3C21F1 fw=1.0.0 board=uno", false},
        {"Roller of Anna", "Roller of Ben", false},
        {"Roller 7 fw=1.0.0", "roller  7 fw=1.1.0 ", true},
        {"uuid=7 red", "uuid=7 blue", false},
        {"guid=5A3C21F0", "id=5A3C21F0", false},
        {"fw=1.0.0 board=uno Roller 7", "Roller 7", true},
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        char one[128], other[128];
        replaced(cases[k].one, one);
        replaced(cases[k].other, other);
        assert_int_equal(strspn(one + strlen("id="), "0123456789ABCDEF"), 8);
        if ((strcmp(one, other) == 0) != cases[k].same)
            fail_msg("%s, %s: %s, %s", cases[k].one, cases[k].other, one, other);
    }
}

/* All rollers of that board would have one pseudonym, and seem to be one. */
static void a_roller_without_a_name_has_no_pseudonym(void **state)
{
    (void)state;
    static const char *const devices[] = {"", "fw=1.0.0 board=uno", "id= fw=1.0.0", "board=uno", " "};
    for (size_t k = 0; k < sizeof devices / sizeof devices[0]; k++) {
        char device[128];
        replaced(devices[k], device);
        assert_string_equal(device, "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_roller_keeps_its_pseudonym),
        cmocka_unit_test(a_roller_without_a_name_has_no_pseudonym),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
