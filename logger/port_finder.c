/* SPDX-License-Identifier: MIT */
#include "port_finder.h"

#include "frame.h"
#include "plain_text.h"

#include <libserialport.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define LISTEN_MS 5000
#define SLICE_MS 100

/* Arduino, Arduino (2), CH340, FTDI, CP210x, PL2303 */
static bool is_likely_vendor(int vendor)
{
    static const int vendors[] = {0x2341, 0x2A03, 0x1A86, 0x0403, 0x10C4, 0x067B};
    for (size_t i = 0; i < sizeof vendors / sizeof vendors[0]; i++) {
        if (vendors[i] == vendor)
            return true;
    }
    return false;
}

static void describe(const struct sp_port *port, struct port_info *info)
{
    *info = (struct port_info){0};
    const char *name = sp_get_port_name(port), *description = sp_get_port_description(port);
    snprintf(info->name, sizeof info->name, "%s", name ? name : "");
    plain_text_copy(info->description, sizeof info->description, description ? description : "");
    int vendor, product;
    if (sp_get_port_usb_vid_pid(port, &vendor, &product) != SP_OK)
        return;
    snprintf(info->usb_id, sizeof info->usb_id, "%04X:%04X", (unsigned)vendor & 0xFFFF,
             (unsigned)product & 0xFFFF);
    info->is_likely = is_likely_vendor(vendor);
}

bool port_finder_list(struct port_info ports[PORT_FINDER_PORTS_MAX], size_t *count, struct failure *failure)
{
    struct sp_port **list;
    *count = 0;
    if (sp_list_ports(&list) != SP_OK)
        return failure_set(failure, EXIT_STATUS_DEVICE, "The system does not tell its serial ports.");
    for (int likely = 1; likely >= 0; likely--) {
        for (size_t i = 0; list[i] && *count < PORT_FINDER_PORTS_MAX; i++) {
            struct port_info info;
            describe(list[i], &info);
            if (info.is_likely == (likely == 1))
                ports[(*count)++] = info;
        }
    }
    sp_free_port_list(list);
    return true;
}

static bool holds_line(struct frame_decoder *decoder, const char *bytes, size_t count)
{
    bool heard = false;
    while (count > 0 && !heard) {
        struct frame_line line;
        size_t taken = frame_decoder_feed(decoder, bytes, count, &line, &heard);
        bytes += taken;
        count -= taken;
    }
    return heard;
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool port_finder_hears_roller(struct link *link, int stop_fd, int wait_ms, char *bytes, size_t size,
                              size_t *count)
{
    struct frame_decoder decoder;
    frame_decoder_init(&decoder, true);
    *count = 0;
    bool asked = false;
    int64_t start_ms = now_ms();
    for (int64_t passed_ms = 0; passed_ms < wait_ms && *count < size; passed_ms = now_ms() - start_ms) {
        if (!asked && passed_ms > wait_ms / 2) {
            link_write(link, "?\n", 2);
            asked = true;
        }
        struct failure ignored;
        size_t got;
        enum link_status status =
            link_read(link, stop_fd, bytes + *count, size - *count, &got, SLICE_MS, &ignored);
        if (status != LINK_DATA && status != LINK_SILENT)
            return false;
        *count += got;
        if (holds_line(&decoder, bytes + *count - got, got))
            return true;
    }
    return false;
}

bool port_finder_open_roller(struct link *link, int baud, int stop_fd, struct port_info *found, char *bytes,
                             size_t size, size_t *count, struct failure *failure)
{
    struct port_info ports[PORT_FINDER_PORTS_MAX];
    size_t port_count;
    if (!port_finder_list(ports, &port_count, failure))
        return false;
    if (port_count == 0)
        return failure_set(failure, EXIT_STATUS_DEVICE,
                           "There is no serial port. Plug the roller in, or name its port with --port.");
    struct failure first = {0}; /* why a port could not even be opened helps most */
    for (size_t i = 0; i < port_count; i++) {
        struct failure why;
        if (!link_open(link, ports[i].name, baud, &why)) {
            if (first.sentence[0] == '\0')
                first = why;
            continue;
        }
        if (port_finder_hears_roller(link, stop_fd, LISTEN_MS, bytes, size, count)) {
            *found = ports[i];
            return true;
        }
        link_close(link);
        if (link_wait(stop_fd, -1, 0, &why) == LINK_DATA)
            return failure_set(failure, EXIT_STATUS_DEVICE,
                               "Stopped before a roller was found; nothing was recorded.");
    }
    return failure_set(
        failure, EXIT_STATUS_DEVICE,
        "No roller answered at %d baud on the %zu serial ports here. Is it plugged in? `roller-logger list` "
        "shows the ports; name one with --port.%s%s",
        baud, port_count, first.sentence[0] ? " " : "", first.sentence);
}
