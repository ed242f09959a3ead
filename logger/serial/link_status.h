/* SPDX-License-Identifier: MIT */
/* What a read from a link came to, and the failures that all kinds of links share. */
#ifndef LINK_STATUS_H
#define LINK_STATUS_H

#include "shared/failure.h"

enum link_status {
    LINK_DATA,    /* bytes came */
    LINK_IDLE,    /* none came in time */
    LINK_STOPPED, /* the user wants to stop */
    LINK_ENDED,   /* the input is over: end of a file, the other end closed */
    LINK_LOST,    /* the device is gone: unplugged */
    LINK_FAILED   /* the failure says what */
};

/* Wait until `fd` has something to read, at most `wait_ms`; `stop_fd` readable means LINK_STOPPED (below 0:
 * none). LINK_DATA: read now. */
enum link_status link_wait(int fd, int stop_fd, int wait_ms, struct failure *failure);

/* Take an open terminal for this program alone: by flock against other loggers, by TIOCEXCL against
 * everybody. */
bool link_lock_exclusive(int fd, const char *port, struct failure *failure);

/* EXIT_STATUS_DEVICE with what to do about `error` from opening `port`. Always false. */
bool link_open_error(const char *port, int error, struct failure *failure);

#endif
