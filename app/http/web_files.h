/* SPDX-License-Identifier: MIT */
/* The files of app/web, which the build puts into the program (web_files.sh), so that none can be missing or be of
 * another version. */
#pragma once

#include <stddef.h>

struct web_file {
    const char *path; /* as in an address: "/style.css" */
    const char *type; /* of its content */
    const unsigned char *bytes;
    size_t size;
};

/* All files, then one with the path NULL. */
extern const struct web_file WEB_FILES[];
