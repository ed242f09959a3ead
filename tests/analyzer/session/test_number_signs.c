/* SPDX-License-Identifier: MIT */
/* Lines that begin with '#' after the header row: comments, late keys, and rows with a damaged first cell. */
#include "analyzer/support/damaged_session.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <string.h>

#define DAMAGED_ROW 5   /* the row that is replaced */
#define DAMAGED_LINE 12 /* line number of that row in the file */

/* Read the session with `line` in place of a row. */
static void read_with_line(struct damaged *session, const char *line)
{
    char text[DAMAGED_TEXT_CAPACITY + 200];
    size_t length;
    size_t from = (size_t)(damaged_row(session, DAMAGED_ROW, &length) - session->text);
    size_t total =
        (size_t)snprintf(text, sizeof text, "%.*s%s%s", (int)from, session->text, line, session->text + from + length);
    assert_true(damaged_read(session, text, total));
    assert_int_equal(damaged_count_intact(session, DAMAGED_ROW, DAMAGED_ROW), DAMAGED_ROWS - 1);
}

static void a_row_with_a_damaged_first_cell_is_counted_and_named(void **state)
{
    struct damaged *session = *state;
    static const char *const rows[] = {
        "#N/A,0.05,5,1,2,3,4,5,6,7,8,9,10,\n",
        "\"#VALUE!\",0.05,5,1,2,3,4,5,6,7,8,9,10,\n",
        " #.049920,0.05,5,1,2,3,4,5,6,7,8,9,10,mark\n",
        "# 0.049920,0.05,5,1,2,3,4,5,6,7,8,9,10,\n",
        "#N/A,#N/A,#N/A,#N/A,#N/A,#N/A,#N/A,#N/A,#N/A,#N/A,#N/A,#N/A,#N/A,\n",
        "#N/A,0.05,5,1,2,3,4,5,6,7,8,9,10,12:30\n",
        "#N/A,0.05,5,1\n",
    };
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
        char where[80];
        read_with_line(session, rows[k]);
        snprintf(where, sizeof where, "line %d: column 1 (time_s) is not a number", DAMAGED_LINE);
        if (session->rows.rejected_rows != 1 || !damaged_noted(session, where))
            fail_msg("%s: %zu rejected", rows[k], session->rows.rejected_rows);
        assert_int_equal(session->rows.lost_frames, 0);
        assert_false(damaged_noted(session, "end line"));
    }
}

static void a_comment_is_not_a_row(void **state)
{
    struct damaged *session = *state;
    static const char *const comments[] = {
        "# changed hands\n",
        "# changed hands, then went on\n",
        "# changed hands,,,,,,,,,,,,,\n",
        "\"# changed hands, then went on\",,,,,,,,,,,,,\n",
        "# strip_angle_deg: 0,45,90,135,180,225,270,315,360,400,500,600,700,800\n",
        "#\n",
        "#,,,,,,,,,,,,,\n",
    };
    for (size_t k = 0; k < sizeof comments / sizeof comments[0]; k++) {
        read_with_line(session, comments[k]);
        if (session->rows.rejected_rows != 0)
            fail_msg("%s is counted as a row", comments[k]);
        assert_true(damaged_noted(session, "counts 24 rows, but the file holds 23"));
    }
}

static void a_cut_row_is_counted_too(void **state)
{
    struct damaged *session = *state;
    char text[DAMAGED_TEXT_CAPACITY];
    size_t kept = session->line_end[DAMAGED_ROWS - 2] + 1;
    static const struct {
        const char *last;
        size_t rejected;
    } end[] = {{"#N/A,0.2296,23,1", 1}, {"# a comment", 0}};
    for (size_t k = 0; k < 2; k++) {
        size_t length = (size_t)snprintf(text, sizeof text, "%.*s%s", (int)kept, session->text, end[k].last);
        assert_true(damaged_read(session, text, length));
        assert_int_equal(session->rows.count, DAMAGED_ROWS - 1);
        assert_int_equal(session->rows.rejected_rows, end[k].rejected);
    }
}

static void a_number_sign_in_an_unknown_column_is_harmless(void **state)
{
    struct damaged *session = *state;
    static const char text[] = "# foam-roller-session: 1\ncolour,time_s,seq,strip0,strip1,strip2,strip3\n"
                               "#ff0000,0.1,0,1,2,3,4\n#00ff00,0.2,1,1,2,3,4\n# end: rows=2 lost=0\n";
    assert_true(damaged_read(session, text, sizeof text - 1));
    assert_int_equal(session->rows.count, 2);
    assert_int_equal(session->rows.rejected_rows, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_row_with_a_damaged_first_cell_is_counted_and_named, damaged_set_up,
                                        damaged_tear_down),
        cmocka_unit_test_setup_teardown(a_comment_is_not_a_row, damaged_set_up, damaged_tear_down),
        cmocka_unit_test_setup_teardown(a_cut_row_is_counted_too, damaged_set_up, damaged_tear_down),
        cmocka_unit_test_setup_teardown(a_number_sign_in_an_unknown_column_is_harmless, damaged_set_up,
                                        damaged_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
