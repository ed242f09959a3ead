/* SPDX-License-Identifier: MIT */
#include "listener.h"
#include "support/cmocka_includes.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PORT_SIZE 4096 /* size of a terminal's input buffer in Linux */

double listener_now_s(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void receive_bytes(struct reception *reception, const uint8_t *bytes, size_t count)
{
    while (count > 0) {
        struct wire_line line;
        bool accepted = false;
        size_t consumed = wire_decoder_feed(&reception->decoder, bytes, count, &line, &accepted);
        bytes += consumed;
        count -= consumed;
        if (!accepted)
            continue;
        reception->lines++;
        reception->replies += line.type == 'A';
        reception->hellos += line.type == 'H';
        reception->marks += line.type == 'E' && strcmp(line.field[1], "mark") == 0;
        if (line.type == 'D') {
            struct wire_frame data;
            assert_true(wire_decoder_parse_data(&reception->decoder, &line, 8, &data));
            if (reception->frames == 0) {
                reception->first_t_us = data.t_us;
                reception->first_seq = data.seq;
            } else {
                assert_int_equal(data.seq, reception->last_seq + 1); /* no frame is missing */
            }
            reception->last_seq = data.seq;
            reception->last_t_us = data.t_us;
            reception->frames++;
        }
    }
    for (int kind = WIRE_LINE_TOO_LONG; kind < WIRE_VERDICT_COUNT; kind++)
        assert_int_equal(reception->decoder.line_count[kind], 0);
}

int listener_open(const char *link)
{
    struct stat status;
    double limit_s = listener_now_s() + LISTENER_LIMIT_S;
    while (lstat(link, &status) != 0) {
        assert_true(listener_now_s() < limit_s);
        (void)poll(NULL, 0, 5);
    }
    int fd = open(link, O_RDWR | O_NOCTTY | O_NONBLOCK);
    assert_true(fd >= 0);
    return fd;
}

void listener_read(int fd, struct reception *reception, unsigned long frames_max)
{
    double limit_s = listener_now_s() + LISTENER_LIMIT_S;
    while (reception->frames < frames_max) {
        struct pollfd polled = {.fd = fd, .events = POLLIN};
        assert_true(listener_now_s() < limit_s);
        (void)poll(&polled, 1, 1000);
        uint8_t bytes[512];
        ssize_t count = read(fd, bytes, sizeof bytes);
        if (count > 0)
            receive_bytes(reception, bytes, (size_t)count);
        else if (count == 0 || errno == EIO)
            return;
    }
}

void listener_wait_until_full(int fd)
{
    double limit_s = listener_now_s() + LISTENER_LIMIT_S;
    int unread = 0;
    for (; unread < PORT_SIZE - WIRE_LINE_MAX; (void)poll(NULL, 0, 5)) {
        assert_true(listener_now_s() < limit_s);
        assert_int_equal(ioctl(fd, FIONREAD, &unread), 0);
    }
}

struct reception listener_new(void)
{
    struct reception reception = {0};
    wire_decoder_init(&reception.decoder, false);
    return reception;
}
