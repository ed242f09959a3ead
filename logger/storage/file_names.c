/* SPDX-License-Identifier: MIT */
#include "storage/file_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct tm local_time(int64_t wall_us)
{
    time_t seconds = (time_t)(wall_us / 1000000);
    struct tm local;
    localtime_r(&seconds, &local);
    return local;
}

void file_names_session(char *name, size_t size, int64_t wall_us, enum session_leg leg)
{
    struct tm local = local_time(wall_us);
    char stamp[40];
    strftime(stamp, sizeof stamp, "%Y-%m-%d_%H%M%S", &local);
    snprintf(name, size, "%s%s%s.csv", stamp, leg == SESSION_LEG_UNKNOWN ? "" : "_", session_leg_name(leg));
}

void file_names_add_leg(char *out, size_t size, const char *path, enum session_leg leg)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
    const char *end = dot && dot > name ? dot : name + strlen(name);
    snprintf(out, size, "%.*s_%s%s", (int)(end - path), path, session_leg_name(leg), end);
}

void file_names_calibration(char *name, size_t size, int64_t wall_us)
{
    struct tm local = local_time(wall_us);
    strftime(name, size, "%Y-%m-%d_%H%M%S_calibration.csv", &local);
}

void file_names_date(char *day, size_t size, int64_t wall_us)
{
    struct tm local = local_time(wall_us);
    strftime(day, size, "%Y-%m-%d", &local);
}

void file_names_started(char *text, size_t size, int64_t wall_us)
{
    struct tm local = local_time(wall_us);
    char stamp[40];
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &local);
    long offset_min = local.tm_gmtoff / 60;
    snprintf(text, size, "%s.%03d%c%02ld:%02ld", stamp, (int)(wall_us / 1000 % 1000),
             offset_min < 0 ? '-' : '+', labs(offset_min) / 60, labs(offset_min) % 60);
}
