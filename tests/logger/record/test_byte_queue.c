/* SPDX-License-Identifier: MIT */
/* The queue between the two threads: item order, items that do not fit, blocking. */

#include "record/byte_queue.h"
#include "support/cmocka_includes.h"

#include <pthread.h>

#define SIZE 4096
#define LARGEST 300

static bool put(struct byte_queue *queue, int number, size_t count, enum byte_queue_when_full when_full)
{
    char bytes[SIZE];
    memset(bytes, number & 0x7F, sizeof bytes);
    struct byte_queue_item item = {.kind = number, .host_us = number * 1000LL, .count = count};
    return byte_queue_put(queue, &item, bytes, when_full);
}

static void assert_taken(struct byte_queue *queue, int number, size_t count)
{
    struct byte_queue_item item;
    char bytes[SIZE] = "";
    assert_true(byte_queue_take(queue, &item, bytes, 5000));
    assert_int_equal(item.kind, number);
    assert_int_equal(item.host_us, number * 1000LL);
    assert_int_equal(item.count, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(bytes[i], number & 0x7F);
}

static void items_are_taken_in_order_and_unchanged(void **state)
{
    (void)state;
    struct byte_queue queue;
    struct byte_queue_item item;
    char bytes[SIZE];
    assert_true(byte_queue_init(&queue, SIZE));
    for (int i = 0; i < 1000; i += 3) {
        for (int j = 0; j < 3; j++)
            assert_true(put(&queue, i + j, (size_t)(i + j) * 7 % LARGEST, BYTE_QUEUE_DROP));
        for (int j = 0; j < 3; j++)
            assert_taken(&queue, i + j, (size_t)(i + j) * 7 % LARGEST);
    }
    assert_false(byte_queue_take(&queue, &item, bytes, 1));
    struct byte_queue_counts counts = byte_queue_counts(&queue);
    assert_int_equal(counts.overruns, 0);
    assert_int_equal(counts.dropped_bytes, 0);
    assert_true(counts.max_used > 0 && counts.max_used <= 3 * (LARGEST + sizeof item));
    byte_queue_free(&queue);
}

static void an_item_that_does_not_fit_is_dropped_completely_and_counted(void **state)
{
    (void)state;
    struct byte_queue queue;
    size_t half_count = SIZE / 2 - sizeof(struct byte_queue_item); /* two items fill the queue exactly */
    assert_true(byte_queue_init(&queue, SIZE));
    for (int round = 0; round < 2; round++) {
        assert_true(put(&queue, 1, half_count, BYTE_QUEUE_DROP));
        assert_true(put(&queue, 2, half_count, BYTE_QUEUE_DROP));
        assert_true(put(&queue, 3, 10, BYTE_QUEUE_DROP));
        assert_true(put(&queue, 4, 20, BYTE_QUEUE_DROP));
        assert_int_equal(byte_queue_counts(&queue).dropped_bytes, 30 * (round + 1));
        assert_int_equal(byte_queue_counts(&queue).overruns, round + 1);
        assert_taken(&queue, 1, half_count);
        assert_true(put(&queue, 5, 10, BYTE_QUEUE_DROP));
        assert_taken(&queue, 2, half_count);
        assert_taken(&queue, 5, 10);
    }
    byte_queue_free(&queue);
}

static void *put_blocking(void *context)
{
    struct byte_queue *queue = context;
    for (int i = 0; i < 500; i++)
        put(queue, i, LARGEST, BYTE_QUEUE_BLOCK);
    return NULL;
}

static void blocking_loses_nothing(void **state)
{
    (void)state;
    struct byte_queue queue;
    pthread_t thread;
    assert_true(byte_queue_init(&queue, 1000));
    assert_int_equal(pthread_create(&thread, NULL, put_blocking, &queue), 0);
    for (int i = 0; i < 500; i++)
        assert_taken(&queue, i, LARGEST);
    pthread_join(thread, NULL);
    assert_int_equal(byte_queue_counts(&queue).overruns, 0);
    byte_queue_free(&queue);
}

static void *put_until_closed(void *context)
{
    struct byte_queue *queue = context;
    while (put(queue, 1, LARGEST, BYTE_QUEUE_BLOCK))
        ;
    return NULL;
}

static void a_closed_queue_does_not_block(void **state)
{
    (void)state;
    struct byte_queue queue;
    pthread_t thread;
    assert_true(byte_queue_init(&queue, 1000));
    assert_int_equal(pthread_create(&thread, NULL, put_until_closed, &queue), 0);
    assert_taken(&queue, 1, LARGEST);
    assert_false(byte_queue_is_closed(&queue));
    byte_queue_close(&queue);
    assert_true(byte_queue_is_closed(&queue));
    pthread_join(thread, NULL);
    byte_queue_free(&queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_are_taken_in_order_and_unchanged),
        cmocka_unit_test(an_item_that_does_not_fit_is_dropped_completely_and_counted),
        cmocka_unit_test(blocking_loses_nothing),
        cmocka_unit_test(a_closed_queue_does_not_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
