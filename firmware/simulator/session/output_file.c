/* SPDX-License-Identifier: MIT */
#include "session/output_file.h"

#include <errno.h>
#include <fcntl.h>
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
    if (!whole_file_open(&file->whole, path))
        return failure_set(failure, EXIT_STATUS_OUTPUT, "cannot write %s: %s", path, strerror(errno));
    /* Another descriptor, because the stream closes its own before the file is flushed to the disk. */
    int descriptor = fcntl(file->whole.fd, F_DUPFD_CLOEXEC, 0);
    file->stream = descriptor >= 0 ? fdopen(descriptor, "w") : NULL;
    if (file->stream == NULL) {
        int reason = errno;
        if (descriptor >= 0)
            (void)close(descriptor);
        (void)whole_file_commit(&file->whole, false);
        return failure_set(failure, EXIT_STATUS_OUTPUT, "cannot write %s: %s", path, strerror(reason));
    }
    return true;
}

bool output_file_commit(struct output_file *file, const char *path, struct failure *failure)
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
    return whole_file_commit(&file->whole, !failed) ||
           failure_set(failure, EXIT_STATUS_OUTPUT, "cannot write %s: %s", path, strerror(errno));
}
