/* SPDX-License-Identifier: MIT */
/* Files in the user's configuration folder: foam-roller/NAME in $XDG_CONFIG_HOME, by default in ~/.config (XDG Base
 * Directory Specification: a relative $XDG_CONFIG_HOME does not count). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Write the path of the file `name`. False if the environment names no folder, or the path is too long. */
bool config_file_path(char *path, size_t size, const char *name);

/* Make the folders of `path`, readable for the user only, as far as they do not exist. If that fails, so does making
 * the file. `path` is as before afterwards. */
void config_file_make_folders(char *path);
