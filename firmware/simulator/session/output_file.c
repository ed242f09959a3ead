/* SPDX-License-Identifier: MIT */
#include "session/output_file.h"

#include "platform/platform.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool output_file_open(struct output_file *file, const char *path, struct failure *failure)
{
    *file = (struct output_file){0};
    if (strcmp(path, "-") == 0) {
        file->stream = stdout;
        return true;
    }
    struct stat status;
    if (lstat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
        return failure_set(failure, EXIT_STATUS_OUTPUT,
                           "%s exists and is not a regular file, so it is not replaced; "
                           "choose another name",
                           path);
    }
    int length = snprintf(file->temporary, sizeof file->temporary, "%s.XXXXXX", path);
    if (length < 0 || (size_t)length >= sizeof file->temporary)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "the name of the output file is too long");
    memcpy(file->path, path, strlen(path) + 1);
    int descriptor = platform_make_temporary(file->temporary);
    if (descriptor < 0)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "cannot write %s: %s", path, strerror(errno));
    file->stream = fdopen(descriptor, "w");
    if (file->stream == NULL) {
        (void)close(descriptor);
        (void)unlink(file->temporary);
        return failure_set(failure, EXIT_STATUS_OUTPUT, "cannot write %s: %s", path, strerror(errno));
    }
    return true;
}

bool output_file_commit(struct output_file *file, struct failure *failure)
{
    FILE *stream = file->stream;
    file->stream = NULL;
    bool failed = ferror(stream) != 0;
    errno = failed ? EIO : 0; /* the errno of a failed write is no longer known */
    if (stream == stdout) {
        failed = fflush(stream) != 0 || failed;
        return failed ? failure_set(failure, EXIT_STATUS_OUTPUT, "cannot write to standard output: %s", strerror(errno))
                      : true;
    }
    failed = fclose(stream) != 0 || failed;
    if (!failed && rename(file->temporary, file->path) == 0)
        return true;
    int reason = errno;
    (void)unlink(file->temporary);
    return failure_set(failure, EXIT_STATUS_OUTPUT, "cannot write %s: %s", file->path, strerror(reason));
}
