/* SPDX-License-Identifier: MIT */
#include "options/options.h"

#include "shared/decimal.h"
#include "shared/sanitized_text.h"
#include "wire/vocabulary.h"

#include <string.h>

static bool take_number(const char *name, const char *text, double low, double high, double *value,
                        struct failure *failure)
{
    if (decimal_parse(text, strlen(text), value) && *value >= low && *value <= high)
        return true;
    return failure_set(failure, EXIT_STATUS_USAGE, "%s takes a number from %g to %g, not \"%s\".", name, low,
                       high, text);
}

static bool take_leg(const char *text, struct options *options, struct failure *failure)
{
    options->both_legs = strcmp(text, "both") == 0;
    if (options->both_legs || (*text && session_leg_from_name(text, &options->leg)))
        return true;
    return failure_set(failure, EXIT_STATUS_USAGE, "--leg takes left, right or both, not \"%s\".", text);
}

static bool take_baud(const char *text, int *baud, struct failure *failure)
{
    long long value;
    if (!decimal_parse_integer(text, strlen(text), 300, 4000000, &value))
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "--baud takes a whole number from 300 to 4000000, not \"%s\".", text);
    *baud = (int)value;
    return true;
}

/* Text whose value must not be empty: an unset variable in a script rather than a wish. */
static bool take_text(const char *name, const char *text, const char **value, struct failure *failure)
{
    if (!*text)
        return failure_set(failure, EXIT_STATUS_USAGE, "%s needs a value that is not empty.", name);
    *value = text;
    return true;
}

static bool take_strip(const char *text, int *strip, struct failure *failure)
{
    long long value;
    if (!decimal_parse_integer(text, strlen(text), 0, SESSION_STRIPS_MAX - 1, &value))
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "--strip takes the number of a strip, from 0, not \"%s\".", text);
    *strip = (int)value;
    return true;
}

static bool take_option(struct options *options, const char *name, const char *value, struct failure *failure)
{
    if (strcmp(name, "--port") == 0)
        return take_text(name, value, &options->port, failure);
    if (strcmp(name, "-o") == 0 || strcmp(name, "--output") == 0)
        return take_text(name, value, &options->output, failure);
    if (strcmp(name, "--raw") == 0)
        return take_text(name, value, &options->raw, failure);
    if (strcmp(name, "--leg") == 0)
        return take_leg(value, options, failure);
    if (strcmp(name, "--subject") == 0)
        return options->subject = value, true;
    if (strcmp(name, "--note") == 0)
        return options->note = value, true;
    if (strcmp(name, "--thigh-length") == 0)
        return take_number(name, value, 50, 1000, &options->thigh_length_mm, failure);
    if (strcmp(name, "--rolling-radius") == 0)
        return take_number(name, value, 10, 500, &options->rolling_radius_mm, failure);
    if (strcmp(name, "--duration") == 0)
        return take_number(name, value, 0.1, 86400, &options->duration_s, failure);
    if (strcmp(name, "--wait") == 0)
        return take_number(name, value, 0, 86400, &options->replug_wait_s, failure);
    if (strcmp(name, "--strip") == 0)
        return take_strip(value, &options->strip, failure);
    if (strcmp(name, "--length") == 0)
        return take_number(name, value, 200, 3000, &options->length_mm, failure);
    if (strcmp(name, "--id") == 0)
        return take_text(name, value, &options->id, failure);
    options->baud_is_given = true;
    return take_baud(value, &options->baud, failure);
}

/* Which commands know an option; the three kinds of calibrate differ. */
enum user { RECORD = 1, CHECK = 2, STRIPS = 4, RADIUS = 8, SHOW = 16, ALL = 31 };

static const struct {
    const char *name;
    unsigned users;
} known_options[] = {
    {"--port", ALL},
    {"--baud", ALL},
    {"--id", ALL},
    {"-o", RECORD | STRIPS | RADIUS},
    {"--output", RECORD | STRIPS | RADIUS},
    {"--duration", RECORD | CHECK},
    {"--leg", RECORD},
    {"--subject", RECORD},
    {"--note", RECORD},
    {"--thigh-length", RECORD},
    {"--rolling-radius", RECORD},
    {"--wait", RECORD},
    {"--raw", RECORD},
    {"--strip", STRIPS},
    {"--length", RADIUS},
};

static unsigned user_of(const struct options *options)
{
    static const unsigned kinds[] = {
        [CALIBRATE_SHOW] = SHOW, [CALIBRATE_STRIPS] = STRIPS, [CALIBRATE_RADIUS] = RADIUS};
    if (options->command == COMMAND_CALIBRATE)
        return kinds[options->what];
    return options->command == COMMAND_CHECK ? CHECK : RECORD;
}

/* The option of this user that `argument` is, alone or with =VALUE behind it; NULL when it is none. */
static const char *find_option(const char *argument, unsigned user, const char **value)
{
    for (size_t i = 0; i < sizeof known_options / sizeof known_options[0]; i++) {
        const char *name = known_options[i].name;
        size_t length = strlen(name);
        if (!(known_options[i].users & user) || strncmp(argument, name, length) != 0)
            continue;
        if (argument[length] == '\0' || (argument[length] == '=' && argument[1] == '-')) {
            *value = argument[length] ? argument + length + 1 : NULL;
            return name;
        }
    }
    return NULL;
}

/* `command`: its name, for sentences. */
static bool parse_options(int argc, char *const argv[], const char *command, struct options *options,
                          struct failure *failure)
{
    unsigned user = user_of(options);
    for (int i = 0; i < argc; i++) {
        if (user & (RECORD | CHECK) && strcmp(argv[i], "--quiet") == 0) {
            options->quiet = true;
            continue;
        }
        const char *value;
        const char *name = find_option(argv[i], user, &value);
        if (!name)
            return failure_set(failure, EXIT_STATUS_USAGE,
                               "%s does not know \"%s\". `roller-logger %s --help` tells what it knows.",
                               command, argv[i], command);
        if (!value && i + 1 == argc)
            return failure_set(failure, EXIT_STATUS_USAGE, "%s needs a value.", name);
        if (!value)
            value = argv[++i];
        if (!take_option(options, name, value, failure))
            return false;
    }
    return true;
}

/* What only shows when all options are known. */
static bool fit_together(const struct options *options, struct failure *failure)
{
    if (options->both_legs && options->port && strcmp(options->port, "-") == 0)
        return failure_set(
            failure, EXIT_STATUS_USAGE,
            "--leg both needs a roller that waits between the legs: it does not go with --port -.");
    if (options->port && options->id)
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "--id chooses among the rollers that are found: it does not go with --port.");
    if (options->both_legs && options->raw)
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "--raw keeps one session: it does not go with --leg both.");
    return true;
}

static bool parse_list(int argc, char *const argv[], struct options *options, struct failure *failure)
{
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0)
            options->json = true;
        else if (strcmp(argv[i], "--quiet") == 0)
            options->quiet = true;
        else
            return failure_set(failure, EXIT_STATUS_USAGE,
                               "list does not know \"%s\". `roller-logger list --help` tells what it knows.",
                               argv[i]);
    }
    return true;
}

static bool parse_calibrate(int argc, char *const argv[], struct options *options, struct failure *failure)
{
    static const char *const kinds[] = {
        [CALIBRATE_SHOW] = "show", [CALIBRATE_STRIPS] = "strips", [CALIBRATE_RADIUS] = "radius"};
    for (size_t i = 0; argc > 0 && i < sizeof kinds / sizeof kinds[0]; i++) {
        options->what = (enum calibrate_target)i;
        if (strcmp(argv[0], kinds[i]) == 0)
            return parse_options(argc - 1, argv + 1, "calibrate", options, failure) &&
                   fit_together(options, failure);
    }
    return failure_set(
        failure, EXIT_STATUS_USAGE,
        "Say what to calibrate: strips or radius; or show. `roller-logger calibrate --help` tells more.");
}

static bool asks_for_help(int argc, char *const argv[])
{
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    }
    return false;
}

static bool find_command(const char *name, enum command *command)
{
    static const struct {
        const char *name;
        enum command command;
    } commands[] = {{"record", COMMAND_RECORD},
                    {"check", COMMAND_CHECK},
                    {"calibrate", COMMAND_CALIBRATE},
                    {"list", COMMAND_LIST}};
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        *command = commands[i].command;
        if (strcmp(commands[i].name, name) == 0)
            return true;
    }
    return false;
}

bool options_parse(int argc, char *const argv[], struct options *options, struct failure *failure)
{
    *options = (struct options){.help_topic = COMMAND_HELP,
                                .subject = "",
                                .note = "",
                                .replug_wait_s = -1,
                                .baud = WIRE_BAUD_DEFAULT,
                                .strip = -1};
    const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
    if (slash)
        sanitized_text_copy_bytes(options->programs, sizeof options->programs, argv[0],
                                  (size_t)(slash + 1 - argv[0]));
    if (argc < 2)
        return failure_set(
            failure, EXIT_STATUS_USAGE,
            "Say what to do: record, check, calibrate or list. `roller-logger --help` tells more.");
    const char *command = argv[1];
    if (strcmp(command, "--help") == 0 || strcmp(command, "-h") == 0 || strcmp(command, "--version") == 0) {
        options->command = strcmp(command, "--version") == 0 ? COMMAND_VERSION : COMMAND_HELP;
        return true;
    }
    if (!find_command(command, &options->command))
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "There is no command \"%s\"; there are record, check, calibrate and list.",
                           command);
    if (asks_for_help(argc - 2, argv + 2)) {
        options->help_topic = options->command;
        options->command = COMMAND_HELP;
        return true;
    }
    if (options->command == COMMAND_LIST)
        return parse_list(argc - 2, argv + 2, options, failure);
    if (options->command == COMMAND_CALIBRATE)
        return parse_calibrate(argc - 2, argv + 2, options, failure);
    return parse_options(argc - 2, argv + 2, command, options, failure) && fit_together(options, failure);
}
