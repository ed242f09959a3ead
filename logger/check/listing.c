/* SPDX-License-Identifier: MIT */
#include "check/check.h"

#include "terminal/status_line.h"
#include "serial/discovery.h"
#include "shared/text_buffer.h"

#include <stdio.h>
#include <string.h>

static void describe(const struct probe *probe, char *what, size_t size)
{
    const struct device_info *device = &probe->device;
    switch (probe->state) {
    case PROBE_ROLLER:
        if (device->known)
            snprintf(what, size, "roller %s: %s, firmware %s, %d baud", device->id, device->board,
                     device->firmware, probe->link.baud);
        else
            snprintf(what, size, "a roller that does not identify itself, %d baud", probe->link.baud);
        break;
    case PROBE_IDLE:
        snprintf(what, size, "silent");
        break;
    case PROBE_SKIPPED:
        snprintf(what, size, "left alone: not on USB (if it is the roller, name it with --port)");
        break;
    case PROBE_OTHER_DEVICE:
        snprintf(what, size, "not a roller");
        break;
    default:
        snprintf(what, size, "%s", probe->failure.message);
    }
}

/* Two lines each: what is there may be a message. */
static void add_lines(struct text_buffer *text, const struct discovery *discovery)
{
    for (size_t i = 0; i < discovery->count; i++) {
        const struct port_info *port = &discovery->probe[i].port;
        char what[sizeof discovery->probe[i].failure.message];
        describe(&discovery->probe[i], what, sizeof what);
        text_addf(text, "%s  %s%s%s%s%s\n    %s\n", port->name, port->usb_id, port->usb_id[0] ? "  " : "",
                  port->driver, port->driver[0] ? "  " : "", port->description, what);
    }
}

/* The texts are plain (sanitized_text.h): quotes and backslashes are all that JSON cannot take as they are.
 */
static void add_json_text(struct text_buffer *text, const char *name, const char *value)
{
    text_addf(text, "\"%s\":\"", name);
    for (; *value; value++)
        text_addf(text, *value == '"' || *value == '\\' ? "\\%c" : "%c", *value);
    text_add(text, "\"");
}

static void add_json(struct text_buffer *text, const struct discovery *discovery)
{
    text_add(text, "[");
    for (size_t i = 0; i < discovery->count; i++) {
        const struct probe *probe = &discovery->probe[i];
        const struct device_info *device = &probe->device;
        char what[sizeof probe->failure.message];
        describe(probe, what, sizeof what);
        text_addf(text, "%s{", i > 0 ? "," : "");
        add_json_text(text, "port", probe->port.name);
        text_add(text, ",");
        add_json_text(text, "usb_id", probe->port.usb_id);
        text_add(text, ",");
        add_json_text(text, "driver", probe->port.driver);
        text_add(text, ",");
        add_json_text(text, "product", probe->port.description);
        text_add(text, ",");
        add_json_text(text, "what", what);
        text_add(text, ",\"roller\":");
        if (probe->state == PROBE_ROLLER) {
            text_add(text, "{");
            add_json_text(text, "id", device->id);
            text_add(text, ",");
            add_json_text(text, "board", device->board);
            text_add(text, ",");
            add_json_text(text, "firmware", device->firmware);
            text_addf(text, ",\"baud\":%d}", probe->link.baud);
        } else {
            text_add(text, "null");
        }
        text_add(text, "}");
    }
    text_add(text, "]\n");
}

bool check_list_run(const struct options *options, int stop_fd, struct text_buffer *out,
                    struct failure *failure)
{
    struct discovery discovery;
    struct status_line status_line;
    status_line_init(&status_line, options->quiet);
    bool done = discovery_init(&discovery, options->baud_is_given ? options->baud : 0, NULL, failure);
    if (done && discovery.count == 0)
        status_line_print(&status_line, "There are no serial ports. Is the roller plugged in?");
    else if (done && discovery.usb_port_count > 0)
        status_line_print(&status_line,
                          "Listening at %zu port%s on USB for a few seconds; opening a port restarts an "
                          "Arduino.",
                          discovery.usb_port_count, discovery.usb_port_count == 1 ? "" : "s");
    done = done && discovery_run(&discovery, DISCOVERY_ALL_AT_ONCE, stop_fd, failure);
    if (done && options->json)
        add_json(out, &discovery);
    else if (done)
        add_lines(out, &discovery);
    discovery_free(&discovery);
    return done;
}
