/* SPDX-License-Identifier: MIT */
#include "options.h"

#include "shared/decimal.h"
#include "shared/session_format.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum kind {
    KIND_FLAG,
    KIND_PATH,
    KIND_LINE,   /* a line of the session's header, at most `max` bytes */
    KIND_NUMBER, /* from `min` to `max` */
    KIND_ZERO,   /* the same, and the upper thigh is marked */
    KIND_COUNT,  /* a whole number up to `max` */
    KIND_SEED,
    KIND_PERSON,
    KIND_SPOTS,
    KIND_DWELLS,
    KIND_LEG,
    KIND_BUTTON,
    KIND_BEHAVIORS,
    KIND_SPEED,
    KIND_CHANGE,
    KIND_BUDGET, /* this kind and the following ones take no value */
    KIND_HELP,
    KIND_VERSION
};

/* How an option is parsed, and the field of struct options that receives its value. The field is a bool, string,
 * double, unsigned or uint64_t, depending on the kind. */
struct rule {
    const char *name;
    enum kind kind;
    size_t offset;   /* of the field in struct options */
    double min, max; /* limits of the value, or of its length */
};

#define TO(field) offsetof(struct options, field)

/* clang-format off */
static const struct rule RULES[] = {
    {"--pty",            KIND_PATH,    TO(pty), 0, 0},
    {"--stdout",         KIND_FLAG,    TO(to_stdout), 0, 0},
    {"--session",        KIND_PATH,    TO(session), 0, 0},
    {"--truth",          KIND_PATH,    TO(truth), 0, 0},
    {"--firmware",       KIND_PATH,    TO(firmware), 0, 0},
    {"--rig",            KIND_PATH,    TO(rig_commands), 0, 0},
    {"--bench",          KIND_PATH,    TO(rig_commands), 0, 0}, /* the old name of --rig */
    {"--weeks",          KIND_COUNT,   TO(weeks), 1, WEEKS_SESSIONS_MAX},
    {"--change",         KIND_CHANGE,  TO(change), 0, 0},
    {"--speed",          KIND_SPEED,   0, 0, 0},
    {"--until-end-of",   KIND_COUNT,   TO(until_end_of), 3, 65535},
    {"--budget",         KIND_BUDGET,  0, 0, 0},
    {"--seed",           KIND_SEED,    TO(request.seed), 0, 0},
    {"--person",         KIND_PERSON,  TO(request.person), 0, 0},
    {"--spots",          KIND_SPOTS,   0, 0.0, 1000.0},
    {"--spot-dwell",     KIND_DWELLS,  0, 5.5, 600.0},
    {"--random-spots",   KIND_COUNT,   TO(request.random_spots), 0, SCHEDULE_SPOTS_MAX},
    {"--thigh-length",   KIND_NUMBER,  TO(request.thigh_length_mm), 150.0, 700.0},
    {"--rolling-radius", KIND_NUMBER,  TO(request.rolling_radius_mm), 30.0, 150.0},
    {"--start-at",       KIND_NUMBER,  TO(request.start_mm), -150.0, 150.0},
    {"--zero-at",        KIND_ZERO,    TO(request.zero_mm), -150.0, 150.0},
    {"--strokes",        KIND_COUNT,   TO(request.strokes), 0, 10000},
    {"--leg",            KIND_LEG,     0, 0, 0},
    {"--started",        KIND_LINE,    TO(request.started), 0, 47},
    {"--subject",        KIND_LINE,    TO(request.subject), 0, 255},
    {"--button-at",      KIND_BUTTON,  0, 0.0, 1e5},
    {"--no-imu",         KIND_FLAG,    TO(request.no_imu), 0, 0},
    {"--bias-resistors", KIND_FLAG,    TO(request.bias_resistors), 0, 0},
    {"--behaviour",      KIND_BEHAVIORS, 0, 0, 0},
    {"--hard",           KIND_FLAG,    TO(request.hard), 0, 0},
    {"--help",           KIND_HELP,    0, 0, 0},
    {"--version",        KIND_VERSION, 0, 0, 0},
};
/* clang-format on */
#define RULE_COUNT (sizeof RULES / sizeof RULES[0])

static bool takes_value(const struct rule *rule)
{
    return rule->kind != KIND_FLAG && rule->kind < KIND_BUDGET;
}

/* Parse a number without exponent, and without a sign unless it may be negative, within the limits of the rule. */
static bool read_number(const char *text, size_t length, const struct rule *rule, double *value)
{
    return strspn(text, rule->min < 0.0 ? "-0123456789." : "0123456789.") >= length &&
           decimal_parse(text, length, value) && *value >= rule->min && *value <= rule->max;
}

static bool read_number_option(const struct rule *rule, const char *text, double *value, struct failure *failure)
{
    return read_number(text, strlen(text), rule, value) ||
           failure_set(failure, EXIT_STATUS_USAGE, "%s takes a number from %g to %g, not '%s'", rule->name, rule->min,
                       rule->max, text);
}

static bool read_count(const struct rule *rule, const char *text, unsigned *value, struct failure *failure)
{
    double number;
    if (!read_number(text, strlen(text), rule, &number) || number != floor(number)) {
        return failure_set(failure, EXIT_STATUS_USAGE, "%s takes a whole number from %g to %g, not '%s'", rule->name,
                           rule->min, rule->max, text);
    }
    *value = (unsigned)number;
    return true;
}

static bool read_seed(const struct rule *rule, const char *text, uint64_t *seed, struct failure *failure)
{
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0)
        return failure_set(failure, EXIT_STATUS_USAGE, "%s takes a whole number below 2^64, not '%s'", rule->name,
                           text);
    *seed = value;
    return true;
}

/* Parse up to SCHEDULE_SPOTS_MAX numbers separated by commas. */
static bool read_list(const struct rule *rule, const char *text, double *value, unsigned *count,
                      struct failure *failure)
{
    const char *expected = rule->kind == KIND_SPOTS ? "millimetres from the upper thigh, such as 120,260"
                                                    : "seconds from 5.5 to 600, such as 40,12";
    *count = 0;
    for (const char *cursor = text;; cursor++) {
        size_t length = strcspn(cursor, ",");
        if (*count == SCHEDULE_SPOTS_MAX)
            return failure_set(failure, EXIT_STATUS_USAGE, "%s takes at most %d numbers", rule->name,
                               SCHEDULE_SPOTS_MAX);
        if (!read_number(cursor, length, rule, &value[*count]))
            return failure_set(failure, EXIT_STATUS_USAGE, "%s takes %s, not '%s'", rule->name, expected, text);
        (*count)++;
        cursor += length;
        if (*cursor == '\0')
            return true;
    }
}

static bool read_line(const struct rule *rule, const char *text, const char **value, struct failure *failure)
{
    if ((double)strlen(text) > rule->max || strpbrk(text, "\r\n") != NULL)
        return failure_set(failure, EXIT_STATUS_USAGE, "%s takes one line of at most %g bytes", rule->name, rule->max);
    *value = text;
    return true;
}

static bool read_leg(const char *text, struct scene_request *request, struct failure *failure)
{
    enum session_leg leg;
    if (!session_leg_from_name(text, &leg) || leg == SESSION_LEG_UNKNOWN)
        return failure_set(failure, EXIT_STATUS_USAGE, "--leg takes left or right, not '%s'", text);
    (void)snprintf(request->leg, sizeof request->leg, "%s", session_leg_name(leg));
    return true;
}

static bool read_button(const struct rule *rule, const char *text, struct scene_request *request,
                        struct failure *failure)
{
    if (request->button_count == SCHEDULE_BUTTON_MAX)
        return failure_set(failure, EXIT_STATUS_USAGE, "--button-at may be given at most %d times",
                           SCHEDULE_BUTTON_MAX);
    return read_number_option(rule, text, &request->button_s[request->button_count++], failure);
}

static bool read_behaviors(const char *text, struct scene_request *request, struct failure *failure)
{
    return behaviors_parse(text, &request->behaviors) ||
           failure_set(failure, EXIT_STATUS_USAGE,
                       "--behaviour takes names separated by commas, such as slide,rests, not "
                       "'%s'; --help lists them",
                       text);
}

static bool read_speed(const char *text, struct options *options, struct failure *failure)
{
    options->full_speed = strcmp(text, "max") == 0;
    return options->full_speed || strcmp(text, "real") == 0 ||
           failure_set(failure, EXIT_STATUS_USAGE, "--speed takes real or max, not '%s'", text);
}

static bool read_change(const char *text, enum weeks_change *change, struct failure *failure)
{
    return weeks_change_from_name(text, change) ||
           failure_set(failure, EXIT_STATUS_USAGE, "--change takes none, new, gone, less or more, not '%s'", text);
}

static bool apply(const struct rule *rule, const char *text, struct options *options, struct failure *failure)
{
    struct scene_request *request = &options->request;
    void *value = (char *)options + rule->offset;
    switch (rule->kind) {
    case KIND_FLAG: *(bool *)value = true; return true;
    case KIND_PATH: *(const char **)value = text; return true;
    case KIND_LINE: return read_line(rule, text, value, failure);
    case KIND_NUMBER: return read_number_option(rule, text, value, failure);
    case KIND_ZERO: request->presses_zero = true; return read_number_option(rule, text, value, failure);
    case KIND_COUNT: return read_count(rule, text, value, failure);
    case KIND_PERSON: request->has_person = true; return read_seed(rule, text, value, failure);
    case KIND_SEED: return read_seed(rule, text, value, failure);
    case KIND_SPOTS: return read_list(rule, text, request->spot_mm, &request->spot_count, failure);
    case KIND_DWELLS: return read_list(rule, text, request->spot_dwell_s, &request->spot_dwell_count, failure);
    case KIND_LEG: return read_leg(text, request, failure);
    case KIND_BUTTON: return read_button(rule, text, request, failure);
    case KIND_BEHAVIORS: return read_behaviors(text, request, failure);
    case KIND_CHANGE: return read_change(text, value, failure);
    case KIND_SPEED: return read_speed(text, options, failure);
    case KIND_BUDGET: options->task = TASK_BUDGET; return true;
    default: options->task = rule->kind == KIND_HELP ? TASK_HELP : TASK_VERSION; return true;
    }
}

static bool check_combinations(const struct options *options, struct failure *failure)
{
    const struct scene_request *request = &options->request;
    int outputs =
        (options->pty != NULL) + options->to_stdout + (options->session != NULL) + (options->task == TASK_BUDGET);
    if (outputs != 1) {
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "choose one of --pty LINK, --stdout, --session FILE and --budget; "
                           "--help explains them");
    }
    if (options->rig_commands != NULL && options->task != TASK_SIMULATE)
        return failure_set(failure, EXIT_STATUS_USAGE, "--rig needs --pty or --stdout");
    if (options->until_end_of > 0 && options->task != TASK_SIMULATE)
        return failure_set(failure, EXIT_STATUS_USAGE, "--until-end-of needs --pty or --stdout");
    if (options->until_end_of > 0 && fcntl((int)options->until_end_of, F_GETFD) < 0)
        return failure_set(failure, EXIT_STATUS_USAGE, "--until-end-of %u: this descriptor is not open",
                           options->until_end_of);
    if (request->spot_count > 0 && request->random_spots > 0)
        return failure_set(failure, EXIT_STATUS_USAGE, "choose either --spots or --random-spots");
    if (request->spot_dwell_count > 0 && request->spot_dwell_count != request->spot_count) {
        return failure_set(failure, EXIT_STATUS_USAGE, "--spot-dwell takes as many numbers as --spots: %u, not %u",
                           request->spot_count, request->spot_dwell_count);
    }
    if ((request->started != NULL || request->subject != NULL) && options->session == NULL)
        return failure_set(failure, EXIT_STATUS_USAGE, "--started and --subject need --session");
    return true;
}

static bool check_weeks(const struct options *options, struct failure *failure)
{
    const struct scene_request *request = &options->request;
    if (options->weeks == 0)
        return options->change == WEEKS_CHANGE_RANDOM ||
               failure_set(failure, EXIT_STATUS_USAGE, "--change needs --weeks");
    if (options->session == NULL || strcmp(options->session, "-") == 0)
        return failure_set(failure, EXIT_STATUS_USAGE, "--weeks needs --session FOLDER");
    if (request->spot_count > 0 || request->random_spots > 0 || request->spot_dwell_count > 0)
        return failure_set(failure, EXIT_STATUS_USAGE,
                           "the person of --weeks has spots; omit --spots, --random-spots and --spot-dwell");
    return true;
}

bool options_parse(int argc, char **argv, struct options *options, struct failure *failure)
{
    *options = (struct options){.task = TASK_SIMULATE, .request = {.seed = 1}};
    struct option accepted[RULE_COUNT + 1] = {{0}};
    for (size_t i = 0; i < RULE_COUNT; i++) {
        accepted[i].name = RULES[i].name + strlen("--");
        accepted[i].has_arg = takes_value(&RULES[i]) ? required_argument : no_argument;
    }
    opterr = 0;
    optind = 1;
    int result;
    int index;
    while ((result = getopt_long(argc, argv, "+:", accepted, &index)) != -1) {
        if (result == ':' || result == '?') {
            return failure_set(failure, EXIT_STATUS_USAGE,
                               result == ':' ? "%s needs a value; --help explains it"
                                             : "there is no option %s; --help lists them",
                               argv[optind - 1]);
        }
        if (!apply(&RULES[index], optarg, options, failure))
            return false;
        if (options->task == TASK_HELP || options->task == TASK_VERSION)
            return true;
    }
    if (optind < argc)
        return failure_set(failure, EXIT_STATUS_USAGE, "'%s' is not an option; --help lists them", argv[optind]);
    if (options->session != NULL && options->task == TASK_SIMULATE)
        options->task = options->weeks > 0 ? TASK_WEEKS : TASK_SESSION;
    return check_combinations(options, failure) && check_weeks(options, failure);
}
