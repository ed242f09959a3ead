/* SPDX-License-Identifier: MIT */
#include "check/check.h"

#include "serial/discovery.h"
#include "shared/json_line.h"
#include "shared/text_buffer.h"
#include "terminal/status_line.h"

#include <stdio.h>

/* Write a description of what is connected to the port. */
static void describe_probe(const struct probe *probe, char *text, size_t size)
{
    const struct device_info *device = &probe->device;
    switch (probe->state) {
    case PROBE_ROLLER:
        if (device->known)
            snprintf(text, size, "roller %s: %s, firmware %s, %d baud", device->id, device->board, device->firmware,
                     probe->link.baud);
        else
            snprintf(text, size, "a roller that does not identify itself, %d baud", probe->link.baud);
        break;
    case PROBE_IDLE: snprintf(text, size, "silent"); break;
    case PROBE_SKIPPED: discovery_describe_skipped(&probe->port, text, size); break;
    case PROBE_OTHER_DEVICE: snprintf(text, size, "not a roller"); break;
    default: snprintf(text, size, "%s", probe->failure.message);
    }
}

static const char *state_name(const struct probe *probe)
{
    switch (probe->state) {
    case PROBE_ROLLER: return "roller";
    case PROBE_IDLE: return "silent";
    case PROBE_SKIPPED: return "skipped";
    case PROBE_OTHER_DEVICE: return "other";
    default:
        return probe->failure.reason == FAILURE_BUSY            ? "busy"
               : probe->failure.reason == FAILURE_NO_PERMISSION ? "no_permission"
                                                                : "closed";
    }
}

/* Add two lines per port, since the description may be a long message. */
static void add_lines(struct text_buffer *text, const struct discovery *discovery)
{
    for (size_t i = 0; i < discovery->count; i++) {
        const struct port_info *port = &discovery->probe[i].port;
        char state_text[sizeof discovery->probe[i].failure.message];
        describe_probe(&discovery->probe[i], state_text, sizeof state_text);
        text_addf(text, "%s  %s%s%s%s%s\n    %s\n", port->name, port->usb_id, port->usb_id[0] ? "  " : "", port->driver,
                  port->driver[0] ? "  " : "", port->description, state_text);
    }
}

static json_t *roller_json(const struct probe *probe)
{
    if (probe->state != PROBE_ROLLER)
        return json_null();
    const struct device_info *device = &probe->device;
    return json_pack("{s:s, s:s, s:s, s:i}", "id", device->id, "board", device->board, "firmware", device->firmware,
                     "baud", probe->link.baud);
}

static void add_json(struct text_buffer *text, const struct discovery *discovery)
{
    json_t *ports = json_array();
    for (size_t i = 0; i < discovery->count; i++) {
        const struct probe *probe = &discovery->probe[i];
        char state_text[sizeof probe->failure.message];
        describe_probe(probe, state_text, sizeof state_text);
        json_t *port = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o}", "port", probe->port.name, "usb_id",
                                 probe->port.usb_id, "driver", probe->port.driver, "product", probe->port.description,
                                 "state", state_name(probe), "what", state_text, "roller", roller_json(probe));
        if (json_array_append_new(ports, port) != 0)
            text->failed = true; /* out of memory */
    }
    json_line_add(text, ports);
}

bool check_list_run(const struct options *options, int stop_fd, struct text_buffer *out, struct failure *failure)
{
    struct discovery discovery;
    struct status_line status_line;
    status_line_init(&status_line, options->quiet);
    bool ok = discovery_init(&discovery, options->baud_is_given ? options->baud : 0, NULL, failure);
    if (ok && discovery.count == 0)
        status_line_print(&status_line, "There are no serial ports. Is the roller plugged in?");
    else if (ok && discovery.usb_port_count > 0)
        status_line_print(&status_line,
                          "Listening to %zu port%s on USB for a few seconds; opening a port restarts an Arduino.",
                          discovery.usb_port_count, discovery.usb_port_count == 1 ? "" : "s");
    ok = ok && discovery_run(&discovery, DISCOVERY_ALL_AT_ONCE, stop_fd, failure);
    if (ok && options->json)
        add_json(out, &discovery);
    else if (ok)
        add_lines(out, &discovery);
    discovery_free(&discovery);
    return ok;
}
