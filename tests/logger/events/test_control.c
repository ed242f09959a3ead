/* SPDX-License-Identifier: MIT */
/* Commands of another program: whole, in pieces, wrong in every way, and the end of the control. */

#include "events/control_reader.h"
#include "support/cmocka_includes.h"

#include <unistd.h>

struct control_fixture {
    struct control_reader reader;
    int input; /* the other program's end */
};

static int setup(void **state)
{
    struct control_fixture *fixture = calloc(1, sizeof *fixture);
    int ends[2];
    if (!fixture || pipe(ends) != 0 || !control_reader_open(&fixture->reader, ends[0]))
        return -1;
    fixture->input = ends[1];
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct control_fixture *fixture = *state;
    close(fixture->reader.fd);
    if (fixture->input >= 0)
        close(fixture->input);
    free(fixture);
    return 0;
}

static void send(struct control_fixture *fixture, const char *bytes, size_t count)
{
    assert_int_equal(write(fixture->input, bytes, count), count);
}

/* Read until nothing is left. Write the names of the commands, or the codes of the refused lines, to `names`. */
static enum control_result read_all(struct control_fixture *fixture, char *names, size_t size)
{
    enum control_result result;
    struct control_message message;
    unsigned idle = 0;
    *names = '\0';
    for (;;) {
        result = control_reader_take(&fixture->reader, &message);
        if (result == CONTROL_ENDED || (result == CONTROL_NOTHING && idle++ > 16)) /* each call reads only a little */
            return result;
        if (result == CONTROL_NOTHING)
            continue;
        const char *name = message.is_command ? control_command_name(message.command) : message.code;
        assert_true(message.is_command || message.problem[0] != '\0');
        size_t used = strlen(names);
        snprintf(names + used, size - used, "%s ", name);
    }
}

static void assert_read(struct control_fixture *fixture, const char *expected)
{
    char names[512];
    assert_int_equal(read_all(fixture, names, sizeof names), CONTROL_NOTHING);
    assert_string_equal(names, expected);
}

static void every_command_is_known(void **state)
{
    struct control_fixture *fixture = *state;
    const char *const names[] = {"start", "mark", "zero", "knee", "next", "stop", "discard"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char line[64], expected[16];
        snprintf(line, sizeof line, "{\"command\":\"%s\"}\n", names[i]);
        snprintf(expected, sizeof expected, "%s ", names[i]);
        send(fixture, line, strlen(line));
        assert_read(fixture, expected);
    }
}

/* Read the answer that the line is; false if it is refused. */
static bool read_answer(struct control_fixture *fixture, const char *line, struct control_message *message)
{
    send(fixture, line, strlen(line));
    assert_int_equal(control_reader_take(&fixture->reader, message), CONTROL_MESSAGE);
    assert_true(message->is_command || strcmp(message->code, "bad_answer") == 0);
    return message->is_command;
}

static void an_answer_has_a_text_and_may_name_its_question(void **state)
{
    struct control_fixture *fixture = *state;
    struct control_message message;
    assert_true(read_answer(fixture, "{\"command\":\"answer\",\"ask\":3,\"text\":\"  5 kg \"}\n", &message));
    assert_int_equal(message.command, CONTROL_ANSWER);
    assert_int_equal(message.ask, 3);
    assert_string_equal(message.text, "5 kg");
    assert_true(read_answer(fixture, "{\"command\":\"answer\",\"text\":\" \\n\"}\n", &message));
    assert_int_equal(message.ask, 0);
    assert_string_equal(message.text, "?"); /* sanitized */
    const char *const wrong[] = {"{\"command\":\"answer\"}\n", "{\"command\":\"answer\",\"text\":5}\n",
                                 "{\"command\":\"answer\",\"text\":\"\",\"ask\":0}\n",
                                 "{\"command\":\"answer\",\"text\":\"\",\"ask\":\"1\"}\n",
                                 "{\"command\":\"answer\",\"text\":\"\",\"ask\":99999999999}\n"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(read_answer(fixture, wrong[i], &message));
    char line[CONTROL_LINE_SIZE], text[CONTROL_TEXT_SIZE + 1];
    memset(text, '5', CONTROL_TEXT_SIZE);
    text[CONTROL_TEXT_SIZE] = '\0';
    snprintf(line, sizeof line, "{\"command\":\"answer\",\"text\":\"%s\"}\n", text);
    assert_false(read_answer(fixture, line, &message));
    snprintf(line, sizeof line, "{\"command\":\"answer\",\"text\":\"%s\"}\n", text + 1);
    assert_true(read_answer(fixture, line, &message));
    assert_string_equal(message.text, text + 1);
}

static void a_command_may_come_in_pieces_or_with_others(void **state)
{
    struct control_fixture *fixture = *state;
    const char *line = "{\"command\": \"mark\", \"later\": [1, null]}\r\n";
    for (const char *byte = line; *byte; byte++) {
        assert_read(fixture, "");
        send(fixture, byte, 1);
    }
    assert_read(fixture, "mark ");
    const char *lines = "\n  \n{\"command\":\"zero\"}\n{\"command\":\"next\"}\n{\"command\":\"st";
    send(fixture, lines, strlen(lines));
    assert_read(fixture, "zero next ");
    send(fixture, "op\"}\n", 5);
    assert_read(fixture, "stop ");
}

static void what_is_no_command_is_refused_and_the_next_line_counts(void **state)
{
    struct control_fixture *fixture = *state;
    static const struct {
        const char *line;
        size_t length;
        const char *code;
    } wrong[] = {
        {"mark\n", 5, "not_json "},
        {"[\"mark\"]\n", 9, "not_json "},
        {"{\"command\":\"mark\"\n", 18, "not_json "},
        {"{\"command\":\"mark\"} x\n", 21, "not_json "},
        {"{\"command\":\"mark\",\"command\":\"stop\"}\n", 36, "not_json "},
        {"{\"command\":\"MARK\"}\n", 19, "unknown_command "},
        {"{\"command\":\"\"}\n", 15, "unknown_command "},
        {"{\"command\":5}\n", 14, "unknown_command "},
        {"{}\n", 3, "unknown_command "},
        {"\0\n", 2, "not_json "},
        {"\xff\xfe{\0\n", 5, "not_json "},
        {"{\"command\":\"mark\\u0000\"}\n", 25, "not_json "},
        {"{\"command\":\"\xe9\"}\n", 16, "not_json "},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        send(fixture, wrong[i].line, wrong[i].length);
        assert_read(fixture, wrong[i].code);
        send(fixture, "{\"command\":\"mark\"}\n", 19);
        assert_read(fixture, "mark ");
    }
}

/* A line of `length` bytes before its newline that is a command. */
static void send_padded(struct control_fixture *fixture, size_t length)
{
    char line[4 * CONTROL_LINE_SIZE];
    memset(line, ' ', length);
    memcpy(line, "{\"command\":\"knee\"}", 18);
    line[length] = '\n';
    send(fixture, line, length + 1);
}

static void a_line_that_is_too_long_is_refused_once(void **state)
{
    struct control_fixture *fixture = *state;
    send_padded(fixture, CONTROL_LINE_SIZE - 1);
    assert_read(fixture, "knee ");
    send_padded(fixture, CONTROL_LINE_SIZE);
    assert_read(fixture, "too_long ");
    send_padded(fixture, 3 * CONTROL_LINE_SIZE);
    assert_read(fixture, "too_long ");
    for (unsigned i = 0; i < 20; i++) {
        char noise[1000];
        memset(noise, '{', sizeof noise);
        send(fixture, noise, sizeof noise);
        assert_read(fixture, i == 0 ? "too_long " : "");
    }
    send(fixture, "\n{\"command\":\"mark\"}\n", 20);
    assert_read(fixture, "mark ");
}

static void the_end_of_the_control_comes_after_its_commands(void **state)
{
    struct control_fixture *fixture = *state;
    char names[64];
    const char *lines = "{\"command\":\"mark\"}\n{\"command\":\"stop\"}";
    send(fixture, lines, strlen(lines));
    close(fixture->input);
    fixture->input = -1;
    assert_int_equal(read_all(fixture, names, sizeof names), CONTROL_ENDED);
    assert_string_equal(names, "mark "); /* the last line is incomplete */
    assert_int_equal(read_all(fixture, names, sizeof names), CONTROL_ENDED);
}

static void without_a_control_nothing_comes(void **state)
{
    struct control_reader reader;
    struct control_message message;
    (void)state;
    assert_true(control_reader_open(&reader, 0));
    assert_int_equal(control_reader_take(&reader, &message), CONTROL_NOTHING);
}

#define CONTROL_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CONTROL_TEST(every_command_is_known),
        CONTROL_TEST(an_answer_has_a_text_and_may_name_its_question),
        CONTROL_TEST(a_command_may_come_in_pieces_or_with_others),
        CONTROL_TEST(what_is_no_command_is_refused_and_the_next_line_counts),
        CONTROL_TEST(a_line_that_is_too_long_is_refused_once),
        CONTROL_TEST(the_end_of_the_control_comes_after_its_commands),
        cmocka_unit_test(without_a_control_nothing_comes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
