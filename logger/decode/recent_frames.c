/* SPDX-License-Identifier: MIT */
#include "decode/recent_frames.h"

#define REPEAT_MAX_US 1000000 /* a link repeats what it sent within this time */

/* FNV-1a. */
static uint32_t hash(uint32_t sum, unsigned value)
{
    return ((sum ^ (value & 0xFF)) * 16777619u ^ (value >> 8 & 0xFF)) * 16777619u;
}

static uint32_t hash_readings(const struct wire_frame *frame)
{
    uint32_t sum = hash(2166136261u, frame->strip_count);
    for (unsigned i = 0; i < frame->strip_count; i++)
        sum = hash(sum, frame->strip[i]);
    for (unsigned axis = 0; frame->imu_valid && axis < WIRE_IMU_AXES; axis++)
        sum = hash(sum, (uint16_t)frame->imu[axis]);
    return sum;
}

bool recent_frames_contain(const struct recent_frames *recent, const struct received_frame *received, bool is_live)
{
    const struct wire_frame *frame = &received->frame;
    size_t kept = recent->count < RECENT_FRAMES_MAX ? recent->count : RECENT_FRAMES_MAX;
    for (size_t i = 0; i < kept; i++)
        if (recent->frame[i].seq == frame->seq && recent->frame[i].t_us == frame->t_us)
            return recent->frame[i].readings == hash_readings(frame) &&
                   (!is_live || received->host_us - recent->frame[i].host_us < REPEAT_MAX_US);
    return false;
}

void recent_frames_add(struct recent_frames *recent, const struct received_frame *received)
{
    size_t slot = recent->count++ % RECENT_FRAMES_MAX;
    recent->frame[slot].seq = received->frame.seq;
    recent->frame[slot].t_us = received->frame.t_us;
    recent->frame[slot].readings = hash_readings(&received->frame);
    recent->frame[slot].host_us = received->host_us;
}
