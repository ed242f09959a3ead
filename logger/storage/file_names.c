/* SPDX-License-Identifier: MIT */
#include "storage/file_names.h"

#include "shared/iso_time.h"

#include <stdio.h>
#include <string.h>

void file_names_make_session(char *name, size_t size, int64_t wall_us, enum session_leg leg)
{
    char stamp[ISO_TIME_SIZE];
    iso_time_format_file_name(stamp, sizeof stamp, wall_us);
    snprintf(name, size, "%s%s%s.csv", stamp, leg == SESSION_LEG_UNKNOWN ? "" : "_", session_leg_name(leg));
}

void file_names_add_leg(char *out, size_t size, const char *path, enum session_leg leg)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
    const char *extension = dot && dot > name ? dot : name + strlen(name); /* a leading dot starts no extension */
    snprintf(out, size, "%.*s_%s%s", (int)(extension - path), path, session_leg_name(leg), extension);
}

void file_names_make_calibration(char *name, size_t size, int64_t wall_us)
{
    char stamp[ISO_TIME_SIZE];
    iso_time_format_file_name(stamp, sizeof stamp, wall_us);
    snprintf(name, size, "%s_calibration.csv", stamp);
}
