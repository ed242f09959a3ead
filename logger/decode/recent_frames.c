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

static size_t kept(const struct recent_frames *recent)
{
    return recent->count < RECENT_FRAMES_MAX ? recent->count : RECENT_FRAMES_MAX;
}

/* Whether the frame may be new, though an earlier boot had the same one: it is the next one of this boot, and the link
 * did not just repeat the one before that of the earlier boot. */
static bool may_be_new(const struct recent_frames *recent, size_t slot, uint16_t seq)
{
    size_t newest = (recent->count - 1) % RECENT_FRAMES_MAX;
    bool is_next = (uint16_t)(seq - recent->frame[newest].seq) == 1;
    return recent->frame[slot].of_earlier_boot && is_next &&
           !(recent->repeats && (recent->repeated_slot + 1) % RECENT_FRAMES_MAX == slot);
}

bool recent_frames_contain(struct recent_frames *recent, const struct received_frame *received, bool is_live)
{
    const struct wire_frame *frame = &received->frame;
    uint32_t readings = hash_readings(frame);
    for (size_t i = 0; i < kept(recent); i++)
        if (recent->frame[i].seq == frame->seq && recent->frame[i].t_us == frame->t_us &&
            recent->frame[i].readings == readings && !may_be_new(recent, i, frame->seq) &&
            (!is_live || received->host_us - recent->frame[i].host_us < REPEAT_MAX_US)) {
            recent->repeats = true;
            recent->repeated_slot = i;
            recent->frame[i].host_us = received->host_us; /* it may be repeated again and again */
            return true;
        }
    return false;
}

void recent_frames_begin_boot(struct recent_frames *recent)
{
    for (size_t i = 0; i < kept(recent); i++)
        recent->frame[i].of_earlier_boot = true;
}

void recent_frames_add(struct recent_frames *recent, const struct received_frame *received)
{
    size_t slot = recent->count++ % RECENT_FRAMES_MAX;
    recent->frame[slot].seq = received->frame.seq;
    recent->frame[slot].t_us = received->frame.t_us;
    recent->frame[slot].readings = hash_readings(&received->frame);
    recent->frame[slot].host_us = received->host_us;
    recent->frame[slot].of_earlier_boot = false;
    recent->repeats = false;
}
