/* SPDX-License-Identifier: MIT */
/* The ring between the two threads: order, what does not fit, who waits for whom. */
#include "logger/check.h"

#include "record/byte_queue.h"

#include <pthread.h>
#include <unistd.h>

#define SIZE 4096
#define LARGEST 300

static bool put(struct ring *ring, int number, size_t count, bool wait)
{
    char bytes[SIZE];
    memset(bytes, number & 0x7F, sizeof bytes);
    struct ring_item item = {.kind = number, .host_us = number * 1000LL, .count = count};
    return ring_put(ring, &item, bytes, wait);
}

static void assert_taken(struct ring *ring, int number, size_t count)
{
    struct ring_item item;
    char bytes[SIZE] = "";
    assert_true(ring_take(ring, &item, bytes, 5000));
    assert_int_equal(item.kind, number);
    assert_int_equal(item.host_us, number * 1000LL);
    assert_int_equal(item.count, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(bytes[i], number & 0x7F);
}

static void items_come_out_as_they_went_in_round_and_round(void **state)
{
    (void)state;
    struct ring ring;
    struct ring_item item;
    char bytes[SIZE];
    assert_true(ring_init(&ring, SIZE));
    for (int i = 0; i < 1000; i += 3) {
        for (int j = 0; j < 3; j++)
            assert_true(put(&ring, i + j, (size_t)(i + j) * 7 % LARGEST, false));
        for (int j = 0; j < 3; j++)
            assert_taken(&ring, i + j, (size_t)(i + j) * 7 % LARGEST);
    }
    assert_false(ring_take(&ring, &item, bytes, 1));
    struct ring_counts counts = ring_counts(&ring);
    assert_int_equal(counts.overruns, 0);
    assert_int_equal(counts.dropped_bytes, 0);
    assert_true(counts.most_used > 0 && counts.most_used <= 3 * (LARGEST + sizeof item));
    ring_free(&ring);
}

static void what_does_not_fit_is_dropped_whole_and_counted(void **state)
{
    (void)state;
    struct ring ring;
    size_t each = SIZE / 2 - sizeof(struct ring_item); /* two fit to the byte */
    assert_true(ring_init(&ring, SIZE));
    for (int round = 0; round < 2; round++) {
        assert_true(put(&ring, 1, each, false));
        assert_true(put(&ring, 2, each, false));
        assert_true(put(&ring, 3, 10, false));
        assert_true(put(&ring, 4, 20, false));
        assert_int_equal(ring_counts(&ring).dropped_bytes, 30 * (round + 1));
        assert_int_equal(ring_counts(&ring).overruns, round + 1);
        assert_taken(&ring, 1, each);
        assert_true(put(&ring, 5, 10, false));
        assert_taken(&ring, 2, each);
        assert_taken(&ring, 5, 10);
    }
    ring_free(&ring);
}

static void *put_waiting(void *context)
{
    struct ring *ring = context;
    for (int i = 0; i < 500; i++)
        put(ring, i, LARGEST, true);
    return NULL;
}

static void who_may_wait_loses_nothing(void **state)
{
    (void)state;
    struct ring ring;
    pthread_t thread;
    assert_true(ring_init(&ring, 1000));
    assert_int_equal(pthread_create(&thread, NULL, put_waiting, &ring), 0);
    for (int i = 0; i < 500; i++)
        assert_taken(&ring, i, LARGEST);
    pthread_join(thread, NULL);
    assert_int_equal(ring_counts(&ring).overruns, 0);
    ring_free(&ring);
}

static void *put_until_closed(void *context)
{
    struct ring *ring = context;
    while (put(ring, 1, LARGEST, true))
        ;
    return NULL;
}

static void a_closed_ring_keeps_nobody_waiting(void **state)
{
    (void)state;
    struct ring ring;
    pthread_t thread;
    assert_true(ring_init(&ring, 1000));
    assert_int_equal(pthread_create(&thread, NULL, put_until_closed, &ring), 0);
    while (ring_counts(&ring).most_used == 0)
        usleep(1000);
    assert_false(ring_is_closed(&ring));
    ring_close(&ring);
    assert_true(ring_is_closed(&ring));
    pthread_join(thread, NULL);
    ring_free(&ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_come_out_as_they_went_in_round_and_round),
        cmocka_unit_test(what_does_not_fit_is_dropped_whole_and_counted),
        cmocka_unit_test(who_may_wait_loses_nothing),
        cmocka_unit_test(a_closed_ring_keeps_nobody_waiting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
