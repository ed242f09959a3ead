/* SPDX-License-Identifier: MIT */
#include "serial/reconnect.h"

#include "wire/frame.h"
#include "decode/host_time.h"

#include <stdio.h>
#include <string.h>

#define LISTEN_US 5000000
#define SLICE_MS 100
static const int64_t ask_us[] = {200000, 2500000}; /* at once, and when an Arduino's bootloader is through */

static bool is_among(const struct port_info *ports, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(ports[i].name, name) == 0)
            return true;
    }
    return false;
}

void replug_begin(struct replug *replug, const char *name, const char *id, bool is_serial, int baud)
{
    struct failure ignored;
    *replug = (struct replug){.name = name, .is_serial = is_serial, .baud = baud};
    snprintf(replug->id, sizeof replug->id, "%s", id);
    if (is_serial)
        (void)port_finder_list(replug->passed_over, &replug->passed_over_count, &ignored);
}

struct listener {
    struct frame_decoder decoder;
    const char *id;
    size_t line_start; /* of the line that is being heard */
    bool heard_line;
    bool heard_identity;
    bool is_ours;
};

static void listen_to(struct listener *listener, const char *bytes, size_t count, struct replug_heard *heard)
{
    for (size_t done = 0; done < count && !listener->heard_identity;) {
        struct frame_line line;
        bool whole = false;
        done +=
            frame_decoder_feed(&listener->decoder, bytes + heard->count + done, count - done, &line, &whole);
        size_t at = heard->count + done;
        if (whole && line.type == 'H') {
            const char *id = frame_find_key(&line, "id");
            listener->heard_identity = true;
            listener->is_ours = *listener->id == '\0' || (id && strcmp(id, listener->id) == 0);
            heard->identity_start = listener->line_start;
            heard->identity_end = at;
        }
        listener->heard_line = listener->heard_line || whole;
        if (bytes[at - 1] == '\n')
            listener->line_start = at;
    }
    heard->count += count;
}

/* Ask an open link who is there. False: it is gone or silent; `*other`: another roller answered. */
static bool hear_roller(const struct replug *replug, struct link *link, bool old_name, int stop_fd,
                        char *bytes, size_t size, struct replug_heard *heard, bool *other)
{
    struct listener listener = {.id = replug->id};
    frame_decoder_init(&listener.decoder, true);
    size_t asked = 0;
    int64_t start_us = host_time_us();
    for (int64_t passed_us = 0; passed_us < LISTEN_US && !listener.heard_identity && heard->count < size;
         passed_us = host_time_us() - start_us) {
        struct failure ignored;
        size_t count;
        if (asked < sizeof ask_us / sizeof ask_us[0] && passed_us >= ask_us[asked]) {
            link_write(link, "?\n", 2);
            asked++;
        }
        enum link_status status =
            link_read(link, stop_fd, bytes + heard->count, size - heard->count, &count, SLICE_MS, &ignored);
        if (status != LINK_DATA && status != LINK_SILENT)
            return false;
        listen_to(&listener, bytes, count, heard);
    }
    *other = listener.heard_identity && !listener.is_ours;
    return listener.is_ours || (!listener.heard_identity && listener.heard_line && old_name);
}

static bool try_port(struct replug *replug, const char *name, bool old_name, struct link *link, int stop_fd,
                     char *bytes, size_t size, struct replug_heard *heard)
{
    struct failure ignored;
    bool other = false;
    *heard = (struct replug_heard){0};
    if (!link_open(link, name, replug->baud, &ignored))
        return false;
    bool same_kind = replug->is_serial ? link->is_serial : !link->is_serial && link->stream.is_terminal;
    if (same_kind && hear_roller(replug, link, old_name, stop_fd, bytes, size, heard, &other)) {
        heard->name = name;
        return true;
    }
    link_close(link);
    if (other && replug->passed_over_count < PORT_FINDER_PORTS_MAX) {
        struct port_info *passed = &replug->passed_over[replug->passed_over_count++];
        *passed = (struct port_info){0};
        snprintf(passed->name, sizeof passed->name, "%s", name);
    }
    return false;
}

/* A port that was pulled may be the roller's when it comes again. */
static void forget_pulled(struct replug *replug, const struct port_info *ports, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < replug->passed_over_count; i++) {
        if (is_among(ports, count, replug->passed_over[i].name))
            replug->passed_over[kept++] = replug->passed_over[i];
    }
    replug->passed_over_count = kept;
}

bool replug_try(struct replug *replug, struct link *link, int stop_fd, char *bytes, size_t size,
                struct replug_heard *heard)
{
    struct port_info ports[PORT_FINDER_PORTS_MAX];
    size_t count;
    struct failure ignored;
    if (try_port(replug, replug->name, true, link, stop_fd, bytes, size, heard))
        return true;
    if (!replug->is_serial || !port_finder_list(ports, &count, &ignored))
        return false;
    forget_pulled(replug, ports, count);
    for (size_t i = 0; i < count; i++) {
        if (is_among(replug->passed_over, replug->passed_over_count, ports[i].name) ||
            strcmp(ports[i].name, replug->name) == 0)
            continue;
        memcpy(replug->new_name, ports[i].name, sizeof replug->new_name);
        if (try_port(replug, replug->new_name, false, link, stop_fd, bytes, size, heard))
            return true;
    }
    return false;
}
