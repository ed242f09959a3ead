/* SPDX-License-Identifier: MIT */

#include "bridge.h"
#include "support/cmocka_includes.h"
#include "support/now.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

#define TICK_MS 20
#define READ_LIMIT_S 30

/* Join the fields of a line, beginning with number `first`, into `text`. */
static void join_fields(const struct wire_line *line, unsigned first, char *text, size_t size)
{
    size_t used = 0;
    for (unsigned i = first; i < line->field_count && used < size; i++)
        used += (size_t)snprintf(text + used, size - used, "%s%s", i > first ? "," : "", line->field[i]);
    if (used >= size)
        abort(); /* cmocka cannot assert in another thread */
}

static void record_frame(struct bridge *bridge, const struct wire_line *line)
{
    uint32_t seq = 0, t_us = 0;
    if (!wire_parse_unsigned(line->field[0], &seq) || !wire_parse_unsigned(line->field[1], &t_us))
        return;
    pthread_mutex_lock(&bridge->lock);
    if (bridge->count == bridge->capacity) {
        bridge->capacity = 2 * bridge->capacity + 4096;
        bridge->frames = realloc(bridge->frames, bridge->capacity * sizeof *bridge->frames);
        if (!bridge->frames)
            abort();
    }
    struct sent_frame *frame = &bridge->frames[bridge->count++];
    *frame = (struct sent_frame){.seq = (uint16_t)seq, .t_us = t_us};
    join_fields(line, 2, frame->readings, sizeof frame->readings);
    pthread_mutex_unlock(&bridge->lock);
}

static void record_frames(struct bridge *bridge, const char *bytes, size_t count)
{
    while (count > 0) {
        struct wire_line line;
        bool accepted = false;
        size_t consumed = wire_decoder_feed(&bridge->decoder, bytes, count, &line, &accepted);
        if (accepted && line.type == 'D')
            record_frame(bridge, &line);
        bytes += consumed;
        count -= consumed;
    }
}

static void forward_to_chip(struct bridge *bridge, const char *bytes, size_t count)
{
    pthread_mutex_lock(&bridge->lock);
    int unread = 0;
    if (bridge->plugged && bridge->chip_fd >= 0 && ioctl(bridge->chip_fd, SIOCOUTQ, &unread) == 0) {
        size_t capacity = unread < BRIDGE_CHIP_BYTES ? (size_t)(BRIDGE_CHIP_BYTES - unread) : 0;
        ssize_t sent = send(bridge->chip_fd, bytes, count < capacity ? count : capacity, MSG_DONTWAIT | MSG_NOSIGNAL);
        (void)sent; /* bytes that a full chip does not accept are lost */
    }
    pthread_mutex_unlock(&bridge->lock); /* hold the lock while sending, so that nothing is sent after bridge_plug */
}

static void forward_bytes(struct bridge *bridge)
{
    char bytes[BRIDGE_CHIP_BYTES];
    struct pollfd polled[2] = {{.fd = bridge->pty_fd, .events = POLLIN},
                               {.fd = bridge->chip_fd >= 0 ? bridge->chip_fd : bridge->listen_fd, .events = POLLIN}};
    poll(polled, 2, TICK_MS);
    if (polled[0].revents & POLLIN) {
        ssize_t got = read(bridge->pty_fd, bytes, sizeof bytes);
        record_frames(bridge, bytes, got > 0 ? (size_t)got : 0);
        forward_to_chip(bridge, bytes, got > 0 ? (size_t)got : 0);
    }
    if (!polled[1].revents)
        return;
    if (bridge->chip_fd < 0) {
        bridge->chip_fd = accept(bridge->listen_fd, NULL, NULL);
        return;
    }
    ssize_t got = recv(bridge->chip_fd, bytes, sizeof bytes, MSG_DONTWAIT);
    if (got > 0 && write(bridge->pty_fd, bytes, (size_t)got) < 0)
        return;     /* the roller has ended */
    if (got == 0) { /* the emulator ended */
        close(bridge->chip_fd);
        bridge->chip_fd = -1;
    }
}

static void *forward(void *context)
{
    struct bridge *bridge = context;
    bool stopping = false;
    while (!stopping) {
        forward_bytes(bridge);
        pthread_mutex_lock(&bridge->lock);
        stopping = bridge->stopping;
        pthread_mutex_unlock(&bridge->lock);
    }
    return NULL;
}

static int open_raw(const char *pty)
{
    struct termios settings;
    int fd = open(pty, O_RDWR | O_NOCTTY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(tcgetattr(fd, &settings), 0);
    cfmakeraw(&settings);
    assert_int_equal(tcsetattr(fd, TCSANOW, &settings), 0);
    return fd;
}

void bridge_start(struct bridge *bridge, const char *pty, const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    *bridge = (struct bridge){.chip_fd = -1, .plugged = true};
    wire_decoder_init(&bridge->decoder, true);
    assert_true(strlen(path) < sizeof address.sun_path);
    strcpy(address.sun_path, path);
    bridge->listen_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(bridge->listen_fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(bridge->listen_fd, 1), 0);
    bridge->pty_fd = open_raw(pty);
    pthread_mutex_init(&bridge->lock, NULL);
    assert_int_equal(pthread_create(&bridge->thread, NULL, forward, bridge), 0);
}

void bridge_plug(struct bridge *bridge, bool plugged)
{
    pthread_mutex_lock(&bridge->lock);
    bridge->plugged = plugged;
    pthread_mutex_unlock(&bridge->lock);
    int unread = plugged ? 0 : 1;
    for (double end_s = now_s() + READ_LIMIT_S; unread > 0 && now_s() < end_s; usleep(2000))
        if (ioctl(bridge->chip_fd, SIOCOUTQ, &unread) != 0)
            unread = 0;
}

size_t bridge_count(struct bridge *bridge)
{
    pthread_mutex_lock(&bridge->lock);
    size_t count = bridge->count;
    pthread_mutex_unlock(&bridge->lock);
    return count;
}

void bridge_stop(struct bridge *bridge)
{
    pthread_mutex_lock(&bridge->lock);
    bridge->stopping = true;
    pthread_mutex_unlock(&bridge->lock);
    pthread_join(bridge->thread, NULL);
    close(bridge->pty_fd);
    close(bridge->listen_fd);
    if (bridge->chip_fd >= 0)
        close(bridge->chip_fd);
    pthread_mutex_destroy(&bridge->lock);
}

void bridge_free(struct bridge *bridge)
{
    free(bridge->frames);
    bridge->frames = NULL;
}
