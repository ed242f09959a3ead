/* SPDX-License-Identifier: MIT */
/* The report as terminal text. */
#include "support/cmocka_includes.h"

#include "report/report.h"
#include "sample_result.h"
#include "report/text_thigh.h"

#include <math.h>
#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void assert_has(const struct text_buffer *text, const char *part)
{
    if (!strstr(text->bytes, part))
        print_error("missing: %s\nin:\n%s\n", part, text->bytes);
    assert_non_null(strstr(text->bytes, part));
}

static void lines_show_the_result(void **state)
{
    (void)state;
    struct result result;
    struct text_buffer text = {0};
    sample_result_make(&result);
    report_text_add(&text, &result, "build/demo/session.html", &(struct terminal_style){.ascii = false});
    assert_int_equal(strncmp(text.bytes, "You stayed at 3 places on your right thigh.\n", 44), 0);
    assert_has(&text, "\nSession  build/demo/session.csv\n");
    assert_has(&text, "\nStarted  1 March 2026, 18:30\n");
    assert_has(&text, "\nSubject  Alex Runner\n");
    assert_has(&text, "\nLength   2 min 02 s, 1 min 55 s of it under load; 12000 readings, 200 lost\n");
    assert_has(
        &text,
        "\n  1    120 mm +-5     104-136   30 s             2    247 N    264 N      2   about a third of the way");
    assert_has(&text,
               "\n  2    236 mm +-6     222-250   12 s             1    210 N    224 N      0   about two thirds of");
    assert_has(&text, "\n  - The strips are not calibrated: forces are rough.\n");
    assert_has(&text, "\nReport with charts: build/demo/session.html\n");
    text_free(&text);
    result_free(&result);
}

/* Return the start of the line that contains `part`. */
static const char *line_of(const struct text_buffer *text, const char *part)
{
    const char *line = strstr(text->bytes, part);
    assert_non_null(line);
    while (line > text->bytes && line[-1] != '\n')
        line--;
    return line;
}

static const char *next_line(const char *line)
{
    line = strchr(line, '\n');
    assert_non_null(line);
    return line + 1;
}

/* The sample's thigh is 350 mm long, so that each of the 70 columns is 5 mm wide, like the bins. */
static void the_drawing_has_spots_and_bars_at_their_positions(void **state)
{
    (void)state;
    struct result result;
    struct text_buffer text = {0};
    double seconds[TEXT_THIGH_COLUMNS], max_s;
    sample_result_make(&result);
    report_text_add(&text, &result, NULL, &(struct terminal_style){.ascii = true});
    const char *numbers = next_line(line_of(&text, "Time spent along the thigh, on each 5.0 mm"));
    assert_int_equal(numbers[TEXT_THIGH_MARGIN + 120 / 5], '1');
    assert_int_equal(numbers[TEXT_THIGH_MARGIN + 236 / 5], '2');
    assert_int_equal(numbers[TEXT_THIGH_MARGIN + 60 / 5], '3');
    max_s = text_thigh_sum_columns(&result, seconds);
    size_t column_count = 0;
    for (size_t c = 0; c < TEXT_THIGH_COLUMNS; c++) {
        double height_eighths = 0;
        const char *row = numbers;
        assert_true(fabs(seconds[c] - result.profile.dwell_s[c]) < 1e-6);
        for (size_t r = 0; r < TEXT_THIGH_ROWS; r++) {
            row = next_line(row);
            if (strcspn(row, "\n") > TEXT_THIGH_MARGIN + c)
                height_eighths += row[TEXT_THIGH_MARGIN + c] == '#'   ? 8
                                  : row[TEXT_THIGH_MARGIN + c] == ':' ? 5
                                  : row[TEXT_THIGH_MARGIN + c] == '.' ? 2
                                                                      : 0;
        }
        column_count += height_eighths > 0;
        assert_true(fabs(height_eighths / 8 / TEXT_THIGH_ROWS - seconds[c] / max_s) < 2.1 / 8 / TEXT_THIGH_ROWS);
        assert_int_equal(height_eighths > 0, seconds[c] > 0); /* even the shortest time is visible */
    }
    assert_in_range(column_count, 60, 69);
    assert_null(strstr(text.bytes, "Report with charts"));
    text_free(&text);
    result_free(&result);
}

/* A bin that overlaps two columns is divided between them, so that steady rolling shows as a level line. */
static void steady_rolling_is_a_level_line(void **state)
{
    (void)state;
    struct result result;
    double seconds[TEXT_THIGH_COLUMNS];
    sample_result_make(&result);
    result.header.thigh_length_mm = 379; /* columns of 5.4 mm */
    for (size_t i = 0; i < result.profile.count; i++)
        result.profile.dwell_s[i] = 2;
    text_thigh_sum_columns(&result, seconds);
    for (size_t c = 0; c < 350 * TEXT_THIGH_COLUMNS / 379 - 1; c++)
        assert_true(fabs(seconds[c] - 2 * 379.0 / TEXT_THIGH_COLUMNS / 5) < 0.15);
    result_free(&result);
}

static void ascii_and_color_follow_the_style(void **state)
{
    (void)state;
    struct result result;
    struct text_buffer text = {0};
    sample_result_make(&result);
    strcpy(result.header.subject, "Zo\xc3\xab \xe2\x82\xac");
    report_text_add(&text, &result, NULL, &(struct terminal_style){.ascii = true});
    assert_has(&text, "\nSubject  Zo? ?\n");
    for (size_t i = 0; i < text.length; i++)
        assert_true(text.bytes[i] == '\n' || (text.bytes[i] >= ' ' && text.bytes[i] <= '~'));
    text_clear(&text);
    report_text_add(&text, &result, NULL, &(struct terminal_style){.color = true});
    assert_has(&text, "\nSubject  Zo\xc3\xab \xe2\x82\xac\n");
    assert_has(&text, "\033[1mYou stayed at 3 places on your right thigh.\033[0m\n");
    assert_has(&text, "\xe2\x96\x88"); /* a full block */
    size_t begun = 0, ended = 0;
    for (const char *escape = text.bytes; (escape = strchr(escape, '\033')) != NULL; escape++) {
        ended += strncmp(escape, "\033[0m", 4) == 0;
        begun += strncmp(escape, "\033[0m", 4) != 0;
    }
    assert_true(begun > 5);
    assert_true(ended >= begun);
    text_free(&text);
    result_free(&result);
}

static void the_terminal_decides(void **state)
{
    (void)state;
    int fd[2];
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("TERM", "xterm", 1);
    unsetenv("NO_COLOR");
    assert_int_equal(openpty(&fd[0], &fd[1], NULL, NULL, NULL), 0);
    assert_true(terminal_style_for(fd[1], false).color);
    assert_false(terminal_style_for(fd[1], false).ascii);
    assert_true(terminal_style_for(fd[1], true).ascii);
    setenv("NO_COLOR", "1", 1);
    assert_false(terminal_style_for(fd[1], false).color);
    setenv("NO_COLOR", "", 1);
    assert_true(terminal_style_for(fd[1], false).color);
    setenv("TERM", "dumb", 1);
    assert_false(terminal_style_for(fd[1], false).color);
    setenv("TERM", "xterm", 1);
    setenv("LC_ALL", "xx_XX.utf8@euro", 1); /* only the name counts: the locale need not be installed */
    assert_false(terminal_style_for(fd[1], false).ascii);
    setenv("LC_ALL", "xx_XX.UTF-16", 1);
    assert_true(terminal_style_for(fd[1], false).ascii);
    setenv("LC_ALL", "C", 1);
    assert_true(terminal_style_for(fd[1], false).ascii);
    close(fd[0]);
    close(fd[1]);
    int pipes[2];
    assert_int_equal(pipe(pipes), 0);
    assert_false(terminal_style_for(pipes[1], false).color);
    close(pipes[0]);
    close(pipes[1]);
}

static void a_session_without_load_is_short(void **state)
{
    (void)state;
    struct result result;
    struct text_buffer text = {0};
    sample_result_make_empty(&result);
    report_text_add(&text, &result, NULL, &(struct terminal_style){.ascii = false});
    assert_has(&text, "The roller was never loaded in this session.\n");
    assert_null(strstr(text.bytes, "nan"));
    assert_null(strstr(text.bytes, "Time spent"));
    text_free(&text);
    result_free(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_show_the_result),
        cmocka_unit_test(the_drawing_has_spots_and_bars_at_their_positions),
        cmocka_unit_test(steady_rolling_is_a_level_line),
        cmocka_unit_test(ascii_and_color_follow_the_style),
        cmocka_unit_test(the_terminal_decides),
        cmocka_unit_test(a_session_without_load_is_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
