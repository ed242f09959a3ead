/* SPDX-License-Identifier: MIT */
/* Damage on the wire, at places drawn by a fixed seed. The oracle is what was sent: no row may differ from it, and saved and
 * counted lost frames add up to it. */
#include "check.h"

#include "recorder_session.h"

#define TRIES 300
#define FRAMES 40
#define CHUNK 150

enum damage { FLIP, DROP, INSERT, SWAP, LOSE_CHUNK, TWICE, KINDS };

static uint32_t draw(uint32_t *random, uint32_t below)
{
    *random = *random * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)*random * below >> 32);
}

/* Do one damage to the bytes from `first` on, before `end`. The text has room for CHUNK bytes more. */
static void damage(struct wire_text *wire, enum damage kind, size_t first, size_t end, uint32_t *random)
{
    size_t at = first + draw(random, (uint32_t)(end - first - CHUNK));
    char *bytes = wire->bytes + at;
    size_t behind = wire->length - at, line;
    char swapped;
    switch (kind) {
    case FLIP:
        *bytes = (char)(*bytes ^ 1 << draw(random, 8));
        break;
    case DROP:
        memmove(bytes, bytes + 1, behind - 1);
        wire->length--;
        break;
    case INSERT:
        memmove(bytes + 1, bytes, behind);
        *bytes = (char)draw(random, 256);
        wire->length++;
        break;
    case SWAP:
        swapped = bytes[0];
        bytes[0] = bytes[1];
        bytes[1] = swapped;
        break;
    case LOSE_CHUNK:
        memmove(bytes, bytes + CHUNK, behind - CHUNK);
        wire->length -= CHUNK;
        break;
    default: /* the line that comes next, twice */
        bytes = strchr(bytes, '\n') + 1;
        line = (size_t)(strchr(bytes, '\n') + 1 - bytes);
        memmove(bytes + line, bytes, wire->length - (size_t)(bytes - wire->bytes));
        wire->length += line;
        break;
    }
}

static void assert_row_is_as_sent(const struct session_row *row)
{
    assert_int_equal(row->time_us, row->seq * (int64_t)WIRE_PERIOD_US);
    for (unsigned i = 0; i < 8; i++)
        assert_int_equal(row->strip[i], (7u * row->seq + i) % 1000);
    assert_int_equal(row->imu[0], row->seq % 100);
    assert_int_equal(row->imu[3], -(row->seq % 50));
}

static void no_damage_makes_a_wrong_row(void **state)
{
    (void)state;
    static const char *const names[KINDS] = {"a bit flipped", "a byte dropped",          "a byte inserted",
                                             "bytes swapped", "a chunk of 150 bytes lost", "a frame twice"};
    uint32_t random = 4;
    for (int kind = FLIP; kind < KINDS; kind++) {
        unsigned most = 0;
        for (int i = 0; i < TRIES; i++) {
            void *fresh;
            assert_int_equal(session_setup(&fresh), 0);
            struct session *session = fresh;
            wire_add_hello(&session->wire, "00A1");
            wire_add_frames(&session->wire, 0, 1, 20000);
            size_t first = session->wire.length;
            wire_add_frames(&session->wire, 1, FRAMES - 1, 20000 + WIRE_PERIOD_US);
            size_t end = session->wire.length;
            wire_add(&session->wire, "S,500000,sent=%d,dropped=0", FRAMES);
            char room[CHUNK] = "";
            wire_add_raw(&session->wire, room, sizeof room);
            session->wire.length -= sizeof room;
            damage(&session->wire, (enum damage)kind, first, end, &random);
            feed(session, 1000);
            recorder_finish(&session->recorder);
            unsigned lost = FRAMES - (unsigned)session->count;
            for (size_t row = 0; row < session->count; row++)
                assert_row_is_as_sent(&session->rows[row]);
            assert_int_equal(session->recorder.counts.lost, lost);
            assert_int_equal(session->recorder.counts.duplicates, kind == TWICE);
            most = lost > most ? lost : most;
            session_teardown(&fresh);
        }
        char result[80];
        snprintf(result, sizeof result, "no wrong row, at most %u frames lost, all counted", most);
        assert_true(most <= (kind == TWICE ? 0u : kind == LOSE_CHUNK ? 4u : 2u));
        char row[12];
        snprintf(row, sizeof row, "%d", kind + 1);
        fault_held(row, names[kind], TRIES, result);
    }
}

/* Garbage between two frames; the decoder's memory is bounded by its type. */
static void garbage_is_passed_over(void **state)
{
    struct session *session = *state;
    static char garbage[1 << 20];
    wire_add_hello(&session->wire, "00A1");
    wire_add_frames(&session->wire, 0, 20, 20000);
    memset(garbage, 'x', sizeof garbage);
    wire_add_raw(&session->wire, garbage, sizeof garbage); /* a line without end, */
    wire_add_raw(&session->wire, "\n", 1);
    wire_add_frames(&session->wire, 20, 20, 20000 + 20 * WIRE_PERIOD_US);
    for (size_t i = 0; i < sizeof garbage; i++)
        garbage[i] = i % 3 ? '\0' : '\xFF';
    wire_add_raw(&session->wire, garbage, sizeof garbage); /* and one that takes the next frame with it */
    wire_add_frames(&session->wire, 40, 20, 20000 + 40 * WIRE_PERIOD_US);
    feed(session, 1000);
    end(session, 59, 1);
    for (size_t row = 0; row < session->count; row++)
        assert_row_is_as_sent(&session->rows[row]);
    fault_held("7-8", "a line without end, NUL and 0xFF, 1 MiB each", 2, "no wrong row, in step at the next line");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_damage_makes_a_wrong_row),
        RECORDER_TEST(garbage_is_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
