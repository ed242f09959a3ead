/* SPDX-License-Identifier: MIT */
#include "session/pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define DRAIN_LIMIT_US 10000000u
#define DRAIN_STEP_US 10000u

uint64_t pty_now_us(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
}

/* Signals are read like input, so that none comes at a bad time. */
static bool catch_signals(struct pty *outlet, struct sim_failure *failure)
{
    sigset_t signals;
    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGINT);
    (void)sigaddset(&signals, SIGTERM);
    (void)sigaddset(&signals, SIGHUP);
    (void)sigprocmask(SIG_BLOCK, &signals, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    outlet->signal_fd = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
    return outlet->signal_fd >= 0 ||
           sim_failure_set(failure, SIM_DEVICE, "cannot watch for signals: %s", strerror(errno));
}

bool pty_open_stdout(struct pty *outlet, struct sim_failure *failure)
{
    *outlet = (struct pty){.fd = STDOUT_FILENO, .slave_fd = -1, .watch_fd = -1, .listeners = 1};
    return catch_signals(outlet, failure);
}

static bool open_pty(struct pty *outlet)
{
    outlet->fd = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (outlet->fd < 0 || grantpt(outlet->fd) != 0 || unlockpt(outlet->fd) != 0) {
        return false;
    }
    const char *name = ptsname(outlet->fd);
    if (name == NULL || strlen(name) >= sizeof outlet->name) {
        return false;
    }
    memcpy(outlet->name, name, strlen(name) + 1);
    outlet->slave_fd = open(outlet->name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    struct termios settings;
    if (outlet->slave_fd < 0 || tcgetattr(outlet->slave_fd, &settings) != 0) {
        return false;
    }
    cfmakeraw(&settings);
    if (tcsetattr(outlet->slave_fd, TCSANOW, &settings) != 0) {
        return false;
    }
    outlet->watch_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    return outlet->watch_fd >= 0 &&
           inotify_add_watch(outlet->watch_fd, outlet->name, IN_OPEN | IN_CLOSE) >= 0;
}

/* The new link is there from one moment to the next; a file or folder in its place stays. */
static bool make_link(struct pty *outlet, const char *link, struct sim_failure *failure)
{
    struct stat status;
    if (lstat(link, &status) == 0 && !S_ISLNK(status.st_mode)) {
        return sim_failure_set(failure, SIM_DEVICE,
                               "%s exists and is not a link; it is left alone: choose another name", link);
    }
    char temporary[PATH_MAX];
    int length = snprintf(temporary, sizeof temporary, "%s.%ld", link, (long)getpid());
    if (length < 0 || (size_t)length >= sizeof temporary) {
        return sim_failure_set(failure, SIM_DEVICE, "the name of the link is too long");
    }
    if (symlink(outlet->name, temporary) != 0 || rename(temporary, link) != 0) {
        int reason = errno;
        (void)unlink(temporary);
        return sim_failure_set(failure, SIM_DEVICE, "cannot make the link %s: %s", link, strerror(reason));
    }
    memcpy(outlet->link, link, strlen(link) + 1);
    return true;
}

bool pty_open(struct pty *outlet, const char *link, struct sim_failure *failure)
{
    *outlet = (struct pty){.fd = -1, .slave_fd = -1, .signal_fd = -1, .watch_fd = -1};
    if (!open_pty(outlet)) {
        return sim_failure_set(failure, SIM_DEVICE, "cannot open a pseudo-terminal: %s", strerror(errno));
    }
    return catch_signals(outlet, failure) && make_link(outlet, link, failure);
}

static void look_for_listeners(struct pty *outlet)
{
    _Alignas(struct inotify_event) char events[4096];
    ssize_t length;
    while (outlet->watch_fd >= 0 && (length = read(outlet->watch_fd, events, sizeof events)) > 0) {
        for (ssize_t at = 0; at < length;) {
            const struct inotify_event *event = (const struct inotify_event *)(const void *)(events + at);
            outlet->listeners += (event->mask & IN_OPEN) != 0 ? 1 : (event->mask & IN_CLOSE) != 0 ? -1 : 0;
            at += (ssize_t)(sizeof *event + event->len);
        }
        if (outlet->listeners <= 0) {
            /* As on a port that nobody has open: what was not read is gone, and so is a claim to it alone. */
            outlet->listeners = 0;
            (void)tcflush(outlet->slave_fd, TCIFLUSH);
            (void)ioctl(outlet->slave_fd, TIOCNXCL);
        }
    }
}

bool pty_stopped(struct pty *outlet)
{
    struct signalfd_siginfo signal;
    if (read(outlet->signal_fd, &signal, sizeof signal) > 0) {
        outlet->stopped = true;
    }
    look_for_listeners(outlet);
    return outlet->stopped;
}

/* Wait for `events` on the outlet, a listener's coming or going, or a signal, at most until the deadline. */
static short wait_for(struct pty *outlet, short events, uint64_t deadline_us)
{
    uint64_t now_us = pty_now_us();
    uint64_t left_ms = deadline_us > now_us ? (deadline_us - now_us + 999u) / 1000u : 0;
    int limit_ms = deadline_us == UINT64_MAX ? -1 : (int)(left_ms < 60000u ? left_ms : 60000u);
    struct pollfd polled[3] = {{.fd = events != 0 ? outlet->fd : -1, .events = events},
                               {.fd = outlet->signal_fd, .events = POLLIN},
                               {.fd = outlet->watch_fd, .events = POLLIN}};
    (void)poll(polled, 3, limit_ms);
    (void)pty_stopped(outlet);
    return polled[0].revents;
}

bool pty_wait_for_listener(struct pty *outlet)
{
    while (!outlet->stopped && outlet->listeners == 0) {
        (void)wait_for(outlet, 0, UINT64_MAX);
    }
    return !outlet->stopped;
}

bool pty_put(struct pty *outlet, uint8_t byte)
{
    if (outlet->listeners == 0 || outlet->length == PTY_BUFFER_SIZE) {
        return false;
    }
    outlet->buffer[outlet->length++] = byte;
    return true;
}

bool pty_flush(struct pty *outlet, struct sim_failure *failure)
{
    size_t done = 0;
    while (done < outlet->length && !outlet->stopped && outlet->listeners > 0) {
        ssize_t count = write(outlet->fd, outlet->buffer + done, outlet->length - done);
        if (count >= 0) {
            done += (size_t)count;
        } else if (errno == EAGAIN) {
            (void)wait_for(outlet, POLLOUT, UINT64_MAX);
        } else if (errno != EINTR) {
            outlet->length = 0;
            return sim_failure_set(failure, SIM_OUTPUT,
                                   errno == EPIPE ? "nobody reads standard output any more (%s)"
                                                  : "cannot write: %s",
                                   strerror(errno));
        }
    }
    outlet->length = 0;
    return true;
}

size_t pty_wait(struct pty *outlet, uint64_t deadline_us, void *bytes, size_t size)
{
    bool is_pty = outlet->slave_fd >= 0;
    do {
        short ready = wait_for(outlet, is_pty ? POLLIN : 0, deadline_us);
        ssize_t count = ready & POLLIN ? read(outlet->fd, bytes, size) : 0;
        if (count > 0) {
            return (size_t)count;
        }
    } while (!outlet->stopped && pty_now_us() < deadline_us);
    return 0;
}

bool pty_drain(struct pty *outlet, struct sim_failure *failure)
{
    uint64_t limit_us = pty_now_us() + DRAIN_LIMIT_US;
    while (outlet->slave_fd >= 0 && !pty_stopped(outlet) && outlet->listeners > 0) {
        int unread = 0;
        if (ioctl(outlet->slave_fd, TIOCINQ, &unread) != 0 || unread == 0) {
            return true;
        }
        if (pty_now_us() > limit_us) {
            return sim_failure_set(failure, SIM_DEVICE, "the other side has not read the last %d bytes",
                                   unread);
        }
        (void)wait_for(outlet, 0, pty_now_us() + DRAIN_STEP_US);
    }
    return true;
}

void pty_close(struct pty *outlet)
{
    char target[sizeof outlet->name];
    ssize_t length = outlet->link[0] != '\0' ? readlink(outlet->link, target, sizeof target) : -1;
    /* Another roller may have taken the name over meanwhile. */
    if (length > 0 && (size_t)length == strlen(outlet->name) &&
        memcmp(target, outlet->name, (size_t)length) == 0) {
        (void)unlink(outlet->link);
    }
    int open_fds[] = {outlet->slave_fd, outlet->signal_fd, outlet->watch_fd,
                      outlet->fd == STDOUT_FILENO ? -1 : outlet->fd};
    for (size_t i = 0; i < sizeof open_fds / sizeof open_fds[0]; i++) {
        if (open_fds[i] >= 0) {
            (void)close(open_fds[i]);
        }
    }
}
