/* SPDX-License-Identifier: MIT */
/*
 * Find out whether there is a roller at one port, without waiting: probe_step looks at what came. Many ports
 * are looked at in turn in the time of one.
 *
 * A roller speaks by itself. Bytes that make no line are a sign of another baud rate: the next one is tried.
 * A whole line is answered with `?`, and H says who it is. A port that is silent is asked once when an
 * Arduino's bootloader must be through (opening starts it anew), but only where a board or adapter of rollers
 * is plugged in: other devices are not talked to.
 */
#ifndef PROBE_H
#define PROBE_H

#include "decode/device_info.h"
#include "shared/failure.h"
#include "wire/frame.h"
#include "serial/link.h"
#include "serial/port_list.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROBE_BUFFER_SIZE 131072
#define PROBE_MAX_US 6000000 /* no port takes longer */

enum probe_state {
    PROBE_LISTENING,
    PROBE_ROLLER, /* `device.known`: and it said who it is */
    PROBE_IDLE,
    PROBE_OTHER_DEVICE, /* something speaks there, but no roller, at no rate */
    PROBE_SKIPPED,      /* not looked at */
    PROBE_CLOSED        /* it could not be opened, or was pulled: `failure` */
};

/* Fields are the probe's own, but for reading: port, state, failure, device, link.baud. */
struct probe {
    struct port_info port;
    enum probe_state state;
    struct failure failure;
    struct device_info device;
    struct link link;
    bool may_ask;
    int fixed_baud;
    size_t tries; /* rates that made no line */
    struct frame_decoder decoder;
    int64_t opened_us;
    int64_t first_byte_us; /* at this rate; 0 = none */
    int64_t first_line_us; /* 0 = none */
    unsigned asked;
    bool overflowed;
    size_t count;
    char bytes[PROBE_BUFFER_SIZE]; /* heard at this rate */
};

/* Open the port and listen, at `baud` or (0) at 250000, 1000000, 500000 and 115200 in turn. `may_ask`: also
 * where nothing is heard. Close it with probe_close, whatever its state. */
void probe_open(struct probe *probe, const struct port_info *port, int baud, bool may_ask, int64_t now_us);

/* Take what came until now. A roller that was found goes on being listened to, so that nothing of it is lost.
 */
void probe_step(struct probe *probe, int64_t now_us);

/*
 * Give the open link of a roller away, with what was heard of it since `bytes` (`size`; `*count`). Where it
 * said more than there is room for, that is 0 bytes: it will have to be asked who it is.
 */
void probe_hand_over(struct probe *probe, struct link *link, char *bytes, size_t size, size_t *count);

void probe_close(struct probe *probe);

#endif
