/* SPDX-License-Identifier: MIT */
#include "wire_text.h"

#include "wire/crc16.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void wire_add_raw(struct wire_text *wire, const void *bytes, size_t length)
{
    if (wire->capacity - wire->length < length) {
        wire->capacity = 2 * (wire->length + length);
        wire->bytes = realloc(wire->bytes, wire->capacity);
        if (!wire->bytes)
            abort();
    }
    memcpy(wire->bytes + wire->length, bytes, length);
    wire->length += length;
}

void wire_add(struct wire_text *wire, const char *format, ...)
{
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line - 8, format, arguments);
    va_end(arguments);
    length += snprintf(line + length, 8, "*%04X\n", crc16_of(line, (size_t)length));
    wire_add_raw(wire, line, (size_t)length);
}

void wire_add_hello(struct wire_text *wire, const char *boot)
{
    wire_add(wire,
             "H,proto=1,fw=1.0.0,board=uno,id=5A3C21F0,boot=%s,reset=power,strips=8,full=6138,imu=mpu6050,"
             "accel_lsb=8192,gyro_lsb=32.8,period_us=%d,baud=250000,radius_mm=70.5",
             boot, WIRE_PERIOD_US);
    for (int i = 0; i < 8; i++)
        wire_add(wire, "C,%d,%d,%d.5,1.1%d,%s", i, i * 45, 100 + i, i, i == 3 ? "measured" : "default");
}

void wire_add_data(struct wire_text *wire, unsigned seq, uint32_t t_us)
{
    char strips[64];
    size_t used = 0;
    for (unsigned i = 0; i < 8; i++)
        used += (size_t)snprintf(strips + used, sizeof strips - used, ",%u", (7 * seq + i) % 1000);
    wire_add(wire, "D,%u,%u%s,%d,-2,8192,%d,5,-6", seq % 65536, (unsigned)t_us, strips, (int)(seq % 100),
             -(int)(seq % 50));
}

void wire_add_frames(struct wire_text *wire, unsigned first, unsigned count, uint32_t t_us)
{
    for (unsigned i = 0; i < count; i++)
        wire_add_data(wire, first + i, t_us + i * WIRE_PERIOD_US);
}

void wire_free(struct wire_text *wire)
{
    free(wire->bytes);
    *wire = (struct wire_text){0};
}
