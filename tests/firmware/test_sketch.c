/* SPDX-License-Identifier: MIT */
/* For a board that the firmware does not know, the sketch ends with a sentence that names those it does. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "support/cmocka_includes.h"

/* Preprocess the sketch with the host's compiler and these flags. Returns its exit code; `out` gets its messages. */
static int preprocess(const char *flags, char *out, size_t size)
{
    char command[1024];
    (void)snprintf(command, sizeof command, "LC_ALL=C cc -E -P -x c %s '%s/firmware/firmware.ino' 2>&1 >/dev/null",
                   flags, SOURCE_DIR);
    FILE *compiler = popen(command, "r");
    assert_non_null(compiler);
    size_t length = fread(out, 1, size - 1, compiler);
    out[length] = '\0';
    int status = pclose(compiler);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void another_board_ends_in_a_sentence_that_names_the_right_ones(void **state)
{
    (void)state;
    static const char *const OTHERS[] = {"", "-DESP32", "-D__AVR__ -D__AVR_ATmega4809__",
                                         "-D__AVR__ -D__AVR_ATmega32U4__"};
    char out[4096];
    for (size_t i = 0; i < sizeof OTHERS / sizeof OTHERS[0]; i++) {
        assert_int_not_equal(preprocess(OTHERS[i], out, sizeof out), 0);
        assert_non_null(strstr(out, "This firmware runs on an Arduino Uno R3, a Nano (ATmega328P) or a Mega 2560"));
        assert_non_null(strstr(out, "docs/BUILD.md"));
    }
}

static void the_boards_that_it_knows_have_no_such_end(void **state)
{
    (void)state;
    char out[4096];
    assert_int_equal(preprocess("-D__AVR__ -D__AVR_ATmega328P__", out, sizeof out), 0);
    assert_int_equal(preprocess("-D__AVR__ -D__AVR_ATmega2560__", out, sizeof out), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_board_ends_in_a_sentence_that_names_the_right_ones),
        cmocka_unit_test(the_boards_that_it_knows_have_no_such_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
