/* SPDX-License-Identifier: MIT */
/* The queue between the two threads: order, what does not fit, who waits for whom. */

#include "record/byte_queue.h"
#include "support/cmocka_includes.h"

#include <pthread.h>
#include <unistd.h>

#define SIZE 4096
#define LARGEST 300

static bool put(struct byte_queue *queue, int number, size_t count, bool wait)
{
    char bytes[SIZE];
    memset(bytes, number & 0x7F, sizeof bytes);
    struct byte_queue_item item = {.kind = number, .host_us = number * 1000LL, .count = count};
    return byte_queue_put(queue, &item, bytes, wait);
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

static void items_come_out_as_they_went_in(void **state)
{
    (void)state;
    struct byte_queue queue;
    struct byte_queue_item item;
    char bytes[SIZE];
    assert_true(byte_queue_init(&queue, SIZE));
    for (int i = 0; i < 1000; i += 3) {
        for (int j = 0; j < 3; j++)
            assert_true(put(&queue, i + j, (size_t)(i + j) * 7 % LARGEST, false));
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

static void an_item_that_does_not_fit_is_dropped_whole_and_counted(void **state)
{
    (void)state;
    struct byte_queue queue;
    size_t each = SIZE / 2 - sizeof(struct byte_queue_item); /* two fit to the byte */
    assert_true(byte_queue_init(&queue, SIZE));
    for (int round = 0; round < 2; round++) {
        assert_true(put(&queue, 1, each, false));
        assert_true(put(&queue, 2, each, false));
        assert_true(put(&queue, 3, 10, false));
        assert_true(put(&queue, 4, 20, false));
        assert_int_equal(byte_queue_counts(&queue).dropped_bytes, 30 * (round + 1));
        assert_int_equal(byte_queue_counts(&queue).overruns, round + 1);
        assert_taken(&queue, 1, each);
        assert_true(put(&queue, 5, 10, false));
        assert_taken(&queue, 2, each);
        assert_taken(&queue, 5, 10);
    }
    byte_queue_free(&queue);
}

static void *put_waiting(void *context)
{
    struct byte_queue *queue = context;
    for (int i = 0; i < 500; i++)
        put(queue, i, LARGEST, true);
    return NULL;
}

static void waiting_loses_nothing(void **state)
{
    (void)state;
    struct byte_queue queue;
    pthread_t thread;
    assert_true(byte_queue_init(&queue, 1000));
    assert_int_equal(pthread_create(&thread, NULL, put_waiting, &queue), 0);
    for (int i = 0; i < 500; i++)
        assert_taken(&queue, i, LARGEST);
    pthread_join(thread, NULL);
    assert_int_equal(byte_queue_counts(&queue).overruns, 0);
    byte_queue_free(&queue);
}

static void *put_until_closed(void *context)
{
    struct byte_queue *queue = context;
    while (put(queue, 1, LARGEST, true))
        ;
    return NULL;
}

static void a_closed_queue_blocks_nobody(void **state)
{
    (void)state;
    struct byte_queue queue;
    pthread_t thread;
    assert_true(byte_queue_init(&queue, 1000));
    assert_int_equal(pthread_create(&thread, NULL, put_until_closed, &queue), 0);
    while (byte_queue_counts(&queue).max_used == 0)
        usleep(1000);
    assert_false(byte_queue_is_closed(&queue));
    byte_queue_close(&queue);
    assert_true(byte_queue_is_closed(&queue));
    pthread_join(thread, NULL);
    byte_queue_free(&queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_come_out_as_they_went_in),
        cmocka_unit_test(an_item_that_does_not_fit_is_dropped_whole_and_counted),
        cmocka_unit_test(waiting_loses_nothing),
        cmocka_unit_test(a_closed_queue_blocks_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
