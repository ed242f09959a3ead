/* SPDX-License-Identifier: MIT */
#include "serial/discovery.h"

#include "platform/platform.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define POLL_INTERVAL_MS 20
#define SKIPPED_SIZE 160

void discovery_describe_skipped(const struct port_info *port, char *text, size_t size)
{
    snprintf(text, size, "not opened: it is %s (if it is the roller, name it with --port)",
             port->likelihood == USB_NO_ROLLER ? port->kind : "not on USB");
}

bool discovery_init(struct discovery *discovery, int baud, const char *id, struct failure *failure)
{
    struct port_info ports[PORT_LIST_MAX];
    *discovery = (struct discovery){.baud = baud, .id = id};
    if (!port_list_read(ports, &discovery->count, failure))
        return false;
    discovery->probe = calloc(discovery->count + 1, sizeof *discovery->probe); /* + 1: calloc(0) may return NULL */
    if (!discovery->probe) {
        discovery->count = 0;
        return failure_set(failure, EXIT_STATUS_DEVICE, "There is not enough memory to look for a roller.");
    }
    for (size_t i = 0; i < discovery->count; i++) {
        discovery->probe[i].port = ports[i];
        discovery->probe[i].state = PROBE_SKIPPED;
        discovery->usb_port_count += ports[i].likelihood < USB_NO_ROLLER;
        if (ports[i].likelihood != USB_NO_ROLLER)
            continue;
        char reason[SKIPPED_SIZE];
        discovery_describe_skipped(&ports[i], reason, sizeof reason);
        failure_set(&discovery->probe[i].failure, EXIT_STATUS_DEVICE, "%s is %s.", ports[i].name, reason);
    }
    return true;
}

static bool is_wanted(const struct discovery *discovery, const struct probe *probe)
{
    return probe->state == PROBE_ROLLER && (!discovery->id || strcasecmp(discovery->id, probe->device.id) == 0);
}

void discovery_poll(struct discovery *discovery)
{
    int64_t now_us = platform_now_us();
    for (size_t i = 0; i < discovery->count; i++)
        probe_step(&discovery->probe[i], now_us);
}

/* Whether ports are still being probed and the roller with the wanted id is not yet found. */
static bool is_searching(struct discovery *discovery)
{
    bool is_listening = false;
    for (size_t i = 0; i < discovery->count; i++)
        is_listening = is_listening || discovery->probe[i].state == PROBE_LISTENING;
    return is_listening && !(discovery->id && discovery_next(discovery, NULL));
}

static void open_ports(struct discovery *discovery, enum usb_likelihood likelihood)
{
    for (size_t i = 0; i < discovery->count; i++) {
        struct probe *probe = &discovery->probe[i];
        struct port_info port = probe->port;
        if (port.likelihood != likelihood)
            continue;
        if (link_check_free(port.name, &probe->failure))
            probe_open(probe, &port, discovery->baud, platform_now_us());
        else
            probe->state = PROBE_CLOSED;
    }
}

static bool probe_open_ports(struct discovery *discovery, int stop_fd, struct failure *failure)
{
    while (is_searching(discovery)) {
        if (link_wait_for_stop(stop_fd, POLL_INTERVAL_MS))
            return failure_set(failure, EXIT_STATUS_DEVICE, "Stopped before a roller was found.");
        discovery_poll(discovery);
    }
    return true;
}

bool discovery_run(struct discovery *discovery, enum discovery_order order, int stop_fd, struct failure *failure)
{
    for (enum usb_likelihood likelihood = USB_ARDUINO; likelihood < USB_NO_ROLLER; likelihood++) {
        open_ports(discovery, likelihood);
        if (order == DISCOVERY_LIKELY_FIRST && !probe_open_ports(discovery, stop_fd, failure))
            return false;
        if (order == DISCOVERY_LIKELY_FIRST && discovery_next(discovery, NULL))
            return true;
    }
    return probe_open_ports(discovery, stop_fd, failure);
}

struct probe *discovery_next(struct discovery *discovery, const struct probe *previous)
{
    for (size_t i = previous ? (size_t)(previous - discovery->probe) + 1 : 0; i < discovery->count; i++)
        if (is_wanted(discovery, &discovery->probe[i]))
            return &discovery->probe[i];
    return NULL;
}

void discovery_describe(const struct probe *probe, char *text, size_t size)
{
    snprintf(text, size, "%s at %s%s%s%s", probe->device.known ? probe->device.id : "a roller without a name",
             probe->port.name, probe->port.description[0] ? " (" : "", probe->port.description,
             probe->port.description[0] ? ")" : "");
}

void discovery_free(struct discovery *discovery)
{
    for (size_t i = 0; i < discovery->count; i++)
        probe_close(&discovery->probe[i]);
    free(discovery->probe);
    *discovery = (struct discovery){0};
}
