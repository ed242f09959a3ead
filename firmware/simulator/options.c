/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum option_code {
    OPTION_PTY = 256,
    OPTION_STDOUT,
    OPTION_SESSION,
    OPTION_TRUTH,
    OPTION_FIRMWARE,
    OPTION_SPEED,
    OPTION_SEED,
    OPTION_SPOTS,
    OPTION_RANDOM_SPOTS,
    OPTION_THIGH_LENGTH,
    OPTION_ROLLING_RADIUS,
    OPTION_STROKES,
    OPTION_LEG,
    OPTION_PERSON,
    OPTION_SPOT_DWELL,
    OPTION_STARTED,
    OPTION_SUBJECT,
    OPTION_BUTTON_AT,
    OPTION_NO_IMU,
    OPTION_BIAS_RESISTORS,
    OPTION_HARD,
    OPTION_BUDGET,
    OPTION_BENCH,
    OPTION_HELP,
    OPTION_VERSION
};

static const struct option OPTIONS[] = {
    {"pty", required_argument, NULL, OPTION_PTY},
    {"stdout", no_argument, NULL, OPTION_STDOUT},
    {"session", required_argument, NULL, OPTION_SESSION},
    {"truth", required_argument, NULL, OPTION_TRUTH},
    {"firmware", required_argument, NULL, OPTION_FIRMWARE},
    {"speed", required_argument, NULL, OPTION_SPEED},
    {"seed", required_argument, NULL, OPTION_SEED},
    {"spots", required_argument, NULL, OPTION_SPOTS},
    {"random-spots", required_argument, NULL, OPTION_RANDOM_SPOTS},
    {"thigh-length", required_argument, NULL, OPTION_THIGH_LENGTH},
    {"rolling-radius", required_argument, NULL, OPTION_ROLLING_RADIUS},
    {"strokes", required_argument, NULL, OPTION_STROKES},
    {"leg", required_argument, NULL, OPTION_LEG},
    {"person", required_argument, NULL, OPTION_PERSON},
    {"spot-dwell", required_argument, NULL, OPTION_SPOT_DWELL},
    {"started", required_argument, NULL, OPTION_STARTED},
    {"subject", required_argument, NULL, OPTION_SUBJECT},
    {"button-at", required_argument, NULL, OPTION_BUTTON_AT},
    {"no-imu", no_argument, NULL, OPTION_NO_IMU},
    {"bias-resistors", no_argument, NULL, OPTION_BIAS_RESISTORS},
    {"hard", no_argument, NULL, OPTION_HARD},
    {"budget", no_argument, NULL, OPTION_BUDGET},
    {"bench", required_argument, NULL, OPTION_BENCH},
    {"help", no_argument, NULL, OPTION_HELP},
    {"version", no_argument, NULL, OPTION_VERSION},
    {NULL, 0, NULL, 0},
};

/* Decimal digits with at most one point, all `length` bytes of them; no locale is ever set. */
static bool read_number(const char *text, size_t length, double low, double high, double *value)
{
    if (length == 0 || length > 30 || strspn(text, "0123456789.") < length) {
        return false;
    }
    char copy[32];
    memcpy(copy, text, length);
    copy[length] = '\0';
    char *end;
    *value = strtod(copy, &end);
    return *end == '\0' && end != copy && *value >= low && *value <= high;
}

static bool number_option(const char *name, const char *text, double low, double high, double *value,
                          struct sim_failure *failure)
{
    if (!read_number(text, strlen(text), low, high, value)) {
        return sim_failure_set(failure, SIM_USAGE, "%s takes a number from %g to %g, not '%s'", name, low,
                               high, text);
    }
    return true;
}

static bool count_option(const char *name, const char *text, unsigned high, unsigned *value,
                         struct sim_failure *failure)
{
    double number;
    if (!read_number(text, strlen(text), 0.0, high, &number) || number != floor(number)) {
        return sim_failure_set(failure, SIM_USAGE, "%s takes a whole number from 0 to %u, not '%s'", name,
                               high, text);
    }
    *value = (unsigned)number;
    return true;
}

static bool seed_option(const char *name, const char *text, uint64_t *seed, struct sim_failure *failure)
{
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0) {
        return sim_failure_set(failure, SIM_USAGE, "%s takes a whole number below 2^64, not '%s'", name,
                               text);
    }
    *seed = value;
    return true;
}

/* Numbers with commas between, at most SCHEDULE_SPOTS_MAX. */
static bool list_option(const char *name, const char *what, const char *example, const char *text, double low,
                        double high, double *value, unsigned *count, struct sim_failure *failure)
{
    *count = 0;
    for (const char *at = text;; at++) {
        size_t length = strcspn(at, ",");
        if (*count == SCHEDULE_SPOTS_MAX) {
            return sim_failure_set(failure, SIM_USAGE, "%s takes at most %d places", name,
                                   SCHEDULE_SPOTS_MAX);
        }
        if (!read_number(at, length, low, high, &value[*count])) {
            return sim_failure_set(failure, SIM_USAGE,
                                   "%s takes %s with commas between, such as %s, not '%s'", name, what,
                                   example, text);
        }
        (*count)++;
        at += length;
        if (*at == '\0') {
            return true;
        }
    }
}

/* A text that becomes a line of the session's header. */
static bool text_option(const char *name, const char *text, size_t most, const char **value,
                        struct sim_failure *failure)
{
    if (strlen(text) > most || strpbrk(text, "\r\n") != NULL) {
        return sim_failure_set(failure, SIM_USAGE, "%s takes one line of at most %zu bytes", name, most);
    }
    *value = text;
    return true;
}

static bool leg_option(const char *text, struct scene_request *request, struct sim_failure *failure)
{
    if (strcmp(text, "left") != 0 && strcmp(text, "right") != 0) {
        return sim_failure_set(failure, SIM_USAGE, "--leg takes left or right, not '%s'", text);
    }
    memcpy(request->leg, text, strlen(text) + 1);
    return true;
}

static bool button_option(const char *text, struct scene_request *request, struct sim_failure *failure)
{
    if (request->button_count == SCHEDULE_BUTTON_MAX) {
        return sim_failure_set(failure, SIM_USAGE, "--button-at may be given at most %d times",
                               SCHEDULE_BUTTON_MAX);
    }
    return number_option("--button-at", text, 0.0, 1e5, &request->button_s[request->button_count++], failure);
}

static bool speed_option(const char *text, struct options *options, struct sim_failure *failure)
{
    options->full_speed = strcmp(text, "max") == 0;
    if (!options->full_speed && strcmp(text, "real") != 0) {
        return sim_failure_set(failure, SIM_USAGE, "--speed takes real or max, not '%s'", text);
    }
    return true;
}

/* Options of the scene. */
static bool take_wish(int option, const char *text, struct scene_request *request,
                      struct sim_failure *failure)
{
    switch (option) {
    case OPTION_SEED:
        return seed_option("--seed", text, &request->seed, failure);
    case OPTION_PERSON:
        request->has_person = true;
        return seed_option("--person", text, &request->person, failure);
    case OPTION_SPOTS:
        return list_option("--spots", "millimetres from the upper thigh", "120,260", text, 0.0, 1000.0,
                           request->spot_mm, &request->spot_count, failure);
    case OPTION_SPOT_DWELL:
        return list_option("--spot-dwell", "seconds from 5.5 to 600", "40,12", text, 5.5, 600.0,
                           request->spot_dwell_s, &request->spot_dwell_count, failure);
    case OPTION_STARTED:
        return text_option("--started", text, 47, &request->started, failure);
    case OPTION_SUBJECT:
        return text_option("--subject", text, 255, &request->subject, failure);
    case OPTION_RANDOM_SPOTS:
        return count_option("--random-spots", text, SCHEDULE_SPOTS_MAX, &request->random_spots, failure);
    case OPTION_THIGH_LENGTH:
        return number_option("--thigh-length", text, 150.0, 700.0, &request->thigh_length_mm, failure);
    case OPTION_ROLLING_RADIUS:
        return number_option("--rolling-radius", text, 30.0, 150.0, &request->rolling_radius_mm, failure);
    case OPTION_STROKES:
        return count_option("--strokes", text, 10000, &request->strokes, failure);
    case OPTION_LEG:
        return leg_option(text, request, failure);
    case OPTION_BUTTON_AT:
        return button_option(text, request, failure);
    case OPTION_NO_IMU:
        return request->no_imu = true;
    case OPTION_BIAS_RESISTORS:
        return request->biased = true;
    default:
        return request->hard = true;
    }
}

static bool take(int option, const char *text, struct options *options, struct sim_failure *failure)
{
    switch (option) {
    case OPTION_PTY:
        options->pty = text;
        return true;
    case OPTION_STDOUT:
        options->to_stdout = true;
        return true;
    case OPTION_SESSION:
        options->session = text;
        options->task = TASK_SESSION;
        return true;
    case OPTION_TRUTH:
        options->truth = text;
        return true;
    case OPTION_FIRMWARE:
        options->firmware = text;
        return true;
    case OPTION_SPEED:
        return speed_option(text, options, failure);
    case OPTION_BUDGET:
        options->task = TASK_BUDGET;
        return true;
    case OPTION_BENCH:
        options->bench = text;
        return true;
    default:
        return take_wish(option, text, &options->request, failure);
    }
}

static bool check(const struct options *options, struct sim_failure *failure)
{
    int outputs = (options->pty != NULL) + options->to_stdout + (options->session != NULL) +
                  (options->task == TASK_BUDGET);
    if (outputs != 1) {
        return sim_failure_set(failure, SIM_USAGE,
                               "choose one of --pty LINK, --stdout, --session FILE and --budget; "
                               "--help tells more");
    }
    if (options->bench != NULL && options->task != TASK_SIMULATE) {
        return sim_failure_set(failure, SIM_USAGE, "--bench goes with --pty or --stdout only");
    }
    if (options->request.spot_count > 0 && options->request.random_spots > 0) {
        return sim_failure_set(failure, SIM_USAGE, "choose either --spots or --random-spots");
    }
    if (options->request.spot_dwell_count > 0 &&
        options->request.spot_dwell_count != options->request.spot_count) {
        return sim_failure_set(failure, SIM_USAGE,
                               "--spot-dwell takes as many numbers as --spots: %u, not %u",
                               options->request.spot_count, options->request.spot_dwell_count);
    }
    if ((options->request.started != NULL || options->request.subject != NULL) && options->session == NULL) {
        return sim_failure_set(failure, SIM_USAGE, "--started and --subject go with --session only");
    }
    return true;
}

bool options_read(int argc, char **argv, struct options *options, struct sim_failure *failure)
{
    *options = (struct options){.task = TASK_SIMULATE, .request = {.seed = 1}};
    opterr = 0;
    optind = 1;
    for (;;) {
        int option = getopt_long(argc, argv, "+:", OPTIONS, NULL);
        if (option == -1) {
            break;
        }
        if (option == OPTION_HELP || option == OPTION_VERSION) {
            options->task = option == OPTION_HELP ? TASK_HELP : TASK_VERSION;
            return true;
        }
        if (option == ':' || option == '?') {
            return sim_failure_set(failure, SIM_USAGE,
                                   option == ':' ? "%s needs a value; --help tells more"
                                                 : "there is no option %s; --help lists them",
                                   argv[optind - 1]);
        }
        if (!take(option, optarg, options, failure)) {
            return false;
        }
    }
    if (optind < argc) {
        return sim_failure_set(failure, SIM_USAGE, "'%s' is no option; --help lists them", argv[optind]);
    }
    return check(options, failure);
}
