/* SPDX-License-Identifier: MIT */
/* Finds out whether a roller is connected to a port. None of the functions blocks, so many ports can be probed in
 * parallel.
 *
 * A roller streams without being asked. If bytes arrive but no line, the next baud rate is tried. After the first
 * complete line the probe sends `?`, and the H line identifies the roller. The probe also sends one `?` if an Arduino
 * is still silent after WIRE_BOOT_WAIT_US, when its bootloader has finished, or if a likely roller sends a part of a
 * line and then nothing. Nothing is sent to other devices. */
#pragma once

#include "decode/device_info.h"
#include "serial/link.h"
#include "serial/port_list.h"
#include "shared/failure.h"
#include "wire/wire_line.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROBE_BUFFER_SIZE 131072
#define PROBE_MAX_US 6000000 /* longest time to probe one port */

enum probe_state {
    PROBE_LISTENING,
    PROBE_ROLLER, /* identified if `device.known` */
    PROBE_IDLE,
    PROBE_OTHER_DEVICE, /* it sends bytes, but no lines of a roller at any rate */
    PROBE_SKIPPED,      /* not opened */
    PROBE_CLOSED        /* could not be opened, or was unplugged; `failure` says why */
};

struct probe {
    /* Results. In `link`, callers read only link.baud. */
    struct port_info port;
    enum probe_state state;
    struct failure failure;
    struct device_info device;
    struct link link;
    /* Private. */
    int fixed_baud;     /* 0 = try all rates */
    size_t rates_tried; /* number of rates tried without success */
    struct wire_decoder decoder;
    int64_t opened_us;
    int64_t first_byte_us;   /* time of the first byte at this rate; 0 = none yet */
    int64_t last_byte_us;    /* time of the last byte at this rate */
    int64_t first_line_us;   /* time of the first line; 0 = none yet */
    unsigned identify_count; /* number of `?` sent */
    bool overflowed;         /* the buffer was full, and older bytes were discarded */
    size_t count;
    char bytes[PROBE_BUFFER_SIZE]; /* [count] received at this rate */
};

/* Open the port and listen at `baud` or, if that is 0, at each of the rates of vocabulary.h in turn. Close
 * with probe_close in any state. */
void probe_open(struct probe *probe, const struct port_info *port, int baud, int64_t now_us);

/* Process the received bytes. Keep calling it after a roller is found, so that no byte is lost. */
void probe_step(struct probe *probe, int64_t now_us);

/* Move the open link of a roller to `link`, and the received bytes to `received`. If they do not fit,
 * `received` is empty, and the roller must be sent `?` again. */
void probe_hand_over(struct probe *probe, struct link *link, struct link_bytes *received);

void probe_close(struct probe *probe);
