/* SPDX-License-Identifier: MIT */
#include "body/rig_commands.h"

#include "body/roller_body.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROLL_SECONDS 4.0

bool rig_commands_open(struct rig_commands *orders, const char *path, struct sim_failure *failure)
{
    *orders = (struct rig_commands){.path = path, .fd = -1};
    struct stat status;
    /* Opened for writing too, a FIFO does not end when who wrote into it goes. */
    bool is_fifo = stat(path, &status) == 0 && S_ISFIFO(status.st_mode);
    orders->fd = strcmp(path, "-") == 0 ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                                        : open(path, (is_fifo ? O_RDWR : O_RDONLY) | O_CLOEXEC);
    if (orders->fd < 0) {
        return sim_failure_set(failure, SIM_INPUT, "cannot read the orders in %s: %s", path, strerror(errno));
    }
    return true;
}

void rig_commands_close(struct rig_commands *orders)
{
    if (orders->fd >= 0) {
        (void)close(orders->fd);
    }
    orders->fd = -1;
}

/* Asked before each read: O_NONBLOCK would go on to whoever shares standard input, and after this program has
 * ended. */
static bool has_come(const struct rig_commands *orders)
{
    struct pollfd wanted = {.fd = orders->fd, .events = POLLIN};
    return orders->fd >= 0 && poll(&wanted, 1, 0) > 0;
}

/* Collect bytes up to a newline, or up to the end of the input. True when a line is there. */
static bool take_line(struct rig_commands *orders, struct sim_failure *failure, bool *good)
{
    char byte;
    ssize_t count;
    while (has_come(orders) && (count = read(orders->fd, &byte, 1)) != -1) {
        if (count == 0) {
            rig_commands_close(orders);
            return orders->length > 0;
        }
        if (byte == '\n') {
            return true;
        }
        if (orders->length == sizeof orders->line - 1) {
            *good = sim_failure_set(failure, SIM_INPUT, "%s: line %u is too long", orders->path,
                                    orders->number + 1);
            return false;
        }
        orders->line[orders->length++] = byte;
    }
    return false;
}

static bool parse(const char *line, struct rig_command *order)
{
    char rest;
    int count;
    if (sscanf(line, "load %u %lf %c", &order->strip, &order->load_n, &rest) == 2) {
        order->kind = RIG_LOAD;
        return order->strip < BODY_STRIPS && order->load_n >= 0.0 && order->load_n <= 5000.0;
    }
    count = sscanf(line, "roll %lf %lf %c", &order->roll_mm, &order->seconds, &rest);
    if (count == 1 || count == 2) {
        order->kind = RIG_ROLL;
        order->seconds = count == 2 ? order->seconds : ROLL_SECONDS;
        return order->roll_mm >= -1e4 && order->roll_mm <= 1e4 && order->seconds >= 0.3 &&
               order->seconds <= 600.0;
    }
    if (sscanf(line, "wait %lf %c", &order->seconds, &rest) == 1) {
        order->kind = RIG_WAIT;
        return order->seconds >= 0.0 && order->seconds <= 1e5;
    }
    char word[8] = "";
    if (sscanf(line, "%7s %c", word, &rest) != 1) {
        return *word == '\0'; /* an empty line */
    }
    order->kind = strcmp(word, "press") == 0 ? RIG_PRESS : RIG_END;
    return order->kind == RIG_PRESS || strcmp(word, "end") == 0;
}

bool rig_commands_next(struct rig_commands *orders, struct rig_command *order, struct sim_failure *failure)
{
    bool good = true;
    *order = (struct rig_command){.kind = RIG_NONE};
    while (good && order->kind == RIG_NONE && take_line(orders, failure, &good)) {
        orders->line[orders->length] = '\0';
        orders->line[strcspn(orders->line, "#")] = '\0';
        orders->length = 0;
        orders->number++;
        if (!parse(orders->line, order)) {
            good = sim_failure_set(failure, SIM_INPUT, "%s: line %u is no order: \"%s\"; --help tells them",
                                   orders->path, orders->number, orders->line);
        }
    }
    return good;
}
