/* SPDX-License-Identifier: MIT */
#include "serial/probe.h"

#include "wire/vocabulary.h"

#include <string.h>

#define NOISE_US 400000          /* if no line arrives for this long after the first byte, try another rate */
#define NOISE_BYTES 64           /* fewer bytes may be the rest of a line */
#define ROUNDS 2                 /* the board may still be starting while each rate is tried for the first time */
#define IDLE_US 4000000          /* a likely roller may take this long to start */
#define IDENTIFY_AGAIN_US 500000 /* after this long the first `?` was probably lost */
#define PART_IDLE_US 1000000     /* a roller that sent a part of a line and nothing for this long has stopped */
#define ANSWER_US 1500000        /* a roller that does not answer in this time is on a one-way cable */

static const int rates[] = {WIRE_BAUD_DEFAULT, WIRE_BAUD_MAX, WIRE_BAUD_DOUBLE, WIRE_BAUD_OTHER};
#define RATES (sizeof rates / sizeof rates[0])

void probe_open(struct probe *probe, const struct port_info *port, int baud, int64_t now_us)
{
    memset(probe, 0, offsetof(struct probe, bytes));
    probe->port = *port;
    probe->fixed_baud = baud;
    probe->opened_us = now_us;
    device_info_init(&probe->device);
    wire_decoder_init(&probe->decoder, true);
    if (!link_open(&probe->link, port->name, baud > 0 ? baud : rates[0], &probe->failure))
        probe->state = PROBE_CLOSED;
}

static void close_link(struct probe *probe, enum probe_state state)
{
    link_close(&probe->link);
    probe->state = state;
}

static void ask(struct probe *probe)
{
    probe->identify_count += link_write(&probe->link, WIRE_IDENTIFY_LINE, strlen(WIRE_IDENTIFY_LINE));
}

static void decode_bytes(struct probe *probe, size_t start, int64_t now_us)
{
    while (start < probe->count) {
        struct wire_line line;
        bool accepted = false;
        start += wire_decoder_feed(&probe->decoder, probe->bytes + start, probe->count - start, &line, &accepted);
        if (accepted && probe->first_line_us == 0)
            probe->first_line_us = now_us;
        if (accepted && line.type == WIRE_HELLO && !probe->device.known)
            (void)device_info_parse_hello(&probe->device, &line);
    }
}

/* Read and decode all waiting bytes. False if the link has ended. */
static bool read_all(struct probe *probe, int64_t now_us)
{
    for (;;) {
        if (probe->count == sizeof probe->bytes) {
            probe->overflowed = true;
            probe->count = 0;
        }
        size_t bytes_read, start = probe->count;
        enum link_status status = link_read(&probe->link, -1, probe->bytes + start, sizeof probe->bytes - start,
                                            &bytes_read, 0, &probe->failure);
        if (status != LINK_DATA)
            return status == LINK_IDLE;
        if (probe->first_byte_us == 0)
            probe->first_byte_us = now_us;
        probe->last_byte_us = now_us;
        probe->count += bytes_read;
        decode_bytes(probe, start, now_us);
    }
}

static void try_next_rate(struct probe *probe)
{
    probe->rates_tried++;
    size_t rate_count = probe->fixed_baud > 0 || !probe->link.is_serial ? 1 : RATES;
    if (probe->rates_tried >= ROUNDS * rate_count) {
        close_link(probe, PROBE_OTHER_DEVICE);
        return;
    }
    if (probe->fixed_baud == 0)
        (void)link_set_baud(&probe->link, rates[probe->rates_tried % RATES]); /* after a failure only noise arrives */
    wire_decoder_init(&probe->decoder, true);
    probe->count = 0;
    probe->overflowed = false;
    probe->first_byte_us = 0;
    probe->last_byte_us = 0;
}

static void assess_lines(struct probe *probe, int64_t now_us)
{
    int64_t elapsed_us = now_us - probe->first_line_us;
    if (probe->device.known || elapsed_us > ANSWER_US)
        probe->state = PROBE_ROLLER;
    else if (probe->identify_count == 0 || (probe->identify_count == 1 && elapsed_us > IDENTIFY_AGAIN_US))
        ask(probe);
}

static void assess_idle_port(struct probe *probe, int64_t now_us)
{
    int64_t idle_us = now_us - probe->opened_us;
    bool may_ask = probe->port.likelihood == USB_ARDUINO;
    if (may_ask && probe->identify_count == 0 && idle_us > WIRE_BOOT_WAIT_US)
        ask(probe);
    if (idle_us > (may_ask ? IDLE_US : WIRE_BOOT_WAIT_US))
        close_link(probe, PROBE_IDLE);
}

/* Whether the bytes received may be the parts of D lines, and a roller is likely here, but it has stopped sending. */
static bool stopped_within_a_line(const struct probe *probe, int64_t now_us)
{
    static const char line_bytes[] = "D0123456789,-*ABCEF\r\n";
    for (size_t i = 0; i < probe->count; i++)
        if (!memchr(line_bytes, probe->bytes[i], sizeof line_bytes - 1))
            return false;
    return probe->count > 0 && probe->port.likelihood <= USB_ADAPTER && now_us - probe->last_byte_us > PART_IDLE_US;
}

void probe_step(struct probe *probe, int64_t now_us)
{
    if (probe->state != PROBE_LISTENING && probe->state != PROBE_ROLLER)
        return;
    if (!read_all(probe, now_us)) {
        failure_set(&probe->failure, EXIT_STATUS_DEVICE, "%s was unplugged during the search for the roller.",
                    probe->port.name);
        close_link(probe, PROBE_CLOSED);
        return;
    }
    if (probe->state == PROBE_ROLLER)
        return;
    /* first_byte_us alone is not enough, because it is set to 0 at each rate */
    bool received_nothing = probe->first_byte_us == 0 && probe->rates_tried == 0;
    bool receives_noise =
        probe->first_byte_us > 0 && now_us - probe->first_byte_us > NOISE_US && probe->count >= NOISE_BYTES;
    if (probe->first_line_us > 0)
        assess_lines(probe, now_us);
    else if (received_nothing)
        assess_idle_port(probe, now_us);
    else if (now_us - probe->opened_us > PROBE_MAX_US)
        close_link(probe, PROBE_OTHER_DEVICE);
    else if (probe->identify_count == 0 && stopped_within_a_line(probe, now_us))
        ask(probe);
    else if (receives_noise)
        try_next_rate(probe);
}

void probe_hand_over(struct probe *probe, struct link *link, struct link_bytes *received)
{
    *link = probe->link;
    received->count = probe->overflowed || probe->count > received->size ? 0 : probe->count;
    memcpy(received->bytes, probe->bytes, received->count);
    probe->state = PROBE_CLOSED;
}

void probe_close(struct probe *probe)
{
    if (probe->state == PROBE_LISTENING || probe->state == PROBE_ROLLER)
        close_link(probe, PROBE_CLOSED);
}
