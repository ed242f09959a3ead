/* SPDX-License-Identifier: MIT */
/*
 * A proxy between sender and logger that damages what passes, at places drawn by a seed, and keeps a record
 * of which frames each damage touched: those with a byte in it, and the one that a lost newline joins to
 * them.
 */
#ifndef FAULTY_PROXY_H
#define FAULTY_PROXY_H

#include "wire_text.h"

#include <stddef.h>
#include <stdint.h>

enum damage { DAMAGE_FLIP, DAMAGE_DROP, DAMAGE_INSERT, DAMAGE_SWAP, DAMAGE_LOSE, DAMAGE_TWICE, DAMAGE_KINDS };

struct faulty_proxy {
    struct wire_text passed; /* what the logger gets to read */
    unsigned *event_of;      /* for each frame: number of the damage that touched it, from 1; 0 = untouched */
    unsigned frames;
    unsigned events;
};

/*
 * Frames 0 ... `frames` - 1 pass, the first at `t_us`; behind some ten of them comes a damage, until `events`
 * were done (all must find room). DAMAGE_LOSE loses `chunk` bytes. The first frame and the last ten pass
 * untouched.
 */
void faulty_proxy_pass(struct faulty_proxy *proxy, enum damage kind, size_t chunk, unsigned frames,
                       uint32_t t_us, unsigned events, uint32_t seed);
void faulty_proxy_free(struct faulty_proxy *proxy);

#endif
