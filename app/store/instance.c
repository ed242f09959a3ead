/* SPDX-License-Identifier: MIT */
#include "store/instance.h"

#include "platform/platform.h"
#include "shared/text_buffer.h"
#include "shared/whole_file.h"
#include "store/text_hash.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PRIVATE_MODE 0600
#define ADDRESS_WAIT_TRIES 100 /* for a program that has just started */
#define ADDRESS_WAIT_NS 100000000

static bool lock_file(int fd)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(fd, F_SETLK, &lock) == 0;
}

/* Wait for the address that the other program writes. */
static bool read_address(const struct instance *instance, char address[INSTANCE_ADDRESS_SIZE])
{
    static const struct timespec pause = {0, ADDRESS_WAIT_NS};
    for (int i = 0; i < ADDRESS_WAIT_TRIES; i++) {
        ssize_t length = pread(instance->fd, address, INSTANCE_ADDRESS_SIZE - 1, 0);
        address[length > 0 ? length : 0] = '\0';
        char *newline = strchr(address, '\n');
        if (newline) {
            *newline = '\0';
            return true;
        }
        nanosleep(&pause, NULL);
    }
    return false;
}

bool instance_claim(struct instance *instance, const struct places *places, bool *is_first,
                    char address[INSTANCE_ADDRESS_SIZE], struct failure *failure)
{
    (void)snprintf(instance->lock, sizeof instance->lock, "%s/%016" PRIx64 ".lock", places->runtime,
                   text_hash(places->folder));
    (void)snprintf(instance->page, sizeof instance->page, "%s/open-foam-roller.html", places->folder);
    instance->fd = open(instance->lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, PRIVATE_MODE);
    if (instance->fd < 0)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "%s cannot be written: %s.", instance->lock, strerror(errno));
    *is_first = lock_file(instance->fd);
    if (*is_first)
        return ftruncate(instance->fd, 0) == 0 ||
               failure_set(failure, EXIT_STATUS_OUTPUT, "%s cannot be written: %s.", instance->lock, strerror(errno));
    bool ok = read_address(instance, address);
    close(instance->fd);
    instance->fd = -1;
    return ok ||
           failure_set(failure, EXIT_STATUS_OUTPUT,
                       "Another foam-roller uses %s, but does not answer. End it, and try again.", places->folder);
}

static bool write_page(const struct instance *instance, const char *address)
{
    char bytes[1024];
    struct text_buffer text = text_fixed(bytes, sizeof bytes);
    struct whole_file file;
    text_addf(&text,
              "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>foam-roller</title>\n"
              "<meta http-equiv=\"refresh\" content=\"0; url=%s\">\n<p><a href=\"%s\">Open foam-roller</a> (only while "
              "it runs)</p>\n",
              address, address);
    if (text.failed || !whole_file_open(&file, instance->page))
        return false;
    return whole_file_commit(&file, fchmod(file.fd, PRIVATE_MODE) == 0 &&
                                        platform_write(file.fd, text.bytes, text.length) == text.length);
}

bool instance_publish(struct instance *instance, const char *address, struct failure *failure)
{
    char line[INSTANCE_ADDRESS_SIZE + 1];
    int length = snprintf(line, sizeof line, "%s\n", address);
    if (!write_page(instance, address))
        return failure_set(failure, EXIT_STATUS_OUTPUT, "%s cannot be written: %s.", instance->page, strerror(errno));
    return platform_write(instance->fd, line, (size_t)length) == (size_t)length ||
           failure_set(failure, EXIT_STATUS_OUTPUT, "%s cannot be written: %s.", instance->lock, strerror(errno));
}

void instance_release(struct instance *instance)
{
    if (instance->fd < 0)
        return;
    (void)unlink(instance->page);
    (void)!ftruncate(instance->fd, 0); /* kept: a program that opened it before would lock a file without a name */
    close(instance->fd);
    instance->fd = -1;
}
