/* SPDX-License-Identifier: MIT */
#include "device_pty.h"

#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define DRAIN_LIMIT_MS 120000
#define FLUSH_LIMIT_MS 120000

void device_pty_open(struct device_pty *pty)
{
    struct termios settings;
    pty->fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (pty->fd < 0 || grantpt(pty->fd) != 0 || unlockpt(pty->fd) != 0 || tcgetattr(pty->fd, &settings) != 0) {
        perror("test: no pseudo-terminal");
        abort();
    }
    cfmakeraw(&settings); /* otherwise bytes sent before the logger opens its end would be echoed */
    tcsetattr(pty->fd, TCSANOW, &settings);
    temp_dir_make(&pty->dir);
    if (symlink(ptsname(pty->fd), temp_dir_join(&pty->dir, "port", pty->path, sizeof pty->path)) != 0) {
        perror("test: no link to the pseudo-terminal");
        abort();
    }
    pty->host_fd = open(pty->path, O_RDWR | O_NOCTTY | O_CLOEXEC);
}

void device_pty_end_exclusive_mode(struct device_pty *pty)
{
    ioctl(pty->host_fd, TIOCNXCL);
}

void device_pty_report_flush(struct device_pty *pty)
{
    ioctl(pty->fd, TIOCPKT, &(int){1});
}

void device_pty_send(struct device_pty *pty, const void *bytes, size_t length)
{
    const char *unsent = bytes;
    size_t chunk = 1;
    while (length > 0) {
        size_t wanted = chunk < length ? chunk : length;
        ssize_t written = write(pty->fd, unsent, wanted);
        if (written < 0) {
            perror("test: cannot send to the pseudo-terminal");
            abort();
        }
        unsent += written;
        length -= (size_t)written;
        chunk = chunk % 61 + 1;
    }
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

size_t device_pty_pump(struct device_pty *pty, const void *bytes, size_t length, double limit_s)
{
    int64_t end_ms = now_ms() + (int64_t)(limit_s * 1000);
    int flags = fcntl(pty->fd, F_GETFL);
    size_t sent = 0;
    fcntl(pty->fd, F_SETFL, flags | O_NONBLOCK);
    while (sent < length && now_ms() < end_ms) {
        size_t wanted = length - sent < 4096 ? length - sent : 4096;
        ssize_t written = write(pty->fd, (const char *)bytes + sent, wanted);
        struct pollfd writable = {.fd = pty->fd, .events = POLLOUT};
        if (written > 0)
            sent += (size_t)written;
        else
            poll(&writable, 1, 1);
    }
    fcntl(pty->fd, F_SETFL, flags);
    return sent;
}

/* Measure time instead of counting polls: on a busy machine each poll takes long, and the logger would report an idle
 * roller before all were counted. */
void device_pty_drain(struct device_pty *pty)
{
    struct timespec pause = {.tv_nsec = 10000000};
    int64_t start_ms = now_ms(), last_unread_ms = start_ms;
    while (now_ms() - last_unread_ms < DEVICE_PTY_DRAINED_MS && now_ms() - start_ms < DRAIN_LIMIT_MS) {
        /* Unlike FIONREAD, poll waits for written bytes that the kernel has not delivered yet. */
        struct pollfd unread = {.fd = pty->host_fd, .events = POLLIN};
        if (poll(&unread, 1, 0) > 0)
            last_unread_ms = now_ms();
        nanosleep(&pause, NULL);
    }
}

bool device_pty_expect(struct device_pty *pty, const char *text, double limit_s)
{
    char received[256] = "";
    size_t used = 0;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double end_s = (double)now.tv_sec + limit_s;
    while (!strstr(received, text) && (double)now.tv_sec < end_s && used + 1 < sizeof received) {
        struct pollfd wanted = {.fd = pty->fd, .events = POLLIN};
        ssize_t count = 0;
        if (poll(&wanted, 1, 100) > 0 && wanted.revents & POLLIN)
            count = read(pty->fd, received + used, sizeof received - used - 1);
        used += count > 0 ? (size_t)count : 0;
        received[used] = '\0';
        clock_gettime(CLOCK_MONOTONIC, &now);
    }
    return strstr(received, text) != NULL;
}

void device_pty_await_flush(struct device_pty *pty)
{
    char packet[64] = "";
    while (!(packet[0] & TIOCPKT_FLUSHREAD)) {
        struct pollfd wanted = {.fd = pty->fd, .events = POLLIN | POLLPRI};
        if (poll(&wanted, 1, FLUSH_LIMIT_MS) <= 0 || read(pty->fd, packet, sizeof packet) < 1) {
            fputs("test: the port was not opened as a serial device\n", stderr);
            abort();
        }
    }
    ioctl(pty->fd, TIOCPKT, &(int){0});
}

void device_pty_close(struct device_pty *pty)
{
    temp_dir_remove(&pty->dir);
    close(pty->host_fd);
    close(pty->fd);
}
