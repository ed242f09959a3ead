/* SPDX-License-Identifier: MIT */
#include "session/pty.h"

#include "platform/platform.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define DRAIN_LIMIT_US 10000000u /* time that the reader has to read the last bytes */
#define LOOK_MS 10u              /* how often to check whether the port was opened */
/* The port is drained when nothing was unread for this long. The kernel may deliver bytes late. */
#define DRAINED_US 100000u
#define DRAIN_STEP_US 10000u /* pause between checks */
#define RETRY_US 1000000u    /* pause between attempts to open a new pty */

uint64_t pty_now_us(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
}

static bool catch_signals(struct pty *pty, struct failure *failure)
{
    (void)signal(SIGPIPE, SIG_IGN);
    return platform_open_stop_pipe(&pty->stop_fd) ||
           failure_set(failure, EXIT_STATUS_DEVICE, "cannot wait for signals: %s", strerror(errno));
}

bool pty_open_stdout(struct pty *pty, struct failure *failure)
{
    /* Standard output counts as a port that is always open. */
    *pty = (struct pty){.fd = STDOUT_FILENO, .stop_fd = -1, .end_fd = -1, .is_open = true};
    return catch_signals(pty, failure);
}

/* Open a pseudo-terminal in raw mode. Its slave is closed again, so that the master hangs up while no program has it
 * open. */
static bool open_master(struct pty *pty)
{
    pty->fd = posix_openpt(O_RDWR | O_NOCTTY);
    if (pty->fd < 0 || !platform_close_on_exec(pty->fd) || fcntl(pty->fd, F_SETFL, O_RDWR | O_NONBLOCK) != 0 ||
        grantpt(pty->fd) != 0 || unlockpt(pty->fd) != 0)
        return false;
    const char *name = ptsname(pty->fd);
    if (name == NULL || strlen(name) >= sizeof pty->name)
        return false;
    memcpy(pty->name, name, strlen(name) + 1);
    struct termios settings;
    int slave_fd = open(pty->name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave_fd < 0)
        return false;
    bool ok = tcgetattr(slave_fd, &settings) == 0;
    settings.c_iflag = settings.c_oflag = settings.c_lflag = 0; /* raw mode */
    settings.c_cflag &= ~(tcflag_t)(CSIZE | PARENB);
    settings.c_cflag |= CS8 | CLOCAL | CREAD;
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    ok = ok && tcsetattr(slave_fd, TCSANOW, &settings) == 0;
    (void)close(slave_fd);
    return ok;
}

/* Make the link to the pty. An earlier link is replaced atomically; a file or folder of that name is an error. */
static bool make_link(const struct pty *pty, const char *link, struct failure *failure)
{
    struct stat status;
    if (lstat(link, &status) == 0 && !S_ISLNK(status.st_mode))
        return failure_set(failure, EXIT_STATUS_DEVICE, "%s exists and is not a link; choose another name", link);
    char temporary[PATH_MAX];
    int length = snprintf(temporary, sizeof temporary, "%s.%ld", link, (long)getpid());
    if (length < 0 || (size_t)length >= sizeof temporary)
        return failure_set(failure, EXIT_STATUS_DEVICE, "the name of the link is too long");
    if (symlink(pty->name, temporary) != 0 || rename(temporary, link) != 0) {
        int reason = errno;
        (void)unlink(temporary);
        return failure_set(failure, EXIT_STATUS_DEVICE, "cannot make the link %s: %s", link, strerror(reason));
    }
    return true;
}

/* Whether the link still points to this pty: another roller may have replaced it. */
static bool link_is_own(const struct pty *pty)
{
    char target[sizeof pty->name];
    ssize_t length = pty->link[0] != '\0' ? readlink(pty->link, target, sizeof target) : -1;
    return length > 0 && (size_t)length == strlen(pty->name) && memcmp(target, pty->name, (size_t)length) == 0;
}

bool pty_open(struct pty *pty, const char *link, struct failure *failure)
{
    *pty = (struct pty){.fd = -1, .stop_fd = -1, .end_fd = -1};
    if (!open_master(pty))
        return failure_set(failure, EXIT_STATUS_DEVICE, "cannot open a pseudo-terminal: %s", strerror(errno));
    if (!catch_signals(pty, failure) || !make_link(pty, link, failure))
        return false;
    memcpy(pty->link, link, strlen(link) + 1);
    return true;
}

/* Return the events POLLIN and POLLHUP of the master. */
static short master_events(const struct pty *pty)
{
    struct pollfd polled = {.fd = pty->fd, .events = POLLIN};
    (void)poll(&polled, 1, 0);
    return polled.revents;
}

/* Replace a used pty with a new one, because closing a real port discards unread bytes and ends exclusive mode. If a
 * program has opened the old pty by then, keep the old one. */
static void replace_pty(struct pty *pty)
{
    struct failure ignored;
    struct pty old = *pty;
    if (!link_is_own(pty))
        return;
    if (open_master(pty) && make_link(pty, pty->link, &ignored) && master_events(&old) & POLLHUP) {
        (void)close(old.fd);
        pty->was_open = false;
        return;
    }
    if (pty->fd >= 0)
        (void)close(pty->fd);
    *pty = old;
    pty->retry_us = pty_now_us() + RETRY_US;
    (void)make_link(pty, pty->link, &ignored);
}

/* Update is_open. Once the port is closed and all its bytes are read, replace the pty. */
static void update_is_open(struct pty *pty)
{
    if (pty->link[0] == '\0')
        return;
    short events = master_events(pty);
    pty->is_open = (events & POLLHUP) == 0;
    pty->was_open = pty->was_open || pty->is_open;
    if (pty->was_open && !pty->is_open && (events & POLLIN) == 0 && pty_now_us() >= pty->retry_us)
        replace_pty(pty);
}

/* Whether the other end of the pipe is closed. What is written into it means nothing. */
static bool is_at_end(int fd)
{
    char byte;
    struct pollfd polled = {.fd = fd, .events = POLLIN};
    return fd >= 0 && poll(&polled, 1, 0) > 0 && read(fd, &byte, 1) == 0;
}

bool pty_check_stopped(struct pty *pty)
{
    char byte;
    if (read(pty->stop_fd, &byte, 1) > 0 || is_at_end(pty->end_fd))
        pty->stopped = true;
    update_is_open(pty);
    return pty->stopped;
}

/* Block until the pty has one of `events` (0 = none), a signal arrives, a program opens or closes the port, or the
 * deadline passes (UINT64_MAX = none). While the port is closed, block for at most LOOK_MS: nothing reports its
 * opening. */
static void wait_for(struct pty *pty, short events, uint64_t deadline_us)
{
    uint64_t now_us = pty_now_us();
    uint64_t remaining_ms = deadline_us > now_us ? (deadline_us - now_us + 999u) / 1000u : 0;
    uint64_t longest_ms = pty->is_open ? 60000u : LOOK_MS;
    bool is_polled = events != 0 || pty->link[0] != '\0';
    struct pollfd polled[] = {{.fd = pty->is_open && is_polled ? pty->fd : -1, .events = events},
                              {.fd = pty->stop_fd, .events = POLLIN},
                              {.fd = pty->end_fd, .events = POLLIN}};
    (void)poll(polled, sizeof polled / sizeof polled[0], (int)(remaining_ms < longest_ms ? remaining_ms : longest_ms));
    (void)pty_check_stopped(pty);
}

bool pty_wait_until_open(struct pty *pty)
{
    while (!pty->stopped && !pty->is_open)
        wait_for(pty, 0, UINT64_MAX);
    return !pty->stopped;
}

bool pty_put(struct pty *pty, uint8_t byte)
{
    if (!pty->is_open || pty->length == PTY_BUFFER_SIZE)
        return false;
    pty->buffer[pty->length++] = byte;
    return true;
}

bool pty_flush(struct pty *pty, struct failure *failure)
{
    size_t written = 0;
    while (written < pty->length && !pty->stopped && pty->is_open) {
        ssize_t count = write(pty->fd, pty->buffer + written, pty->length - written);
        if (count >= 0) {
            written += (size_t)count;
        } else if (errno == EAGAIN) {
            wait_for(pty, POLLOUT, UINT64_MAX);
        } else if (errno != EINTR) {
            pty->length = 0;
            return failure_set(failure, EXIT_STATUS_OUTPUT,
                               errno == EPIPE ? "the reader of standard output has closed it (%s)" : "cannot write: %s",
                               strerror(errno));
        }
    }
    pty->length = 0;
    return true;
}

size_t pty_read_until(struct pty *pty, uint64_t deadline_us, void *bytes, size_t size)
{
    bool is_pty = pty->link[0] != '\0';
    do {
        ssize_t count = is_pty ? read(pty->fd, bytes, size) : 0;
        if (count > 0)
            return (size_t)count;
        wait_for(pty, is_pty ? POLLIN : 0, deadline_us);
    } while (!pty->stopped && pty_now_us() < deadline_us);
    return 0;
}

/* Return the number of bytes that the reader has not read; -1 if the number is unknown, because the reader has
 * exclusive use of the port. */
static int count_unread(const struct pty *pty)
{
    int unread = -1, slave_fd = open(pty->name, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (slave_fd < 0)
        return -1;
    if (ioctl(slave_fd, FIONREAD, &unread) != 0)
        unread = -1;
    (void)close(slave_fd);
    return unread;
}

bool pty_drain(struct pty *pty, struct failure *failure)
{
    uint64_t start_us = pty_now_us(), unread_us = start_us;
    while (pty->link[0] != '\0' && !pty_check_stopped(pty) && pty->is_open) {
        int unread = count_unread(pty);
        uint64_t now_us = pty_now_us();
        if (unread != 0)
            unread_us = now_us;
        if (now_us - unread_us > DRAINED_US || (unread < 0 && now_us - start_us > DRAIN_LIMIT_US))
            return true;
        if (now_us - start_us > DRAIN_LIMIT_US)
            return failure_set(failure, EXIT_STATUS_DEVICE, "the reader has not read the last %d bytes", unread);
        wait_for(pty, 0, now_us + DRAIN_STEP_US);
    }
    return true;
}

void pty_close(struct pty *pty)
{
    if (link_is_own(pty))
        (void)unlink(pty->link);
    int open_fds[] = {pty->stop_fd, pty->fd == STDOUT_FILENO ? -1 : pty->fd};
    for (size_t i = 0; i < sizeof open_fds / sizeof open_fds[0]; i++)
        if (open_fds[i] >= 0)
            (void)close(open_fds[i]);
}
