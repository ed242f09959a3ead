/* SPDX-License-Identifier: MIT */
/* The ring between the two threads: order, what does not fit, who waits for whom. */

#include "record/byte_queue.h"
#include "support/cmocka_includes.h"

#include <pthread.h>
#include <unistd.h>

#define SIZE 4096
#define LARGEST 300

static bool put(struct byte_queue *ring, int number, size_t count, bool wait)
{
    char bytes[SIZE];
    memset(bytes, number & 0x7F, sizeof bytes);
    struct byte_queue_item item = {.kind = number, .host_us = number * 1000LL, .count = count};
    return byte_queue_put(ring, &item, bytes, wait);
}

static void assert_taken(struct byte_queue *ring, int number, size_t count)
{
    struct byte_queue_item item;
    char bytes[SIZE] = "";
    assert_true(byte_queue_take(ring, &item, bytes, 5000));
    assert_int_equal(item.kind, number);
    assert_int_equal(item.host_us, number * 1000LL);
    assert_int_equal(item.count, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(bytes[i], number & 0x7F);
}

static void items_come_out_as_they_went_in_round_and_round(void **state)
{
    (void)state;
    struct byte_queue ring;
    struct byte_queue_item item;
    char bytes[SIZE];
    assert_true(byte_queue_init(&ring, SIZE));
    for (int i = 0; i < 1000; i += 3) {
        for (int j = 0; j < 3; j++)
            assert_true(put(&ring, i + j, (size_t)(i + j) * 7 % LARGEST, false));
        for (int j = 0; j < 3; j++)
            assert_taken(&ring, i + j, (size_t)(i + j) * 7 % LARGEST);
    }
    assert_false(byte_queue_take(&ring, &item, bytes, 1));
    struct byte_queue_counts counts = byte_queue_counts(&ring);
    assert_int_equal(counts.overruns, 0);
    assert_int_equal(counts.dropped_bytes, 0);
    assert_true(counts.max_used > 0 && counts.max_used <= 3 * (LARGEST + sizeof item));
    byte_queue_free(&ring);
}

static void what_does_not_fit_is_dropped_whole_and_counted(void **state)
{
    (void)state;
    struct byte_queue ring;
    size_t each = SIZE / 2 - sizeof(struct byte_queue_item); /* two fit to the byte */
    assert_true(byte_queue_init(&ring, SIZE));
    for (int round = 0; round < 2; round++) {
        assert_true(put(&ring, 1, each, false));
        assert_true(put(&ring, 2, each, false));
        assert_true(put(&ring, 3, 10, false));
        assert_true(put(&ring, 4, 20, false));
        assert_int_equal(byte_queue_counts(&ring).dropped_bytes, 30 * (round + 1));
        assert_int_equal(byte_queue_counts(&ring).overruns, round + 1);
        assert_taken(&ring, 1, each);
        assert_true(put(&ring, 5, 10, false));
        assert_taken(&ring, 2, each);
        assert_taken(&ring, 5, 10);
    }
    byte_queue_free(&ring);
}

static void *put_waiting(void *context)
{
    struct byte_queue *ring = context;
    for (int i = 0; i < 500; i++)
        put(ring, i, LARGEST, true);
    return NULL;
}

static void who_may_wait_loses_nothing(void **state)
{
    (void)state;
    struct byte_queue ring;
    pthread_t thread;
    assert_true(byte_queue_init(&ring, 1000));
    assert_int_equal(pthread_create(&thread, NULL, put_waiting, &ring), 0);
    for (int i = 0; i < 500; i++)
        assert_taken(&ring, i, LARGEST);
    pthread_join(thread, NULL);
    assert_int_equal(byte_queue_counts(&ring).overruns, 0);
    byte_queue_free(&ring);
}

static void *put_until_closed(void *context)
{
    struct byte_queue *ring = context;
    while (put(ring, 1, LARGEST, true))
        ;
    return NULL;
}

static void a_closed_ring_keeps_nobody_waiting(void **state)
{
    (void)state;
    struct byte_queue ring;
    pthread_t thread;
    assert_true(byte_queue_init(&ring, 1000));
    assert_int_equal(pthread_create(&thread, NULL, put_until_closed, &ring), 0);
    while (byte_queue_counts(&ring).max_used == 0)
        usleep(1000);
    assert_false(byte_queue_is_closed(&ring));
    byte_queue_close(&ring);
    assert_true(byte_queue_is_closed(&ring));
    pthread_join(thread, NULL);
    byte_queue_free(&ring);
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
