/* SPDX-License-Identifier: MIT */
#include "serial/open_roller.h"

#include "decode/host_time.h"
#include "serial/discovery.h"
#include "serial/probe.h"
#include "shared/text_buffer.h"
#include "terminal/prompt.h"
#include "wire/vocabulary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define STEP_MS 20
#define LIST_SIZE 500
#define NAME_SIZE 300

static bool is_stopped(int stop_fd, int wait_ms)
{
    struct failure ignored;
    return link_wait(stop_fd, -1, wait_ms, &ignored) == LINK_DATA;
}

/* ---- No roller ---- */

/* Why a port could not be opened helps the user most. */
static const char *first_reason(const struct discovery *discovery)
{
    for (size_t i = 0; i < discovery->count; i++) {
        const struct probe *probe = &discovery->probe[i];
        if (probe->state == PROBE_CLOSED && probe->failure.message[0])
            return probe->failure.message;
    }
    return "";
}

static void list_rollers(struct discovery *discovery, char *out, size_t size)
{
    struct text_buffer text = text_fixed(out, size);
    for (struct probe *probe = discovery_next(discovery, NULL); probe;
         probe = discovery_next(discovery, probe)) {
        char name[NAME_SIZE];
        discovery_describe(probe, name, sizeof name);
        text_addf(&text, "%s%s", text.length > 0 ? ", " : "", name);
    }
}

static bool report_no_roller(const struct discovery *discovery, struct failure *failure)
{
    char others[LIST_SIZE], rate[40] = "any of its baud rates";
    struct discovery any_id = *discovery;
    any_id.id = NULL;
    list_rollers(&any_id, others, sizeof others);
    if (discovery->usb_port_count == 0)
        return failure_set(
            failure, EXIT_STATUS_DEVICE,
            "There is no serial port on USB. Plug the roller in, or name its port with --port.");
    if (discovery->id && *others)
        return failure_set(failure, EXIT_STATUS_DEVICE, "The roller %s did not answer; there is %s.",
                           discovery->id, others);
    if (discovery->baud > 0)
        snprintf(rate, sizeof rate, "%d baud", discovery->baud);
    const char *reason = first_reason(discovery);
    return failure_set(failure, EXIT_STATUS_DEVICE,
                       "No roller answered at %s on the %zu serial port%s on USB. Is it plugged in? "
                       "`roller-logger list` shows the ports.%s%s",
                       rate, discovery->usb_port_count, discovery->usb_port_count == 1 ? "" : "s",
                       *reason ? " " : "", reason);
}

/* ---- Several rollers ---- */

/* The rollers as they were listed: each keeps its number when another one is unplugged. */
struct menu {
    struct probe *probe[PORT_LIST_MAX];
    unsigned count;
};

/* The roller with a number from 1, or with an id, if it is still connected. */
static struct probe *menu_find(const struct menu *menu, const char *typed)
{
    char *end;
    unsigned long number = strtoul(typed, &end, 10);
    bool is_number = *typed != '\0' && *end == '\0' && strlen(typed) < 3;
    for (unsigned i = 0; i < menu->count; i++) {
        bool matches = is_number ? number == i + 1 : strcasecmp(typed, menu->probe[i]->device.id) == 0;
        if (matches && menu->probe[i]->state == PROBE_ROLLER)
            return menu->probe[i];
    }
    return NULL;
}

static struct menu show_menu(struct discovery *discovery, struct status_line *status_line)
{
    struct menu menu = {.count = 0};
    status_line_print(status_line, "Several rollers answer:");
    for (struct probe *probe = discovery_next(discovery, NULL); probe && menu.count < PORT_LIST_MAX;
         probe = discovery_next(discovery, probe)) {
        char name[NAME_SIZE];
        discovery_describe(probe, name, sizeof name);
        menu.probe[menu.count++] = probe;
        status_line_print(status_line, "  %u  %s", menu.count, name);
    }
    status_line_print(status_line, "Which one? Type its number, then Enter. (--id chooses without asking.)");
    return menu;
}

static struct probe *ask_which(struct discovery *discovery, struct prompt *prompt,
                               struct status_line *status_line, int stop_fd, struct failure *failure)
{
    struct menu menu = show_menu(discovery, status_line);
    for (;;) {
        char typed[PROMPT_LINE_SIZE];
        enum prompt_result answer = prompt_read_line(prompt, typed, sizeof typed);
        discovery_poll(discovery); /* empties their buffers, and notices an unplugged one */
        struct probe *chosen = answer == PROMPT_LINE ? menu_find(&menu, typed) : NULL;
        if (chosen)
            return chosen;
        if (answer == PROMPT_LINE)
            status_line_print(status_line,
                              "\"%s\" is none of them, or was unplugged. Type a number from 1 to %u.", typed,
                              menu.count);
        if (answer == PROMPT_ENDED || is_stopped(stop_fd, STEP_MS)) {
            failure_set(failure, EXIT_STATUS_DEVICE, "Stopped before a roller was chosen.");
            return NULL;
        }
    }
}

static struct probe *choose(struct discovery *discovery, struct status_line *status_line, int stop_fd,
                            struct failure *failure)
{
    char all[LIST_SIZE];
    struct prompt prompt;
    struct probe *first = discovery_next(discovery, NULL);
    if (!first) {
        report_no_roller(discovery, failure);
        return NULL;
    }
    if (!discovery_next(discovery, first))
        return first;
    prompt_init(&prompt);
    if (prompt.can_ask && !status_line->quiet)
        return ask_which(discovery, &prompt, status_line, stop_fd, failure);
    list_rollers(discovery, all, sizeof all);
    failure_set(failure, EXIT_STATUS_DEVICE, "Several rollers answer: %s. Choose one with --id.", all);
    return NULL;
}

/* The roller stays open in `discovery`. NULL: none. */
static struct probe *search(struct discovery *discovery, struct status_line *status_line, int stop_fd,
                            struct failure *failure)
{
    size_t ports = discovery->usb_port_count;
    if (ports > 0)
        status_line_print(status_line,
                          "Looking for the roller at %zu serial port%s on USB; an Arduino restarts when its "
                          "port is opened.",
                          ports, ports == 1 ? "" : "s");
    return discovery_run(discovery, false, stop_fd, failure)
               ? choose(discovery, status_line, stop_fd, failure)
               : NULL;
}

/* ---- A named port ---- */

/* Copy the user's name of a port; if it is too long, the kernel's. */
static bool name_port(char name[PORT_LIST_NAME_SIZE], const char *port, struct failure *failure)
{
    char *kernel_name = strlen(port) < PORT_LIST_NAME_SIZE ? NULL : realpath(port, NULL);
    int length = snprintf(name, PORT_LIST_NAME_SIZE, "%s", kernel_name ? kernel_name : port);
    free(kernel_name);
    return length < PORT_LIST_NAME_SIZE ||
           failure_set(failure, EXIT_STATUS_DEVICE, "%s is too long for the name of a serial port.", port);
}

/* Find out the baud rate of a serial port. If nothing identifies a roller, open it at the default rate all
 * the same: the roller may be slow to start. */
static bool open_at_its_rate(struct link *link, const char *port, int stop_fd, struct link_bytes *received,
                             struct failure *failure)
{
    struct port_info info = {.is_likely_roller = true};
    if (!name_port(info.name, port, failure))
        return false;
    struct probe *probe = calloc(1, sizeof *probe);
    if (!probe)
        return failure_set(failure, EXIT_STATUS_DEVICE,
                           "There is not enough memory to listen to the roller.");
    probe_open(probe, &info, 0, true, host_time_us());
    for (bool stopped = false; probe->state == PROBE_LISTENING && !stopped;) {
        stopped = is_stopped(stop_fd, STEP_MS);
        probe_step(probe, host_time_us());
    }
    bool opened = probe->state == PROBE_ROLLER, closed = probe->state == PROBE_CLOSED;
    if (opened)
        probe_hand_over(probe, link, received);
    else if (closed)
        *failure = probe->failure;
    probe_close(probe);
    free(probe);
    return opened || (!closed && link_open(link, port, WIRE_BAUD_DEFAULT, failure));
}

bool open_roller_link(struct link *link, const struct options *options, struct status_line *status_line,
                      int stop_fd, char *port, struct link_bytes *received, struct failure *failure)
{
    struct discovery discovery;
    int baud = options->baud_is_given ? options->baud : 0;
    received->count = 0;
    *port = '\0';
    if (options->port && baud == 0 && link_is_serial_device(options->port))
        return open_at_its_rate(link, options->port, stop_fd, received, failure);
    if (options->port)
        return link_open(link, options->port, options->baud, failure);
    struct probe *probe = discovery_init(&discovery, baud, options->id, failure)
                              ? search(&discovery, status_line, stop_fd, failure)
                              : NULL;
    if (probe) {
        char name[NAME_SIZE];
        discovery_describe(probe, name, sizeof name);
        snprintf(port, PORT_LIST_NAME_SIZE, "%s", probe->port.name);
        probe_hand_over(probe, link, received);
        status_line_print(status_line, "Found %s, %d baud.", name, link->baud);
    }
    discovery_free(&discovery);
    return probe != NULL;
}
