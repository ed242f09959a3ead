/* SPDX-License-Identifier: MIT */
#include "events/control_parser.h"

#include "shared/sanitized_text.h"

#include <jansson.h>
#include <string.h>

static const char *const names[CONTROL_COMMANDS] = {
    [CONTROL_START] = "start", [CONTROL_MARK] = "mark", [CONTROL_ZERO] = "zero",       [CONTROL_KNEE] = "knee",
    [CONTROL_NEXT] = "next",   [CONTROL_STOP] = "stop", [CONTROL_DISCARD] = "discard", [CONTROL_ANSWER] = "answer"};

const char *control_command_name(enum control_command command)
{
    return names[command];
}

static struct control_message refuse(const char *code, const char *problem)
{
    return (struct control_message){.code = code, .problem = problem};
}

/* Take over the question and the text of an answer. */
static struct control_message parse_answer(const json_t *object)
{
    struct control_message message = {.is_command = true, .command = CONTROL_ANSWER};
    const json_t *ask = json_object_get(object, "ask");
    const char *text = json_string_value(json_object_get(object, "text"));
    json_int_t number = json_integer_value(ask);
    if (!text || strlen(text) >= sizeof message.text || (ask && (number < 1 || number > CONTROL_ASK_MAX)))
        return refuse("bad_answer", "An answer has a short text, and may have the number of its question.");
    text += strspn(text, " \t");
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t", text[length - 1]))
        length--;
    sanitized_text_copy_bytes(message.text, sizeof message.text, text, length);
    message.ask = (int)number;
    return message;
}

static struct control_message parse_line(const char *line, size_t length)
{
    json_t *object = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
    struct control_message message =
        json_is_object(object)
            ? refuse("unknown_command", "There is no such command; the commands are start, mark, zero, knee, next, "
                                        "stop, discard and answer.")
            : refuse("not_json", "A command is a JSON object on one line, such as {\"command\":\"mark\"}.");
    const char *name = json_string_value(json_object_get(object, "command"));
    for (int i = 0; name && i < CONTROL_COMMANDS; i++)
        if (strcmp(name, names[i]) == 0)
            message = i == CONTROL_ANSWER
                          ? parse_answer(object)
                          : (struct control_message){.is_command = true, .command = (enum control_command)i};
    json_decref(object);
    return message;
}

/* Add the bytes before the end of the line. Returns whether the line has just become too long. */
static bool add_to_line(struct control_parser *parser, const char *bytes, size_t count)
{
    if (parser->is_skipping)
        return false;
    if (count >= sizeof parser->line - parser->length) { /* one byte remains for a NUL */
        parser->is_skipping = true;
        return true;
    }
    memcpy(parser->line + parser->length, bytes, count);
    parser->length += count;
    return false;
}

size_t control_parser_feed(struct control_parser *parser, const char *bytes, size_t count,
                           struct control_message *message, bool *has_message)
{
    const char *newline = memchr(bytes, '\n', count);
    size_t length = newline ? (size_t)(newline - bytes) : count;
    *has_message = add_to_line(parser, bytes, length);
    if (*has_message)
        *message = refuse("too_long", "This line is too long for a command.");
    if (!newline)
        return count;
    parser->line[parser->length] = '\0';
    bool is_blank = strspn(parser->line, " \t\r") == parser->length;
    if (!parser->is_skipping && !is_blank) {
        *message = parse_line(parser->line, parser->length);
        *has_message = true;
    }
    parser->is_skipping = false;
    parser->length = 0;
    return length + 1;
}
