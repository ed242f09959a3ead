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

#define DRAIN_LIMIT_US 10000000u /* time that the reader has to read the last bytes */
#define DRAIN_STEP_US 10000u     /* pause between checks */

uint64_t pty_now_us(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
}

/* Receive signals through a file descriptor, so that none interrupts a write. */
static bool catch_signals(struct pty *pty, struct sim_failure *failure)
{
    sigset_t signals;
    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGINT);
    (void)sigaddset(&signals, SIGTERM);
    (void)sigaddset(&signals, SIGHUP);
    (void)sigprocmask(SIG_BLOCK, &signals, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    pty->signal_fd = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
    return pty->signal_fd >= 0 || sim_failure_set(failure, SIM_DEVICE, "cannot wait for signals: %s", strerror(errno));
}

bool pty_open_stdout(struct pty *pty, struct sim_failure *failure)
{
    /* Standard output counts as a port that one program always has open. */
    *pty = (struct pty){.fd = STDOUT_FILENO, .slave_fd = -1, .watch_fd = -1, .listeners = 1};
    return catch_signals(pty, failure);
}

static bool open_pty(struct pty *pty)
{
    pty->fd = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (pty->fd < 0 || grantpt(pty->fd) != 0 || unlockpt(pty->fd) != 0)
        return false;
    const char *name = ptsname(pty->fd);
    if (name == NULL || strlen(name) >= sizeof pty->name)
        return false;
    memcpy(pty->name, name, strlen(name) + 1);
    pty->slave_fd = open(pty->name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    struct termios settings;
    if (pty->slave_fd < 0 || tcgetattr(pty->slave_fd, &settings) != 0)
        return false;
    settings.c_iflag = settings.c_oflag = settings.c_lflag = 0; /* raw mode */
    settings.c_cflag &= ~(tcflag_t)(CSIZE | PARENB);
    settings.c_cflag |= CS8 | CLOCAL | CREAD;
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    if (tcsetattr(pty->slave_fd, TCSANOW, &settings) != 0)
        return false;
    pty->watch_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    return pty->watch_fd >= 0 && inotify_add_watch(pty->watch_fd, pty->name, IN_OPEN | IN_CLOSE) >= 0;
}

/* Make the link to the pty. An earlier link is replaced atomically; a file or folder of that name is an error. */
static bool make_link(struct pty *pty, const char *link, struct sim_failure *failure)
{
    struct stat status;
    if (lstat(link, &status) == 0 && !S_ISLNK(status.st_mode))
        return sim_failure_set(failure, SIM_DEVICE, "%s exists and is not a link; choose another name", link);
    char temporary[PATH_MAX];
    int length = snprintf(temporary, sizeof temporary, "%s.%ld", link, (long)getpid());
    if (length < 0 || (size_t)length >= sizeof temporary)
        return sim_failure_set(failure, SIM_DEVICE, "the name of the link is too long");
    if (symlink(pty->name, temporary) != 0 || rename(temporary, link) != 0) {
        int reason = errno;
        (void)unlink(temporary);
        return sim_failure_set(failure, SIM_DEVICE, "cannot make the link %s: %s", link, strerror(reason));
    }
    memcpy(pty->link, link, strlen(link) + 1);
    return true;
}

bool pty_open(struct pty *pty, const char *link, struct sim_failure *failure)
{
    *pty = (struct pty){.fd = -1, .slave_fd = -1, .signal_fd = -1, .watch_fd = -1};
    if (!open_pty(pty))
        return sim_failure_set(failure, SIM_DEVICE, "cannot open a pseudo-terminal: %s", strerror(errno));
    return catch_signals(pty, failure) && make_link(pty, link, failure);
}

/* Update the number of programs that have the port open. */
static void update_listeners(struct pty *pty)
{
    _Alignas(struct inotify_event) char events[4096];
    ssize_t length;
    while (pty->watch_fd >= 0 && (length = read(pty->watch_fd, events, sizeof events)) > 0) {
        for (ssize_t offset = 0; offset < length;) {
            const struct inotify_event *event = (const struct inotify_event *)(const void *)(events + offset);
            pty->listeners += (event->mask & IN_OPEN) != 0;
            pty->listeners -= (event->mask & IN_CLOSE) != 0;
            offset += (ssize_t)(sizeof *event + event->len);
        }
        if (pty->listeners <= 0) {
            /* Closing a real port also discards unread bytes and ends exclusive mode (TIOCEXCL). */
            pty->listeners = 0;
            (void)tcflush(pty->slave_fd, TCIFLUSH);
            (void)ioctl(pty->slave_fd, TIOCNXCL);
        }
    }
}

bool pty_check_stopped(struct pty *pty)
{
    struct signalfd_siginfo signal;
    if (read(pty->signal_fd, &signal, sizeof signal) > 0)
        pty->stopped = true;
    update_listeners(pty);
    return pty->stopped;
}

/* Block until the pty has one of `events` (0 = none), a signal arrives, a program opens or closes the port, or the
 * deadline passes (UINT64_MAX = none; otherwise 60 s at most). Returns the events that the pty has. */
static short wait_for(struct pty *pty, short events, uint64_t deadline_us)
{
    uint64_t now_us = pty_now_us();
    uint64_t remaining_ms = deadline_us > now_us ? (deadline_us - now_us + 999u) / 1000u : 0;
    int limit_ms = deadline_us == UINT64_MAX ? -1 : (int)(remaining_ms < 60000u ? remaining_ms : 60000u);
    struct pollfd polled[3] = {{.fd = events != 0 ? pty->fd : -1, .events = events},
                               {.fd = pty->signal_fd, .events = POLLIN},
                               {.fd = pty->watch_fd, .events = POLLIN}};
    (void)poll(polled, 3, limit_ms);
    (void)pty_check_stopped(pty);
    return polled[0].revents;
}

bool pty_wait_for_listener(struct pty *pty)
{
    while (!pty->stopped && pty->listeners == 0)
        (void)wait_for(pty, 0, UINT64_MAX);
    return !pty->stopped;
}

bool pty_put(struct pty *pty, uint8_t byte)
{
    if (pty->listeners == 0 || pty->length == PTY_BUFFER_SIZE)
        return false;
    pty->buffer[pty->length++] = byte;
    return true;
}

bool pty_flush(struct pty *pty, struct sim_failure *failure)
{
    size_t written = 0;
    while (written < pty->length && !pty->stopped && pty->listeners > 0) {
        ssize_t count = write(pty->fd, pty->buffer + written, pty->length - written);
        if (count >= 0) {
            written += (size_t)count;
        } else if (errno == EAGAIN) {
            (void)wait_for(pty, POLLOUT, UINT64_MAX);
        } else if (errno != EINTR) {
            pty->length = 0;
            return sim_failure_set(failure, SIM_OUTPUT,
                                   errno == EPIPE ? "the reader of standard output has closed it (%s)"
                                                  : "cannot write: %s",
                                   strerror(errno));
        }
    }
    pty->length = 0;
    return true;
}

size_t pty_read_until(struct pty *pty, uint64_t deadline_us, void *bytes, size_t size)
{
    bool is_pty = pty->slave_fd >= 0;
    do {
        short ready = wait_for(pty, is_pty ? POLLIN : 0, deadline_us);
        ssize_t count = ready & POLLIN ? read(pty->fd, bytes, size) : 0;
        if (count > 0)
            return (size_t)count;
    } while (!pty->stopped && pty_now_us() < deadline_us);
    return 0;
}

bool pty_drain(struct pty *pty, struct sim_failure *failure)
{
    uint64_t limit_us = pty_now_us() + DRAIN_LIMIT_US;
    while (pty->slave_fd >= 0 && !pty_check_stopped(pty) && pty->listeners > 0) {
        int unread = 0;
        if (ioctl(pty->slave_fd, TIOCINQ, &unread) != 0 || unread == 0)
            return true;
        if (pty_now_us() > limit_us)
            return sim_failure_set(failure, SIM_DEVICE, "the reader has not read the last %d bytes", unread);
        (void)wait_for(pty, 0, pty_now_us() + DRAIN_STEP_US);
    }
    return true;
}

void pty_close(struct pty *pty)
{
    char target[sizeof pty->name];
    ssize_t length = pty->link[0] != '\0' ? readlink(pty->link, target, sizeof target) : -1;
    /* Remove the link only if it still points to this pty: another roller may have replaced it. */
    if (length > 0 && (size_t)length == strlen(pty->name) && memcmp(target, pty->name, (size_t)length) == 0)
        (void)unlink(pty->link);
    int open_fds[] = {pty->slave_fd, pty->signal_fd, pty->watch_fd, pty->fd == STDOUT_FILENO ? -1 : pty->fd};
    for (size_t i = 0; i < sizeof open_fds / sizeof open_fds[0]; i++)
        if (open_fds[i] >= 0)
            (void)close(open_fds[i]);
}
