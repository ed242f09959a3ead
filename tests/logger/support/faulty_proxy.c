/* SPDX-License-Identifier: MIT */

#include "faulty_proxy.h"
#include "support/cmocka_includes.h"

#define APART 9 /* number of frames between two events: from this many to twice as many */

static uint32_t random_below(uint32_t *random, uint32_t below)
{
    *random = *random * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)*random * below >> 32);
}

/* Damage the stream at `position`. Returns the number of bytes of the clean stream that were consumed. */
static size_t damage(struct faulty_proxy *proxy, enum damage kind, const char *position, size_t chunk, uint32_t *random)
{
    char bytes[2] = {position[0], position[1]};
    size_t line_length = (size_t)(strchr(position, '\n') + 1 - position);
    switch (kind) {
    case DAMAGE_FLIP:
        bytes[0] = (char)(bytes[0] ^ 1 << random_below(random, 8));
        wire_add_raw(&proxy->passed, bytes, 1);
        return 1;
    case DAMAGE_DROP: return 1;
    case DAMAGE_INSERT:
        bytes[0] = (char)random_below(random, 256);
        wire_add_raw(&proxy->passed, bytes, 1);
        return 0;
    case DAMAGE_SWAP:
        wire_add_raw(&proxy->passed, &position[1], 1);
        wire_add_raw(&proxy->passed, &position[0], 1);
        return 2;
    case DAMAGE_LOSE: return chunk;
    default: wire_add_raw(&proxy->passed, position, line_length); return 0; /* DAMAGE_TWICE: repeat the line */
    }
}

void faulty_proxy_pass(struct faulty_proxy *proxy, enum damage kind, size_t chunk, unsigned frames, uint32_t t_us,
                       unsigned events, uint32_t seed)
{
    struct wire_text clean = {0};
    size_t *start = calloc(frames + 1u, sizeof *start);
    *proxy = (struct faulty_proxy){.event_of = calloc(frames, sizeof *proxy->event_of), .frames = frames};
    assert_true(start && proxy->event_of);
    for (unsigned n = 0; n < frames; n++) {
        wire_add_data(&clean, n, t_us + n * WIRE_PERIOD_US);
        start[n + 1] = clean.length;
    }
    wire_add_raw(&clean, "", 1);
    uint32_t random = seed;
    size_t passed = 0;
    for (unsigned n = APART; n + APART < frames && proxy->events < events; n += APART + random_below(&random, APART)) {
        size_t position =
            start[n] + (kind == DAMAGE_TWICE ? 0 : random_below(&random, (uint32_t)(start[n + 1] - start[n])));
        wire_add_raw(&proxy->passed, clean.bytes + passed, position - passed);
        size_t length = damage(proxy, kind, clean.bytes + position, chunk, &random);
        passed = position + length;
        proxy->events++;
        for (unsigned damaged = n; start[damaged] <= passed; damaged++)
            proxy->event_of[damaged] = proxy->events;
    }
    assert_int_equal(proxy->events, events);
    wire_add_raw(&proxy->passed, clean.bytes + passed, start[frames] - passed);
    wire_free(&clean);
    free(start);
}

void faulty_proxy_free(struct faulty_proxy *proxy)
{
    wire_free(&proxy->passed);
    free(proxy->event_of);
}
