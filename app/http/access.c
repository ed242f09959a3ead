/* SPDX-License-Identifier: MIT */
#include "http/access.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SECRET_BYTES ((ACCESS_SECRET_SIZE - 1) / 2)

bool access_make_secret(char secret[ACCESS_SECRET_SIZE])
{
    unsigned char random[SECRET_BYTES];
    int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t length = read(fd, random, sizeof random);
    close(fd);
    if (length != (ssize_t)sizeof random) {
        errno = EIO;
        return false;
    }
    for (size_t i = 0; i < sizeof random; i++)
        (void)snprintf(secret + 2 * i, 3, "%02x", random[i]);
    return true;
}

bool access_is_equal(const char *given, const char *expected)
{
    if (!given || !expected || strlen(given) != strlen(expected))
        return false;
    unsigned difference = 0;
    for (size_t i = 0; expected[i] != '\0'; i++)
        difference |= (unsigned char)given[i] ^ (unsigned char)expected[i];
    return difference == 0;
}

bool access_host_is_own(const char *host, unsigned port)
{
    static const char *const names[] = {"127.0.0.1", "localhost"};
    for (size_t i = 0; host && i < sizeof names / sizeof names[0]; i++) {
        char own[32];
        (void)snprintf(own, sizeof own, "%s:%u", names[i], port);
        if (strcmp(host, own) == 0)
            return true;
    }
    return false;
}

bool access_origin_is_own(const char *origin, unsigned port)
{
    static const char scheme[] = "http://";
    return origin && strncmp(origin, scheme, strlen(scheme)) == 0 && access_host_is_own(origin + strlen(scheme), port);
}
