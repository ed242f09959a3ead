/* SPDX-License-Identifier: MIT */
#include "serial/reconnect.h"

#include "wire/frame.h"
#include "decode/host_time.h"
#include "wire/vocabulary.h"

#include <stdio.h>
#include <string.h>

#define LISTEN_US 5000000
#define SLICE_MS 100
static const int64_t ask_us[] = {200000, WIRE_BOOT_WAIT_US};

static bool is_among(const struct port_info *ports, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(ports[i].name, name) == 0)
            return true;
    }
    return false;
}

void reconnect_begin(struct reconnect *replug, const char *name, const char *id, bool is_serial, int baud)
{
    struct failure ignored;
    *replug = (struct reconnect){.name = name, .is_serial = is_serial, .baud = baud};
    snprintf(replug->id, sizeof replug->id, "%s", id);
    if (is_serial)
        (void)port_list_read(replug->skipped_ports, &replug->skipped_port_count, &ignored);
}

struct listener {
    struct frame_decoder decoder;
    const char *id;
    size_t line_start; /* of the line that is being received */
    bool heard_line;
    bool heard_identity;
    bool is_ours;
};

static void listen_to(struct listener *listener, const char *bytes, size_t count,
                      struct reconnect_result *received)
{
    for (size_t done = 0; done < count && !listener->heard_identity;) {
        struct frame_line line;
        bool whole = false;
        done += frame_decoder_feed(&listener->decoder, bytes + received->count + done, count - done, &line,
                                   &whole);
        size_t at = received->count + done;
        if (whole && line.type == WIRE_HELLO) {
            const char *id = frame_find_key(&line, WIRE_KEY_ID);
            listener->heard_identity = true;
            listener->is_ours = *listener->id == '\0' || (id && strcmp(id, listener->id) == 0);
            received->identity_start = listener->line_start;
            received->identity_end = at;
        }
        listener->heard_line = listener->heard_line || whole;
        if (bytes[at - 1] == '\n')
            listener->line_start = at;
    }
    received->count += count;
}

/* Ask an open link who is there. False: it is gone or silent; `*other`: another roller answered. */
static bool hear_roller(const struct reconnect *replug, struct link *link, bool old_name, int stop_fd,
                        char *bytes, size_t size, struct reconnect_result *received, bool *other)
{
    struct listener listener = {.id = replug->id};
    frame_decoder_init(&listener.decoder, true);
    size_t asked = 0;
    int64_t start_us = host_time_us();
    for (int64_t passed_us = 0; passed_us < LISTEN_US && !listener.heard_identity && received->count < size;
         passed_us = host_time_us() - start_us) {
        struct failure ignored;
        size_t count;
        if (asked < sizeof ask_us / sizeof ask_us[0] && passed_us >= ask_us[asked]) {
            link_write(link, WIRE_IDENTIFY_LINE, strlen(WIRE_IDENTIFY_LINE));
            asked++;
        }
        enum link_status status = link_read(link, stop_fd, bytes + received->count, size - received->count,
                                            &count, SLICE_MS, &ignored);
        if (status != LINK_DATA && status != LINK_IDLE)
            return false;
        listen_to(&listener, bytes, count, received);
    }
    *other = listener.heard_identity && !listener.is_ours;
    return listener.is_ours || (!listener.heard_identity && listener.heard_line && old_name);
}

static bool try_port(struct reconnect *replug, const char *name, bool old_name, struct link *link,
                     int stop_fd, char *bytes, size_t size, struct reconnect_result *received)
{
    struct failure ignored;
    bool other = false;
    *received = (struct reconnect_result){0};
    if (!link_open(link, name, replug->baud, &ignored))
        return false;
    bool same_kind = replug->is_serial ? link->is_serial : !link->is_serial && link->stream.is_terminal;
    if (same_kind && hear_roller(replug, link, old_name, stop_fd, bytes, size, received, &other)) {
        received->name = name;
        return true;
    }
    link_close(link);
    if (other && replug->skipped_port_count < PORT_LIST_MAX) {
        struct port_info *passed = &replug->skipped_ports[replug->skipped_port_count++];
        *passed = (struct port_info){0};
        snprintf(passed->name, sizeof passed->name, "%s", name);
    }
    return false;
}

/* A port that was pulled may be the roller's when it comes again. */
static void forget_pulled(struct reconnect *replug, const struct port_info *ports, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < replug->skipped_port_count; i++) {
        if (is_among(ports, count, replug->skipped_ports[i].name))
            replug->skipped_ports[kept++] = replug->skipped_ports[i];
    }
    replug->skipped_port_count = kept;
}

bool reconnect_try(struct reconnect *replug, struct link *link, int stop_fd, char *bytes, size_t size,
                   struct reconnect_result *received)
{
    struct port_info ports[PORT_LIST_MAX];
    size_t count;
    struct failure ignored;
    if (try_port(replug, replug->name, true, link, stop_fd, bytes, size, received))
        return true;
    if (!replug->is_serial || !port_list_read(ports, &count, &ignored))
        return false;
    forget_pulled(replug, ports, count);
    for (size_t i = 0; i < count; i++) {
        if (is_among(replug->skipped_ports, replug->skipped_port_count, ports[i].name) ||
            strcmp(ports[i].name, replug->name) == 0)
            continue;
        memcpy(replug->new_name, ports[i].name, sizeof replug->new_name);
        if (try_port(replug, replug->new_name, false, link, stop_fd, bytes, size, received))
            return true;
    }
    return false;
}
