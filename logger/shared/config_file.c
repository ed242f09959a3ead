/* SPDX-License-Identifier: MIT */
#include "shared/config_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define CONFIG_FOLDER "foam-roller"

bool config_file_path(char *path, size_t size, const char *name)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    bool has_config = config && *config == '/', has_home = home && *home == '/';
    if (!has_config && !has_home)
        return false;
    int length = snprintf(path, size, "%s%s/" CONFIG_FOLDER "/%s", has_config ? config : home,
                          has_config ? "" : "/.config", name);
    return length >= 0 && (size_t)length < size;
}

void config_file_make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0700);
        *slash = '/';
    }
}
