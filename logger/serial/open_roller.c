/* SPDX-License-Identifier: MIT */
#include "serial/open_roller.h"

#include "decode/host_time.h"
#include "serial/roller_choice.h"
#include "serial/discovery.h"
#include "wire/vocabulary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEP_MS 20

static bool search(struct discovery *discovery, struct status_line *status_line, int stop_fd,
                   struct link *link, char *port, char *bytes, size_t size, size_t *received,
                   struct failure *failure)
{
    if (discovery->usb_port_count > 0)
        status_line_print(
            status_line,
            "Looking for the roller at %zu serial port%s on USB; an Arduino starts anew meanwhile.",
            discovery->usb_port_count, discovery->usb_port_count == 1 ? "" : "s");
    if (!discovery_run(discovery, false, stop_fd, failure))
        return false;
    struct probe *probe = roller_choice_select(discovery, status_line, stop_fd, failure);
    if (!probe)
        return false;
    char name[300];
    discovery_describe(probe, name, sizeof name);
    snprintf(port, PORT_LIST_NAME_SIZE, "%s", probe->port.name);
    probe_hand_over(probe, link, bytes, size, received);
    status_line_print(status_line, "Found %s, %d baud.", name, link->baud);
    return true;
}

/* The user's name of a port, which may be a link of any length; then the kernel's, which fits. */
static bool name_port(char name[PORT_LIST_NAME_SIZE], const char *port, struct failure *failure)
{
    char *kernels = strlen(port) < PORT_LIST_NAME_SIZE ? NULL : realpath(port, NULL);
    int length = snprintf(name, PORT_LIST_NAME_SIZE, "%s", kernels ? kernels : port);
    free(kernels);
    return length < PORT_LIST_NAME_SIZE ||
           failure_set(failure, EXIT_STATUS_DEVICE, "%s is too long for the name of a serial port.", port);
}

/* A named serial port whose rate nobody told. One where no roller is received is opened all the same: it may
 * be slow. */
static bool open_at_its_rate(struct link *link, const char *port, int stop_fd, char *bytes, size_t size,
                             size_t *received, struct failure *failure)
{
    struct port_info info = {.is_likely_roller = true};
    if (!name_port(info.name, port, failure))
        return false;
    struct probe *probe = calloc(1, sizeof *probe);
    if (!probe)
        return failure_set(failure, EXIT_STATUS_DEVICE,
                           "There is not enough memory to listen to the roller.");
    probe_open(probe, &info, 0, true, host_time_us());
    bool stopped = false;
    while (probe->state == PROBE_LISTENING && !stopped) {
        struct failure ignored;
        stopped = link_wait(stop_fd, -1, STEP_MS, &ignored) == LINK_DATA;
        probe_step(probe, host_time_us());
    }
    bool opened = probe->state == PROBE_ROLLER;
    if (opened)
        probe_hand_over(probe, link, bytes, size, received);
    else if (probe->state == PROBE_CLOSED)
        *failure = probe->failure;
    bool try_plainly =
        probe->state == PROBE_IDLE || probe->state == PROBE_OTHER_DEVICE || probe->state == PROBE_LISTENING;
    probe_close(probe);
    free(probe);
    return opened || (try_plainly && link_open(link, port, WIRE_BAUD_DEFAULT, failure));
}

bool open_roller_link(struct link *link, const struct options *options, struct status_line *status_line,
                      int stop_fd, char *port, char *bytes, size_t size, size_t *received,
                      struct failure *failure)
{
    struct discovery discovery;
    int baud = options->baud_is_given ? options->baud : 0;
    *received = 0;
    *port = '\0';
    if (options->port && baud == 0 && link_is_serial_device(options->port))
        return open_at_its_rate(link, options->port, stop_fd, bytes, size, received, failure);
    if (options->port)
        return link_open(link, options->port, options->baud, failure);
    bool found = discovery_init(&discovery, baud, options->id, failure) &&
                 search(&discovery, status_line, stop_fd, link, port, bytes, size, received, failure);
    discovery_free(&discovery);
    return found;
}
