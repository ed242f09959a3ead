/* SPDX-License-Identifier: MIT */
#include "serial/open_roller.h"

#include "platform/platform.h"
#include "serial/discovery.h"
#include "serial/probe.h"
#include "shared/text_buffer.h"
#include "terminal/prompt.h"
#include "wire/vocabulary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define POLL_INTERVAL_MS 20
#define LIST_SIZE 500
#define NAME_SIZE 300

/* ---- No roller ---- */

/* Add why each skipped port was not opened, each after a space. */
static void add_passed_over(struct text_buffer *text, const struct discovery *discovery)
{
    for (size_t i = 0; i < discovery->count; i++) {
        const struct probe *probe = &discovery->probe[i];
        if ((probe->state == PROBE_CLOSED || probe->state == PROBE_SKIPPED) && probe->failure.message[0])
            text_addf(text, " %s", probe->failure.message);
    }
}

static void list_rollers(struct discovery *discovery, char *out, size_t size)
{
    struct text_buffer text = text_fixed(out, size);
    for (struct probe *probe = discovery_next(discovery, NULL); probe; probe = discovery_next(discovery, probe)) {
        char name[NAME_SIZE];
        discovery_describe(probe, name, sizeof name);
        text_addf(&text, "%s%s", text.length > 0 ? ", " : "", name);
    }
}

static bool report_no_roller(const struct discovery *discovery, struct failure *failure)
{
    char others[LIST_SIZE], reasons[sizeof failure->message], rate[40] = "any of its baud rates";
    struct discovery with_any_id = *discovery;
    struct text_buffer passed_over = text_fixed(reasons, sizeof reasons);
    with_any_id.id = NULL;
    list_rollers(&with_any_id, others, sizeof others);
    add_passed_over(&passed_over, discovery);
    if (discovery->usb_port_count == 0)
        return failure_set(failure, EXIT_STATUS_DEVICE,
                           "There is no serial port on USB%s. Plug the roller in, or name its port with --port.%s",
                           passed_over.length > 0 ? " that may be the roller's" : "", reasons);
    if (discovery->id && *others)
        return failure_set(failure, EXIT_STATUS_DEVICE, "The roller %s did not answer; found: %s.%s", discovery->id,
                           others, reasons);
    if (discovery->baud > 0)
        snprintf(rate, sizeof rate, "%d baud", discovery->baud);
    return failure_set(failure, EXIT_STATUS_DEVICE,
                       "No roller answered at %s on the %zu serial port%s on USB. Is it plugged in? "
                       "`roller-logger list` shows the ports.%s",
                       rate, discovery->usb_port_count, discovery->usb_port_count == 1 ? "" : "s", reasons);
}

/* ---- Several rollers ---- */

/* The rollers in the order of the list. A roller keeps its number when another one is unplugged. */
struct menu {
    struct probe *probe[PORT_LIST_MAX];
    unsigned count;
};

/* Find a roller by its number from 1 or its id; NULL if there is none, or it is no longer connected. */
static struct probe *menu_find(const struct menu *menu, const char *typed)
{
    char *end;
    unsigned long number = strtoul(typed, &end, 10);
    bool is_number = *typed != '\0' && *end == '\0' && strlen(typed) < 3; /* a number of 8 digits may be an id */
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

static struct probe *ask_which_roller(struct discovery *discovery, struct prompt *prompt,
                                      const struct open_roller_request *request, struct failure *failure)
{
    struct menu menu = show_menu(discovery, request->status_line);
    for (;;) {
        char typed[PROMPT_LINE_SIZE];
        enum prompt_result answer = prompt_read_line(prompt, typed, sizeof typed);
        discovery_poll(discovery); /* drain the ports' buffers, and notice a roller that was unplugged */
        struct probe *chosen = answer == PROMPT_LINE ? menu_find(&menu, typed) : NULL;
        if (chosen)
            return chosen;
        if (answer == PROMPT_LINE)
            status_line_print(request->status_line,
                              "\"%s\" is not one of these rollers, or it was unplugged. Type a number from 1 to %u.",
                              typed, menu.count);
        if (answer == PROMPT_ENDED || link_wait_for_stop(request->stop_fd, POLL_INTERVAL_MS)) {
            failure_set(failure, EXIT_STATUS_DEVICE, "Stopped before a roller was chosen.");
            return NULL;
        }
    }
}

static struct probe *choose_roller(struct discovery *discovery, const struct open_roller_request *request,
                                   struct failure *failure)
{
    char names[LIST_SIZE];
    struct prompt prompt;
    struct probe *first = discovery_next(discovery, NULL);
    if (!first) {
        report_no_roller(discovery, failure);
        return NULL;
    }
    if (!discovery_next(discovery, first))
        return first;
    prompt_init(&prompt);
    if (prompt.can_ask && !request->status_line->quiet)
        return ask_which_roller(discovery, &prompt, request, failure);
    list_rollers(discovery, names, sizeof names);
    failure_set(failure, EXIT_STATUS_DEVICE, "Several rollers answer: %s. Choose one with --id.", names);
    return NULL;
}

/* Search the USB ports. Returns the roller, which stays open in `discovery`; NULL on failure. */
static struct probe *search_usb_ports(struct discovery *discovery, const struct open_roller_request *request,
                                      struct failure *failure)
{
    size_t ports = discovery->usb_port_count;
    if (ports > 0)
        status_line_print(request->status_line,
                          "Looking for the roller at %zu serial port%s on USB; an Arduino restarts when its "
                          "port is opened.",
                          ports, ports == 1 ? "" : "s");
    if (!discovery_run(discovery, DISCOVERY_LIKELY_FIRST, request->stop_fd, failure))
        return NULL;
    struct probe *roller = choose_roller(discovery, request, failure);
    char reasons[sizeof failure->message];
    struct text_buffer passed_over = text_fixed(reasons, sizeof reasons);
    add_passed_over(&passed_over, discovery);
    if (roller && passed_over.length > 0) /* else `failure` says it */
        status_line_print(request->status_line, "Passed over:%s", reasons);
    return roller;
}

static bool find_and_open(const struct open_roller_request *request, int baud, struct opened_roller *roller,
                          struct failure *failure)
{
    struct discovery discovery;
    struct probe *probe = NULL;
    if (discovery_init(&discovery, baud, request->options->id, failure))
        probe = search_usb_ports(&discovery, request, failure);
    if (probe) {
        char name[NAME_SIZE];
        discovery_describe(probe, name, sizeof name);
        snprintf(roller->port, sizeof roller->port, "%s", probe->port.name);
        probe_hand_over(probe, &roller->link, &roller->received);
        status_line_print(request->status_line, "Found %s, %d baud.", name, roller->link.baud);
    }
    discovery_free(&discovery);
    return probe != NULL;
}

/* ---- A named port ---- */

/* Copy the name of a port as the user typed it or, if that is too long, the kernel's name of the port. */
static bool copy_port_name(char name[PORT_LIST_NAME_SIZE], const char *port, struct failure *failure)
{
    char *kernel_name = strlen(port) < PORT_LIST_NAME_SIZE ? NULL : realpath(port, NULL);
    int length = snprintf(name, PORT_LIST_NAME_SIZE, "%s", kernel_name ? kernel_name : port);
    free(kernel_name);
    return length < PORT_LIST_NAME_SIZE ||
           failure_set(failure, EXIT_STATUS_DEVICE, "The port name %s is too long.", port);
}

/* Open a serial port at the roller's baud rate. If no roller is identified, use the default rate: the roller
 * may be slow to start. */
static bool open_at_detected_rate(const char *port, int stop_fd, struct opened_roller *roller, struct failure *failure)
{
    struct port_info info = {.likelihood = USB_ARDUINO, .kind = ""}; /* the user says that it is the roller */
    if (!copy_port_name(info.name, port, failure))
        return false;
    struct probe *probe = calloc(1, sizeof *probe);
    if (!probe)
        return failure_set(failure, EXIT_STATUS_DEVICE, "There is not enough memory to listen to the roller.");
    probe_open(probe, &info, 0, platform_now_us());
    bool stopped = false;
    while (probe->state == PROBE_LISTENING && !stopped) {
        stopped = link_wait_for_stop(stop_fd, POLL_INTERVAL_MS);
        probe_step(probe, platform_now_us());
    }
    bool found = probe->state == PROBE_ROLLER, failed = probe->state == PROBE_CLOSED;
    if (found)
        probe_hand_over(probe, &roller->link, &roller->received);
    if (failed)
        *failure = probe->failure;
    probe_close(probe);
    free(probe);
    if (found || failed)
        return found;
    return link_open(&roller->link, port, WIRE_BAUD_DEFAULT, failure);
}

bool open_roller_link(const struct open_roller_request *request, struct opened_roller *roller, struct failure *failure)
{
    const struct options *options = request->options;
    int baud = options->baud_is_given ? options->baud : 0;
    roller->received.count = 0;
    snprintf(roller->port, sizeof roller->port, "%s", options->port ? options->port : "");
    if (!options->port)
        return find_and_open(request, baud, roller, failure);
    if (!link_check_kind(options->port, failure))
        return false;
    bool is_serial = link_is_serial_device(options->port);
    if (is_serial && !link_check_free(options->port, failure))
        return false;
    if (baud == 0 && is_serial)
        return open_at_detected_rate(options->port, request->stop_fd, roller, failure);
    return link_open(&roller->link, options->port, options->baud, failure);
}
