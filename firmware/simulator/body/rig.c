/* SPDX-License-Identifier: MIT */
#include "body/rig.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROTATE_TO_TOP_S 0.5 /* duration of rotating a strip to the top */
#define ROLL_FORCE_N 250.0  /* about the weight of a board loaded with 25 kg */
#define ROLL_DEFAULT_S 4.0  /* duration of a roll if the command does not specify it */
#define LOAD_MAX_N 5000.0
#define ROLL_MAX_MM 1e4
#define ROLL_MIN_S 0.3
#define ROLL_MAX_S 600.0
#define WAIT_MAX_S 1e5

/* ---- Commands ---- */

bool rig_commands_open(struct rig_commands *commands, const char *path, struct failure *failure)
{
    *commands = (struct rig_commands){.path = path, .fd = -1};
    struct stat status;
    /* A FIFO that is also open for writing does not end when its writer closes it. */
    bool is_fifo = stat(path, &status) == 0 && S_ISFIFO(status.st_mode);
    commands->fd = strcmp(path, "-") == 0 ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
                                          : open(path, (is_fifo ? O_RDWR : O_RDONLY) | O_CLOEXEC);
    if (commands->fd < 0)
        return failure_set(failure, EXIT_STATUS_INPUT, "cannot read the commands in %s: %s", path, strerror(errno));
    return true;
}

void rig_commands_close(struct rig_commands *commands)
{
    if (commands->fd >= 0)
        (void)close(commands->fd);
    commands->fd = -1;
}

/* Poll before each read instead of setting O_NONBLOCK: that flag belongs to the open file description, so it
 * would affect other processes that share standard input, even after this one exits. */
static bool has_input(const struct rig_commands *commands)
{
    struct pollfd input = {.fd = commands->fd, .events = POLLIN};
    return commands->fd >= 0 && poll(&input, 1, 0) > 0;
}

/* Collect bytes up to a newline or the end of the input. True if the line is complete. Sets `*ok` to false if
 * the line is too long. */
static bool read_line(struct rig_commands *commands, struct failure *failure, bool *ok)
{
    char byte;
    ssize_t count;
    while (has_input(commands) && (count = read(commands->fd, &byte, 1)) != -1) {
        if (count == 0) {
            rig_commands_close(commands);
            return commands->length > 0;
        }
        if (byte == '\n')
            return true;
        if (commands->length == sizeof commands->line - 1) {
            *ok = failure_set(failure, EXIT_STATUS_INPUT, "%s: line %u is too long", commands->path,
                              commands->line_number + 1);
            return false;
        }
        commands->line[commands->length++] = byte;
    }
    return false;
}

/* Parse a line; an empty one leaves the kind at RIG_NONE. False if it is not a command or if a number is out of
 * range. */
static bool parse_command(const char *line, struct rig_command *command)
{
    char extra; /* receives text after the command, which is an error */
    if (sscanf(line, "load %u %lf %c", &command->strip, &command->load_n, &extra) == 2) {
        command->kind = RIG_LOAD;
        return command->strip < BODY_STRIPS && command->load_n >= 0.0 && command->load_n <= LOAD_MAX_N;
    }
    int count = sscanf(line, "roll %lf %lf %c", &command->roll_mm, &command->seconds, &extra);
    if (count == 1 || count == 2) {
        command->kind = RIG_ROLL;
        command->seconds = count == 2 ? command->seconds : ROLL_DEFAULT_S;
        return command->roll_mm >= -ROLL_MAX_MM && command->roll_mm <= ROLL_MAX_MM && command->seconds >= ROLL_MIN_S &&
               command->seconds <= ROLL_MAX_S;
    }
    if (sscanf(line, "wait %lf %c", &command->seconds, &extra) == 1) {
        command->kind = RIG_WAIT;
        return command->seconds >= 0.0 && command->seconds <= WAIT_MAX_S;
    }
    char word[8] = "";
    if (sscanf(line, "%7s %c", word, &extra) != 1)
        return *word == '\0'; /* an empty line is valid; text after the word is not */
    if (strcmp(word, "press") == 0)
        command->kind = RIG_PRESS;
    else if (strcmp(word, "end") == 0)
        command->kind = RIG_END;
    else
        return false;
    return true;
}

bool rig_commands_next(struct rig_commands *commands, struct rig_command *command, struct failure *failure)
{
    bool ok = true;
    *command = (struct rig_command){.kind = RIG_NONE};
    while (ok && command->kind == RIG_NONE && read_line(commands, failure, &ok)) {
        commands->line[commands->length] = '\0';
        commands->line[strcspn(commands->line, "#")] = '\0';
        commands->length = 0;
        commands->line_number++;
        if (!parse_command(commands->line, command)) {
            ok = failure_set(failure, EXIT_STATUS_INPUT,
                             "%s: line %u is not a command: \"%s\"; --help lists the commands", commands->path,
                             commands->line_number, commands->line);
        }
    }
    return ok;
}

/* ---- Loads and movements ---- */

void rig_init(struct rig *rig)
{
    /* rig_motion needs a movement, so begin with one of length 0 */
    *rig = (struct rig){.movement = {.kind = MOVEMENT_ROLL, .duration_s = ROTATE_TO_TOP_S, .ramp = 0.5},
                        .pressed_s = -1.0};
}

struct motion rig_motion(const struct rig *rig, double time_s)
{
    return movement_at(&rig->movement, time_s);
}

/* Start a roll at time_s from where the roller is then. */
static void start_roll(struct rig *rig, double distance_mm, double time_s, double duration_s)
{
    double rolled_from_mm = rig_motion(rig, time_s).rolled_mm;
    rig->movement = (struct movement){.kind = MOVEMENT_ROLL,
                                      .start_s = time_s,
                                      .duration_s = duration_s,
                                      .to_mm = distance_mm,
                                      .ramp = 0.3,
                                      .load_start = 1.0,
                                      .load_middle = 1.0,
                                      .load_end = 1.0,
                                      .rolled_from_mm = rolled_from_mm};
}

/* Start rotating the strip to the top, in the shorter direction. The load is put on when it arrives there. */
static void rotate_to_top(struct rig *rig, const struct roller_body *body, unsigned strip, double time_s)
{
    struct motion motion = rig_motion(rig, time_s);
    double rotation_rad = remainder(body_up_rad(body, &motion) - body->strip[strip].angle_rad, 2.0 * M_PI);
    start_roll(rig, body->direction * body->radius_mm * rotation_rad, time_s, ROTATE_TO_TOP_S);
    rig->loaded_s = time_s + ROTATE_TO_TOP_S;
}

void rig_execute(struct rig *rig, const struct roller_body *body, const struct rig_command *command, double time_s)
{
    if (command->kind == RIG_PRESS) {
        rig->pressed_s = time_s;
    } else if (command->kind == RIG_ROLL) {
        rig->is_rolling = true;
        start_roll(rig, command->roll_mm, time_s, command->seconds);
    } else if (command->kind == RIG_LOAD) {
        if (rig->is_rolling || rig->load_n <= 0.0 || rig->strip != command->strip)
            rotate_to_top(rig, body, command->strip, time_s);
        rig->is_rolling = false;
        rig->strip = command->strip;
        rig->load_n = command->load_n;
    }
}

void rig_strip_forces(const struct rig *rig, const struct roller_body *body, double time_s,
                      double strip_force_n[BODY_STRIPS])
{
    struct motion motion = rig_motion(rig, time_s);
    bool is_under_block = !rig->is_rolling && rig->load_n > 0.0 && time_s >= rig->loaded_s;
    if (!is_under_block) {
        body_strip_forces(body, &motion, rig->is_rolling ? ROLL_FORCE_N : 0.0, strip_force_n);
        return;
    }
    for (unsigned i = 0; i < BODY_STRIPS; i++)
        strip_force_n[i] = 0.0;
    unsigned opposite_strip = (rig->strip + BODY_STRIPS / 2) % BODY_STRIPS;
    strip_force_n[rig->strip] = rig->load_n;
    strip_force_n[opposite_strip] = rig->load_n + body->weight_n;
}

bool rig_is_pressing(const struct rig *rig, double time_s)
{
    return rig->pressed_s >= 0.0 && time_s >= rig->pressed_s && time_s < rig->pressed_s + RIG_PRESS_S;
}
