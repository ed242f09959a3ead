/* SPDX-License-Identifier: MIT */
#include "serial/discovery.h"

#include "decode/host_time.h"
#include "serial/link_status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define STEP_MS 20

bool discovery_init(struct discovery *finder, int baud, const char *id, struct failure *failure)
{
    struct port_info ports[PORT_FINDER_PORTS_MAX];
    *finder = (struct discovery){.baud = baud, .id = id};
    if (!port_finder_list(ports, &finder->count, failure))
        return false;
    finder->probe = calloc(finder->count + 1, sizeof *finder->probe);
    if (!finder->probe) {
        finder->count = 0;
        return failure_set(failure, EXIT_STATUS_DEVICE, "There is not enough memory to look for a roller.");
    }
    for (size_t i = 0; i < finder->count; i++) {
        finder->probe[i].port = ports[i];
        finder->probe[i].state = PROBE_LEFT_ALONE;
        finder->on_usb += ports[i].usb_id[0] != '\0';
    }
    return true;
}

static bool is_wanted(const struct discovery *finder, const struct probe *probe)
{
    return probe->state == PROBE_ROLLER && (!finder->id || strcasecmp(finder->id, probe->device.id) == 0);
}

void discovery_poll(struct discovery *finder)
{
    int64_t now_us = host_time_us();
    for (size_t i = 0; i < finder->count; i++)
        probe_step(&finder->probe[i], now_us);
}

/* Whether something is still to be found out. */
static bool goes_on(struct discovery *finder)
{
    bool listens = false;
    for (size_t i = 0; i < finder->count; i++)
        listens = listens || finder->probe[i].state == PROBE_LISTENS;
    return listens && !(finder->id && discovery_next(finder, NULL));
}

static bool look_at(struct discovery *finder, bool likely, bool unlikely, int stop_fd,
                    struct failure *failure)
{
    for (size_t i = 0; i < finder->count; i++) {
        struct port_info port = finder->probe[i].port;
        if (port.usb_id[0] && (port.is_likely ? likely : unlikely))
            probe_open(&finder->probe[i], &port, finder->baud, port.is_likely, host_time_us());
    }
    while (goes_on(finder)) {
        struct failure ignored;
        if (link_wait(stop_fd, -1, STEP_MS, &ignored) == LINK_DATA)
            return failure_set(failure, EXIT_STATUS_DEVICE, "Stopped before a roller was found.");
        discovery_poll(finder);
    }
    return true;
}

bool discovery_run(struct discovery *finder, bool everywhere, int stop_fd, struct failure *failure)
{
    if (!look_at(finder, true, everywhere, stop_fd, failure))
        return false;
    return everywhere || discovery_next(finder, NULL) || look_at(finder, false, true, stop_fd, failure);
}

struct probe *discovery_next(struct discovery *finder, const struct probe *after)
{
    for (size_t i = after ? (size_t)(after - finder->probe) + 1 : 0; i < finder->count; i++) {
        if (is_wanted(finder, &finder->probe[i]))
            return &finder->probe[i];
    }
    return NULL;
}

void discovery_describe(const struct probe *probe, char *text, size_t size)
{
    snprintf(text, size, "%s at %s%s%s%s", probe->device.known ? probe->device.id : "a roller without a name",
             probe->port.name, probe->port.description[0] ? " (" : "", probe->port.description,
             probe->port.description[0] ? ")" : "");
}

void discovery_free(struct discovery *finder)
{
    for (size_t i = 0; i < finder->count; i++)
        probe_close(&finder->probe[i]);
    free(finder->probe);
    *finder = (struct discovery){0};
}
