/* SPDX-License-Identifier: MIT */
#include "link_lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REPEATED_MAX 20 /* lines */
#define GARBAGE_MAX 300 /* bytes */

void link_setting_change(struct link_setting *setting, bool of_boot, bool one_way, unsigned number,
                         struct random *random)
{
    switch (of_boot ? random_below(random, 5) : 0) {
    case 0: setting->scans = setting->scans == 6 ? 12 : 6; break;
    case 1:
        if (!one_way) /* else its frames cannot be read until its H line arrives */
            setting->strips = setting->strips == 8 ? 4 : 8;
        break;
    case 2: setting->has_imu = !setting->has_imu; break;
    case 3: setting->k_n += 10; break;
    default: snprintf(setting->id, sizeof setting->id, "5A3C21F%u", number); break;
    }
}

void link_lines_add_hello(struct wire_text *wire, const struct link_setting *setting, unsigned boot)
{
    wire_add(wire,
             "H,proto=1,fw=1.0.0,board=uno,id=%s,boot=%04X,reset=power,strips=%u,full=%u,imu=%s,accel_lsb=8192,"
             "gyro_lsb=32.8,period_us=%u,baud=250000,radius_mm=70.5",
             setting->id, boot + 1, setting->strips, 1023 * setting->scans, setting->has_imu ? "mpu6050" : "none",
             SCAN_US * setting->scans);
}

void link_lines_add_calibration(struct wire_text *wire, const struct link_setting *setting)
{
    for (unsigned i = 0; i < setting->strips; i++)
        wire_add(wire, "C,%u,%u,%.1f,1.1,measured", i, i * 360 / setting->strips, setting->k_n);
}

void link_lines_add_info(struct wire_text *wire, const struct link_setting *setting, unsigned boot)
{
    link_lines_add_hello(wire, setting, boot);
    link_lines_add_calibration(wire, setting);
}

void link_lines_add_frame(struct wire_text *wire, const struct link_setting *setting, size_t index, unsigned reading,
                          uint32_t seq, uint32_t t_us)
{
    char text[160];
    size_t used = (size_t)snprintf(text, sizeof text, "D,%u,%u,%u,%u,%u", (unsigned)(seq % 65536), (unsigned)t_us,
                                   (unsigned)(index % 1000), (unsigned)(index / 1000), reading);
    for (unsigned i = 3; i < setting->strips; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, ",%u", i);
    snprintf(text + used, sizeof text - used, "%s", setting->has_imu ? ",1,2,3,4,5,6" : "");
    wire_add(wire, "%s", text);
}

void link_lines_add_garbage(struct wire_text *wire, struct random *random)
{
    char bytes[GARBAGE_MAX];
    size_t count = 1 + random_below(random, GARBAGE_MAX - 1);
    bool is_text = random_below(random, 2) > 0, is_whole = random_below(random, 3) > 0;
    for (size_t i = 0; i < count; i++)
        bytes[i] = (char)(is_text ? 32 + random_below(random, 95) : random_below(random, 256));
    if (is_whole)
        bytes[count - 1] = '\n';
    wire_add_raw(wire, bytes, count);
}

void link_lines_repeat(struct wire_text *wire, size_t start, struct random *random)
{
    for (unsigned lines = random_below(random, REPEATED_MAX); lines > 0 && start > 0; lines--)
        do
            start--;
        while (start > 0 && wire->bytes[start - 1] != '\n');
    size_t count = wire->length - start;
    char *copy = malloc(count + 1);
    if (!copy)
        abort();
    memcpy(copy, wire->bytes + start, count);
    wire_add_raw(wire, copy, count);
    free(copy);
}
