/* SPDX-License-Identifier: MIT */
/* A proxy between sender and logger that damages the bytes at random positions, and records which frames were
 * affected: those with a damaged byte, and the frame that a lost newline joins to them. */
#pragma once

#include "wire_text.h"

#include <stddef.h>
#include <stdint.h>

enum damage { DAMAGE_FLIP, DAMAGE_DROP, DAMAGE_INSERT, DAMAGE_SWAP, DAMAGE_LOSE, DAMAGE_TWICE, DAMAGE_KINDS };

struct faulty_proxy {
    struct wire_text passed; /* the bytes that the logger reads */
    unsigned *event_of;      /* for each frame the number, from 1, of the event that damaged it; 0 = undamaged */
    unsigned frames;         /* number of frames */
    unsigned events;         /* number of damage events */
};

/* Pass frames 0 to `frames` - 1, the first at `t_us`. Damage the stream `events` times, about every ten frames;
 * there must be enough frames. DAMAGE_LOSE drops `chunk` bytes. The first and the last ten frames stay intact. */
void faulty_proxy_pass(struct faulty_proxy *proxy, enum damage kind, size_t chunk, unsigned frames, uint32_t t_us,
                       unsigned events, uint32_t seed);
void faulty_proxy_free(struct faulty_proxy *proxy);
