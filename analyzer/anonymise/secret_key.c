/* SPDX-License-Identifier: MIT */
#include "anonymise/secret_key.h"

#include "platform/platform.h"
#include "shared/config_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RANDOM_SOURCE "/dev/urandom"
#define KEY_WORD "foam-roller-key: "
#define KEY_LENGTH (sizeof KEY_WORD - 1 + 2 * KEYED_HASH_KEY_BYTES) /* of the line, without its end */

/* Write the path of the user's own key, and make its folders. */
static bool find_default(char *path, size_t size, struct failure *failure)
{
    if (!config_file_path(path, size, SECRET_KEY_FILE_NAME))
        return failure_set(failure, EXIT_STATUS_OUTPUT, "There is no folder for a secret key. Name a file with --key.");
    config_file_make_folders(path);
    return true;
}

static bool make_random(struct secret_key *key, struct failure *failure)
{
    int fd = open(RANDOM_SOURCE, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && read(fd, key->bytes, sizeof key->bytes) == (ssize_t)sizeof key->bytes;
    if (fd >= 0)
        close(fd);
    return ok ||
           failure_set(failure, EXIT_STATUS_INPUT, "There are no random numbers: %s cannot be read.", RANDOM_SOURCE);
}

/* Write the key to a new file. mkstemp lets only the owner read it. */
static bool write_key(char *temporary, const struct secret_key *key)
{
    char text[KEY_LENGTH + 2] = KEY_WORD;
    size_t length = strlen(text);
    int fd = mkstemp(temporary);
    if (fd < 0)
        return false;
    for (size_t i = 0; i < sizeof key->bytes; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "%02x", key->bytes[i]);
    text[length++] = '\n';
    bool ok = platform_write(fd, text, length) == length && platform_flush(fd);
    return close(fd) == 0 && ok;
}

/* Make the file with a random key, whole or not at all, unless another program has just made it. */
static bool make_file(const char *path, struct failure *failure)
{
    struct secret_key key;
    char temporary[PATH_MAX + sizeof ".XXXXXX"];
    if (!make_random(&key, failure))
        return false;
    snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
    bool ok = write_key(temporary, &key) && (link(temporary, path) == 0 || errno == EEXIST);
    if (!ok && (errno == EPERM || errno == ENOTSUP)) /* FAT has no hard links */
        ok = rename(temporary, path) == 0;
    int error = errno;
    (void)unlink(temporary);
    return ok ||
           failure_set(failure, EXIT_STATUS_OUTPUT,
                       "The secret key cannot be written to %s: %s. Name a file with --key.", path, strerror(error));
}

static bool parse_key(struct secret_key *key, const char *line)
{
    bool ok = strlen(line) == KEY_LENGTH && strncmp(line, KEY_WORD, sizeof KEY_WORD - 1) == 0;
    for (size_t i = 0; ok && i < sizeof key->bytes; i++) {
        unsigned byte;
        ok = sscanf(line + sizeof KEY_WORD - 1 + 2 * i, "%2x", &byte) == 1;
        key->bytes[i] = (unsigned char)byte;
    }
    return ok;
}

bool secret_key_load(struct secret_key *key, const char *path, struct failure *failure)
{
    char own_path[PATH_MAX], line[KEY_LENGTH + 3] = "";
    if (!path && !find_default(own_path, sizeof own_path, failure))
        return false;
    path = path ? path : own_path;
    if (access(path, F_OK) != 0 && errno == ENOENT && !make_file(path, failure))
        return false;
    if (access(path, R_OK) != 0)
        return failure_set(failure, EXIT_STATUS_INPUT, "The secret key %s cannot be read: %s.", path, strerror(errno));
    return (platform_read_line(path, line, sizeof line) && parse_key(key, line)) ||
           failure_set(failure, EXIT_STATUS_INPUT,
                       "%s is not a key of roller-analyzer anonymise. Name the right file with --key, or a new one.",
                       path);
}
