/* SPDX-License-Identifier: MIT */
#include "device_pty.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

void device_pty_open(struct device_pty *pty)
{
    struct termios settings;
    pty->fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (pty->fd < 0 || grantpt(pty->fd) != 0 || unlockpt(pty->fd) != 0 || tcgetattr(pty->fd, &settings) != 0) {
        perror("test: no pseudo-terminal");
        abort();
    }
    cfmakeraw(&settings); /* or what is sent before the logger opens its end would come back as echo */
    tcsetattr(pty->fd, TCSANOW, &settings);
    snprintf(pty->path, sizeof pty->path, "%s", ptsname(pty->fd));
}

void device_pty_send(struct device_pty *pty, const void *bytes, size_t length)
{
    const char *at = bytes;
    size_t piece = 1;
    while (length > 0) {
        size_t wanted = piece < length ? piece : length;
        ssize_t wrote = write(pty->fd, at, wanted);
        if (wrote < 0) {
            perror("test: cannot send to the pseudo-terminal");
            abort();
        }
        at += wrote;
        length -= (size_t)wrote;
        piece = piece % 61 + 1;
    }
}

bool device_pty_expect(struct device_pty *pty, const char *text, double limit_s)
{
    char heard[256] = "";
    size_t used = 0;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double end_s = (double)now.tv_sec + limit_s;
    while (!strstr(heard, text) && (double)now.tv_sec < end_s && used + 1 < sizeof heard) {
        struct pollfd wanted = {.fd = pty->fd, .events = POLLIN};
        ssize_t got = poll(&wanted, 1, 100) > 0 && wanted.revents & POLLIN ? read(pty->fd, heard + used, sizeof heard - used - 1) : 0;
        used += got > 0 ? (size_t)got : 0;
        heard[used] = '\0';
        clock_gettime(CLOCK_MONOTONIC, &now);
    }
    return strstr(heard, text) != NULL;
}

void device_pty_close(struct device_pty *pty)
{
    close(pty->fd);
}
