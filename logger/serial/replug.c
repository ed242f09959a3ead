/* SPDX-License-Identifier: MIT */
#include "serial/replug.h"

#include "platform/platform.h"
#include "shared/sanitized_text.h"
#include "wire/wire_line.h"
#include "wire/vocabulary.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define LISTEN_US 5000000 /* longest time for one port */
#define READ_WAIT_MS 100
static const int64_t identify_at_us[] = {200000, WIRE_BOOT_WAIT_US}; /* when to send `?` after opening a port */

static bool is_listed(const struct port_info *ports, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(ports[i].name, name) == 0)
            return true;
    return false;
}

void replug_begin(struct replug *replug, const char *name, const char *id, bool is_serial, int baud)
{
    struct failure ignored;
    *replug = (struct replug){.name = name, .is_serial = is_serial, .baud = baud};
    snprintf(replug->id, sizeof replug->id, "%s", id);
    if (is_serial)
        (void)port_list_read(replug->skipped_ports, &replug->skipped_port_count, &ignored);
}

/* What the bytes received on one port show about the device. */
struct listener {
    struct wire_decoder decoder;
    size_t line_start; /* index of the current line in the received bytes */
    bool is_old_port;  /* the roller was here before */
    bool is_arduino;   /* an Arduino is here now */
    bool received_line;
    bool is_identified;
    bool is_ours;            /* it has the wanted id, or no id is known */
    char id[REPLUG_ID_SIZE]; /* once it is identified */
};

/* Add `count` bytes, which were stored after the bytes received earlier, and decode them up to the H line. */
static void add_bytes(struct listener *listener, const char *id, size_t count, struct link_bytes *received,
                      struct replug_result *result)
{
    size_t consumed = 0;
    while (consumed < count && !listener->is_identified) {
        struct wire_line line;
        bool accepted = false;
        consumed += wire_decoder_feed(&listener->decoder, received->bytes + received->count + consumed,
                                      count - consumed, &line, &accepted);
        size_t line_end = received->count + consumed;
        if (accepted && line.type == WIRE_HELLO) {
            const char *line_id = wire_line_find_key(&line, WIRE_KEY_ID);
            listener->is_identified = true;
            listener->is_ours = *id == '\0' || (line_id && strcmp(line_id, id) == 0);
            sanitized_text_copy(listener->id, sizeof listener->id, line_id ? line_id : "unknown");
            result->hello_start = listener->line_start;
            result->hello_end = line_end;
        }
        listener->received_line = listener->received_line || accepted;
        if (received->bytes[line_end - 1] == '\n')
            listener->line_start = line_end;
    }
    received->count += count;
}

/* Another device may be on a new port: a line of a roller must come first, or silence where an Arduino is. */
static bool is_time_to_ask(const struct listener *listener, size_t identify_count, int64_t elapsed_us)
{
    if (identify_count >= sizeof identify_at_us / sizeof identify_at_us[0] ||
        elapsed_us < identify_at_us[identify_count])
        return false;
    return listener->is_old_port || listener->received_line ||
           (listener->is_arduino && elapsed_us >= WIRE_BOOT_WAIT_US);
}

/* Ask the device on an open link to identify itself. False if the link ended or was stopped. */
static bool identify(struct listener *listener, const char *id, struct link *link, int stop_fd,
                     struct link_bytes *received, struct replug_result *result)
{
    size_t identify_count = 0;
    int64_t start_us = platform_now_us();
    wire_decoder_init(&listener->decoder, true);
    for (int64_t elapsed_us = 0; elapsed_us < LISTEN_US && !listener->is_identified && received->count < received->size;
         elapsed_us = platform_now_us() - start_us) {
        struct failure ignored;
        size_t count;
        if (is_time_to_ask(listener, identify_count, elapsed_us))
            identify_count += link_write(link, WIRE_IDENTIFY_LINE, strlen(WIRE_IDENTIFY_LINE));
        enum link_status status = link_read(link, stop_fd, received->bytes + received->count,
                                            received->size - received->count, &count, READ_WAIT_MS, &ignored);
        if (status != LINK_DATA && status != LINK_IDLE)
            return false;
        add_bytes(listener, id, count, received, result);
    }
    return true;
}

static void skip_port(struct replug *replug, const char *name)
{
    if (replug->skipped_port_count == PORT_LIST_MAX ||
        is_listed(replug->skipped_ports, replug->skipped_port_count, name))
        return;
    struct port_info *port = &replug->skipped_ports[replug->skipped_port_count++];
    *port = (struct port_info){0};
    snprintf(port->name, sizeof port->name, "%s", name);
}

/* Another roller answered. The old port is tried again and again, so the same answer is new only once. */
static void note_other_roller(struct replug *replug, const char *name, const char *id)
{
    replug->found_other |= strcmp(replug->other_id, id) != 0 ||
                           strncmp(replug->other_name, name, sizeof replug->other_name - 1) != 0; /* may be cut */
    snprintf(replug->other_id, sizeof replug->other_id, "%s", id);
    snprintf(replug->other_name, sizeof replug->other_name, "%s", name);
    skip_port(replug, name);
}

static bool try_port(struct replug *replug, const char *name, enum usb_likelihood likelihood, struct link *link,
                     int stop_fd, struct link_bytes *received, struct replug_result *result)
{
    struct failure ignored;
    struct listener listener = {.is_old_port = strcmp(name, replug->name) == 0,
                                .is_arduino = likelihood == USB_ARDUINO};
    *result = (struct replug_result){.name = name};
    received->count = 0;
    if (!link_open(link, name, replug->baud, &ignored))
        return false;
    bool is_same_kind = replug->is_serial ? link->is_serial : !link->is_serial && link->is_terminal;
    bool listened = is_same_kind && identify(&listener, replug->id, link, stop_fd, received, result);
    bool is_unidentified_at_old_port = !listener.is_identified && listener.received_line && listener.is_old_port;
    if (listened && (listener.is_ours || is_unidentified_at_old_port))
        return true;
    link_close(link);
    if (listened && listener.is_identified)
        note_other_roller(replug, name, listener.id);
    return false;
}

/* Stop skipping unplugged ports: the roller may be plugged in there later. */
static void forget_unplugged_ports(struct replug *replug, const struct port_info *ports, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < replug->skipped_port_count; i++)
        if (is_listed(ports, count, replug->skipped_ports[i].name))
            replug->skipped_ports[kept++] = replug->skipped_ports[i];
    replug->skipped_port_count = kept;
}

bool replug_try(struct replug *replug, struct link *link, int stop_fd, struct link_bytes *received,
                struct replug_result *result)
{
    struct port_info ports[PORT_LIST_MAX];
    size_t count;
    struct failure ignored;
    if (try_port(replug, replug->name, USB_NONE, link, stop_fd, received, result))
        return true;
    if (!replug->is_serial || !port_list_read(ports, &count, &ignored))
        return false;
    forget_unplugged_ports(replug, ports, count);
    for (size_t i = 0; i < count; i++) {
        bool is_tried = strcmp(ports[i].name, replug->name) == 0;
        if (is_tried || ports[i].likelihood >= USB_NO_ROLLER ||
            is_listed(replug->skipped_ports, replug->skipped_port_count, ports[i].name) ||
            !link_check_free(ports[i].name, &ignored))
            continue;
        memcpy(replug->new_name, ports[i].name, sizeof replug->new_name);
        if (try_port(replug, replug->new_name, ports[i].likelihood, link, stop_fd, received, result))
            return true;
    }
    return false;
}
