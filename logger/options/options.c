/* SPDX-License-Identifier: MIT */
#include "options/options.h"

#include "options/descriptor_option.h"
#include "options/text_option.h"
#include "shared/decimal.h"
#include "shared/dose.h"
#include "shared/sanitized_text.h"
#include "wire/vocabulary.h"

#include <getopt.h>
#include <string.h>

/* A bit for each command and target of `calibrate`; known_option.commands is the set that accepts an option. */
enum command_bit {
    RECORD = 1,
    CHECK = 2,
    LIST = 4,
    STRIPS = 8,
    RADIUS = 16,
    SHOW = 32,
    ANNOTATE = 64,
    READERS = RECORD | CHECK | STRIPS | RADIUS | SHOW, /* commands that read from a roller */
    ALL = READERS | LIST | ANNOTATE
};

/* The letter identifies the option in parse_option; only -o and -h are also short options. */
/* clang-format off */
static const struct known_option {
    const char *name;
    int letter;
    int has_value;
    unsigned commands;
} known_options[] = {
    {"port",           'p', required_argument, READERS},
    {"baud",           'b', required_argument, READERS},
    {"id",             'i', required_argument, READERS},
    {"output",         'o', required_argument, RECORD | STRIPS | RADIUS},
    {"duration",       'd', required_argument, RECORD | CHECK},
    {"leg",            'l', required_argument, RECORD | ANNOTATE},
    {"subject",        's', required_argument, RECORD | ANNOTATE},
    {"note",           'n', required_argument, RECORD | ANNOTATE},
    {"thigh-length",   't', required_argument, RECORD | ANNOTATE},
    {"rolling-radius", 'r', required_argument, RECORD},
    {"start",          'u', required_argument, RECORD | ANNOTATE},
    {"pain-before",    'P', required_argument, RECORD | ANNOTATE},
    {"pain-after",     'A', required_argument, RECORD | ANNOTATE},
    {"condition",      'c', required_argument, RECORD | ANNOTATE},
    {"study-visit",    'v', required_argument, RECORD | ANNOTATE},
    {"wait",           'w', required_argument, RECORD},
    {"raw",            'R', required_argument, RECORD},
    {"strip",          'S', required_argument, STRIPS},
    {"length",         'L', required_argument, RADIUS},
    {"end-on-lift",    'E', required_argument, RECORD},
    {"place-dose",     'D', required_argument, RECORD},
    {"events",         'V', required_argument, RECORD | CHECK | STRIPS | RADIUS},
    {"control",        'C', required_argument, RECORD | CHECK | STRIPS | RADIUS},
    {"open",           'O', no_argument,       RECORD},
    {"no-bell",        'N', no_argument,       RECORD},
    {"no-ask",         'k', no_argument,       RECORD},
    {"quiet",          'q', no_argument,       RECORD | CHECK | LIST},
    {"json",           'j', no_argument,       LIST | SHOW},
    {"help",           'h', no_argument,       ALL},
};
/* clang-format on */
#define KNOWN_OPTIONS (sizeof known_options / sizeof known_options[0])

static bool parse_leg(const char *text, struct options *options, struct failure *failure)
{
    options->both_legs = strcmp(text, "both") == 0;
    if (options->both_legs || (*text && session_leg_from_name(text, &options->leg)))
        return true;
    return failure_set(failure, EXIT_STATUS_USAGE, "--leg takes left, right or both, not \"%s\".", text);
}

static bool parse_session_text(const char *name, const char *text, const char **value, struct failure *failure)
{
    *value = text;
    return annotation_check_text(name, text, failure);
}

static bool parse_option(struct options *options, const struct known_option *option, const char *value,
                         struct failure *failure)
{
    const char *name = option->name;
    if (options->command == COMMAND_ANNOTATE && option->letter != 'h')
        return annotation_set(&options->annotation, name, value, failure);
    switch (option->letter) {
    case 'p': return text_parse_option(name, value, &options->port, failure);
    case 'b':
        options->baud_is_given = true;
        return decimal_parse_integer_option(name, value, 300, 4000000, &options->baud, failure);
    case 'i': return text_parse_option(name, value, &options->id, failure);
    case 'o': return text_parse_file_name("o", value, &options->output, failure);
    case 'd': return decimal_parse_option(name, value, 0.1, 86400, &options->duration_s, failure);
    case 'l': return parse_leg(value, options, failure);
    case 's': return parse_session_text(name, value, &options->subject, failure);
    case 'n': return parse_session_text(name, value, &options->note, failure);
    case 't':
        return decimal_parse_option(name, value, SESSION_THIGH_MIN_MM, SESSION_THIGH_MAX_MM, &options->thigh_length_mm,
                                    failure);
    case 'u':
    case 'P':
    case 'A':
    case 'c':
    case 'v': return annotation_set(&options->annotation, name, value, failure);
    case 'r': return decimal_parse_option(name, value, 10, 500, &options->rolling_radius_mm, failure);
    case 'w': return decimal_parse_option(name, value, 0, 86400, &options->replug_wait_s, failure);
    case 'R': return text_parse_file_name(name, value, &options->raw, failure);
    case 'S': return decimal_parse_integer_option(name, value, 0, SESSION_STRIPS_MAX - 1, &options->strip, failure);
    case 'L': return decimal_parse_option(name, value, 200, 3000, &options->length_mm, failure);
    case 'E': return decimal_parse_option(name, value, 0, 3600, &options->end_on_lift_s, failure);
    case 'D':
        return decimal_parse_option(name, value, DOSE_PLACE_MIN_S, DOSE_PLACE_MAX_S, &options->place_dose_s, failure);
    case 'V': return descriptor_parse_option(name, value, DESCRIPTOR_FOR_EVENTS, &options->events_fd, failure);
    case 'C': return descriptor_parse_option(name, value, DESCRIPTOR_FOR_CONTROL, &options->control_fd, failure);
    case 'O': options->open = true; return true;
    case 'N': options->no_bell = true; return true;
    case 'k': options->no_ask = true; return true;
    case 'q': options->quiet = true; return true;
    case 'j': options->json = true; return true;
    default: /* 'h' */
        options->help_topic = options->command;
        options->command = COMMAND_HELP;
        return true;
    }
}

static bool check_combinations(const struct options *options, struct failure *failure)
{
    const char *problem = NULL;
    if (options->command == COMMAND_ANNOTATE && !options->session)
        problem = "Name the session to annotate. See `roller-logger annotate --help`.";
    else if (options->command == COMMAND_ANNOTATE && annotation_is_empty(&options->annotation))
        problem =
            "Nothing to annotate: give --note, --pain-after or another option of `roller-logger annotate --help`.";
    else if (options->both_legs && options->port && strcmp(options->port, "-") == 0)
        problem =
            "--leg both needs a roller that stays connected between the legs: it cannot be combined with --port -.";
    else if (options->command == COMMAND_RECORD && options->control_fd > 0 && options->port &&
             strcmp(options->port, "-") == 0)
        problem =
            "--control needs a roller that sends until the recording begins: it cannot be combined with --port -.";
    else if (options->port && options->id)
        problem = "--id chooses one of the rollers found on USB: it cannot be combined with --port.";
    else if (options->both_legs && options->raw)
        problem = "--raw stores the bytes of one session: it cannot be combined with --leg both.";
    else if (options->control_fd > 0 && options->raw)
        problem = "--raw stores the bytes of one session from its start: it cannot be combined with --control.";
    return !problem || failure_set(failure, EXIT_STATUS_USAGE, "%s", problem);
}

/* Return the option with this letter, which must exist. */
static const struct known_option *find_option(int letter)
{
    size_t i = 0;
    while (known_options[i].letter != letter)
        i++;
    return &known_options[i];
}

/* Parse the options of one command; argv[0] is not used. `command` is the name shown in messages. */
static bool parse_options(int argc, char *const argv[], enum command_bit bit, const char *command,
                          struct options *options, struct failure *failure)
{
    struct option accepted[KNOWN_OPTIONS + 1] = {{0}};
    size_t count = 0;
    for (size_t i = 0; i < KNOWN_OPTIONS; i++) {
        if (known_options[i].commands & bit)
            accepted[count++] = (struct option){
                .name = known_options[i].name, .has_arg = known_options[i].has_value, .val = known_options[i].letter};
    }
    /* '+': stop at the first argument that is not an option; ':': return ':' if a value is missing */
    const char *letters = find_option('o')->commands & bit ? "+:ho:" : "+:h";
    optind = 0; /* glibc: forget an earlier command line */
    opterr = 0;
    for (;;) {
        int argument = optind > 0 ? optind : 1; /* index of the argument that is parsed next */
        int letter = getopt_long(argc, argv, letters, accepted, NULL);
        if (letter == ':')
            return failure_set(failure, EXIT_STATUS_USAGE, "%s needs a value.", argv[argument]);
        if (letter == -1 && optind < argc && bit == ANNOTATE && !options->session) {
            bool is_last = strcmp(argv[argument], "--") == 0; /* else options may follow it */
            options->session = argv[optind++];
            if (!is_last)
                continue;
        }
        if (letter == '?' || (letter == -1 && optind < argc))
            return failure_set(failure, EXIT_STATUS_USAGE, "%s does not know \"%s\". See `roller-logger %s --help`.",
                               command, argv[letter == -1 ? optind : argument], command);
        if (letter == -1)
            return check_combinations(options, failure);
        if (!parse_option(options, find_option(letter), optarg, failure))
            return false;
        if (options->command == COMMAND_HELP)
            return true;
    }
}

static bool is_help(const char *text)
{
    return strcmp(text, "--help") == 0 || strcmp(text, "-h") == 0;
}

static bool parse_calibrate(int argc, char *const argv[], struct options *options, struct failure *failure)
{
    static const struct {
        const char *name;
        enum calibrate_target target;
        enum command_bit bit;
    } targets[] = {
        {"show", CALIBRATE_SHOW, SHOW}, {"strips", CALIBRATE_STRIPS, STRIPS}, {"radius", CALIBRATE_RADIUS, RADIUS}};
    for (size_t i = 0; argc > 1 && i < sizeof targets / sizeof targets[0]; i++) {
        if (strcmp(argv[1], targets[i].name) != 0)
            continue;
        options->target = targets[i].target;
        return parse_options(argc - 1, argv + 1, targets[i].bit, "calibrate", options, failure);
    }
    if (argc > 1 && is_help(argv[1])) /* no target is named; SHOW stands for any, because every target accepts --help */
        return parse_options(argc, argv, SHOW, "calibrate", options, failure);
    return failure_set(failure, EXIT_STATUS_USAGE,
                       "Name what to calibrate, strips or radius, or use show. See `roller-logger calibrate --help`.");
}

static bool parse_command(int argc, char *const argv[], struct options *options, struct failure *failure)
{
    static const struct {
        const char *name;
        enum command command;
        enum command_bit bit;
    } commands[] = {{"record", COMMAND_RECORD, RECORD},
                    {"check", COMMAND_CHECK, CHECK},
                    {"list", COMMAND_LIST, LIST},
                    {"annotate", COMMAND_ANNOTATE, ANNOTATE}};
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(argv[0], commands[i].name) != 0)
            continue;
        options->command = commands[i].command;
        return parse_options(argc, argv, commands[i].bit, argv[0], options, failure);
    }
    if (strcmp(argv[0], "calibrate") == 0) {
        options->command = COMMAND_CALIBRATE;
        return parse_calibrate(argc, argv, options, failure);
    }
    if (strcmp(argv[0], "--version") == 0) {
        options->command = COMMAND_VERSION;
        return true;
    }
    if (is_help(argv[0])) {
        options->command = COMMAND_HELP;
        return true;
    }
    return failure_set(failure, EXIT_STATUS_USAGE,
                       "There is no command \"%s\"; the commands are record, check, calibrate, list and annotate.",
                       argv[0]);
}

bool options_parse(int argc, char *const argv[], struct options *options, struct failure *failure)
{
    *options = (struct options){.help_topic = COMMAND_HELP,
                                .subject = "",
                                .note = "",
                                .folder = "",
                                .replug_wait_s = -1,
                                .end_on_lift_s = -1,
                                .place_dose_s = DOSE_PLACE_S,
                                .baud = WIRE_BAUD_DEFAULT,
                                .strip = -1};
    const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
    if (slash && (size_t)(slash + 1 - argv[0]) < sizeof options->program_folder)
        sanitized_text_copy_bytes(options->program_folder, sizeof options->program_folder, argv[0],
                                  (size_t)(slash + 1 - argv[0]));
    if (argc < 2)
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "Name a command: record, check, calibrate, list or annotate. See `roller-logger --help`.");
    return parse_command(argc - 1, argv + 1, options, failure);
}
