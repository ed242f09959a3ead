/* SPDX-License-Identifier: MIT */

#include "faulty_proxy.h"
#include "support/cmocka_includes.h"

#define APART 9 /* frames between two damages: this many to twice as many */

static uint32_t random_below(uint32_t *random, uint32_t below)
{
    *random = *random * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)*random * below >> 32);
}

/* Damage the bytes at `at`. Returns the number of bytes consumed. */
static size_t damage(struct faulty_proxy *proxy, enum damage kind, const char *at, size_t chunk, uint32_t *random)
{
    char bytes[2] = {at[0], at[1]};
    size_t line = (size_t)(strchr(at, '\n') + 1 - at);
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
        wire_add_raw(&proxy->passed, &at[1], 1);
        wire_add_raw(&proxy->passed, &at[0], 1);
        return 2;
    case DAMAGE_LOSE: return chunk;
    default: /* DAMAGE_TWICE: repeat the line */ wire_add_raw(&proxy->passed, at, line); return 0;
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
        for (unsigned touched = n; start[touched] <= passed; touched++)
            proxy->event_of[touched] = proxy->events;
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
