/* SPDX-License-Identifier: MIT */
#include "options.h"

#include "decimal.h"
#include "plain_text.h"

#include <string.h>

static const char help_program[] =
    "usage: roller-logger COMMAND [OPTION...]\n"
    "\n"
    "Records sessions of the instrumented foam roller.\n"
    "\n"
    "  record     record a session to a file\n"
    "  check      say how well a roller does, from ten seconds of its readings\n"
    "  list       show the serial ports, and which one is a roller\n"
    "\n"
    "  --help     this text; `roller-logger COMMAND --help` tells a command's options\n"
    "  --version  the version\n"
    "\n"
    "Exit status: 0 done, 2 wrong usage, 3 the input is no roller's, 4 no device or busy, 5 the file could "
    "not be written.\n";

static const char help_record[] =
    "usage: roller-logger record [OPTION...]\n"
    "\n"
    "Records until Ctrl-C and prints the name of the session file.\n"
    "\n"
    "  --port PORT          serial device or pseudo-terminal; a file or FIFO of the roller's lines;\n"
    "                       - for standard input. Without it the roller is looked for.\n"
    "  -o FILE              session file; never overwrites. Default: DATE_TIME_LEG.csv in this folder\n"
    "  --leg left|right     which thigh; both: leads through the right and then the left one, a file each\n"
    "  --subject TEXT       who\n"
    "  --note TEXT          anything worth remembering\n"
    "  --thigh-length MM    from the upper thigh to the knee crease\n"
    "  --rolling-radius MM  radius of the roller under load. Default: as the roller says, or 72.5\n"
    "  --duration S         stop after so many seconds\n"
    "  --raw FILE           keep the bytes of the wire too; `--port - < FILE` records them again\n"
    "  --wait S             how long to wait for an unplugged roller to come back, at any port. Default: 60\n"
    "                       for a serial device, 0 for a pseudo-terminal\n"
    "  --id ID              which roller, where several are plugged in; `list` shows their ids\n"
    "  --baud N             speed of a serial device. Default: found out (250000, 1000000, 500000, 115200)\n"
    "  --quiet              no progress, no summary: errors only\n"
    "\n"
    "example: roller-logger record --leg right --thigh-length 350\n";

static const char help_check[] =
    "usage: roller-logger check [OPTION...]\n"
    "\n"
    "Listens to the roller for ten seconds and says whether it is healthy: rate, losses, clock, each strip, the\n"
    "motion sensor. Roll it slowly under load meanwhile. Exit status 0: healthy, 4: not.\n"
    "\n"
    "  --port PORT   as for record\n"
    "  --duration S  listen for so many seconds\n"
    "  --id ID       as for record\n"
    "  --baud N      as for record\n"
    "  --quiet       only the report\n";

static const char help_list[] =
    "usage: roller-logger list [OPTION...]\n"
    "\n"
    "Listens at every serial port for a few seconds and shows them, one a line: name, USB id, driver, product, and what is\n"
    "there. An Arduino starts anew when its port is opened.\n"
    "\n"
    "  --json   one JSON list instead: port, usb_id, driver, product, what, roller (null, or id, board, firmware, baud)\n"
    "  --quiet  no word of what it is doing\n";

const char *options_help(enum command about)
{
    switch (about) {
    case COMMAND_RECORD:
        return help_record;
    case COMMAND_CHECK:
        return help_check;
    case COMMAND_LIST:
        return help_list;
    default:
        return help_program;
    }
}

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
    if (!decimal_parse_whole(text, strlen(text), 300, 4000000, &value))
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
        return take_number(name, value, 0, 86400, &options->wait_s, failure);
    if (strcmp(name, "--id") == 0)
        return take_text(name, value, &options->id, failure);
    options->baud_told = true;
    return take_baud(value, &options->baud, failure);
}

/* The option that `argument` is, alone or with =VALUE behind it; NULL when it is none. */
static const char *find_option(const char *argument, const char **value)
{
    static const char *const names[] = {"--port",           "-o",        "--output", "--leg",
                                        "--subject",        "--note",    "--baud",   "--thigh-length",
                                        "--rolling-radius", "--duration", "--wait", "--raw", "--id"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t length = strlen(names[i]);
        if (strncmp(argument, names[i], length) != 0)
            continue;
        if (argument[length] == '\0' || (argument[length] == '=' && argument[1] == '-')) {
            *value = argument[length] ? argument + length + 1 : NULL;
            return names[i];
        }
    }
    return NULL;
}

/* check writes no session, so what describes one is none of its options. */
static bool is_of_check(const char *name)
{
    return strcmp(name, "--port") == 0 || strcmp(name, "--baud") == 0 || strcmp(name, "--duration") == 0 ||
           strcmp(name, "--id") == 0;
}

static bool parse_record(int argc, char *const argv[], struct options *options, struct failure *failure)
{
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--quiet") == 0) {
            options->quiet = true;
            continue;
        }
        const char *value;
        const char *name = find_option(argv[i], &value);
        const char *command = options->command == COMMAND_CHECK ? "check" : "record";
        if (!name || (options->command == COMMAND_CHECK && !is_of_check(name)))
            return failure_set(failure, EXIT_STATUS_USAGE,
                               "%s does not know \"%s\". `roller-logger %s --help` tells what it knows.", command,
                               argv[i], command);
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
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "--leg both needs a roller that waits between the legs: it does not go with --port -.");
    if (options->both_legs && options->raw)
        return failure_set(failure, EXIT_STATUS_USAGE, "--raw keeps one session: it does not go with --leg both.");
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
                               "list does not know \"%s\". `roller-logger list --help` tells what it knows.", argv[i]);
    }
    return true;
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
    } commands[] = {{"record", COMMAND_RECORD}, {"check", COMMAND_CHECK}, {"list", COMMAND_LIST}};
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        *command = commands[i].command;
        if (strcmp(commands[i].name, name) == 0)
            return true;
    }
    return false;
}

bool options_parse(int argc, char *const argv[], struct options *options, struct failure *failure)
{
    *options = (struct options){.help_about = COMMAND_HELP, .subject = "", .note = "", .wait_s = -1, .baud = OPTIONS_BAUD_DEFAULT};
    const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
    if (slash)
        plain_text_copy_bytes(options->programs, sizeof options->programs, argv[0], (size_t)(slash + 1 - argv[0]));
    if (argc < 2)
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "Say what to do: record, check or list. `roller-logger --help` tells more.");
    const char *command = argv[1];
    if (strcmp(command, "--help") == 0 || strcmp(command, "-h") == 0 || strcmp(command, "--version") == 0) {
        options->command = strcmp(command, "--version") == 0 ? COMMAND_VERSION : COMMAND_HELP;
        return true;
    }
    if (!find_command(command, &options->command))
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "There is no command \"%s\"; there are record, check and list.", command);
    if (asks_for_help(argc - 2, argv + 2)) {
        options->help_about = options->command;
        options->command = COMMAND_HELP;
        return true;
    }
    return options->command == COMMAND_LIST ? parse_list(argc - 2, argv + 2, options, failure)
                                            : parse_record(argc - 2, argv + 2, options, failure) &&
                                                  fit_together(options, failure);
}
