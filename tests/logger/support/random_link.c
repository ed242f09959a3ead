/* SPDX-License-Identifier: MIT */
#include "random_link.h"

#include "link_lines.h"
#include "shared/array_grow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BOOT_T_US 50000    /* device time of a boot's first frame */
#define POLL_US 100000     /* a poll of the host */
#define POLLED_US 15000000 /* in longer pauses, the host polls more rarely */
#define OWN_READING 111    /* the reading of strip 2 */
#define FOREIGN_READING 222
#define FOREIGN_PERIOD_US 9984
#define FOREIGN_NUMBER_APART 200
#define RESET_FRAMES_MIN 8         /* after fewer frames of a boot, a restart without an H line looks like a gap */
#define RESET_FRAMES_MIN_REPLAY 40 /* the same, without times of arrival; also after a gap */

static bool happens(struct random_link *link, double probability)
{
    return random_uniform(&link->random, 0, 1) < probability;
}

static struct link_setting *current(struct random_link *link)
{
    return &link->setting[link->setting_count - 1];
}

static int64_t period_us(struct random_link *link)
{
    return (int64_t)current(link)->scans * SCAN_US;
}

/* ---- The line ---- */

static void receive(struct random_link *link, const void *bytes, size_t count, int64_t host_us)
{
    host_us = link->plan.replay ? link->host_us + 1 : host_us;
    link->host_us = host_us > link->host_us ? host_us : link->host_us;
    link->asked |= link->receive(link->context, bytes, count, link->host_us);
}

/* Poll without bytes until `until_us`. A file is read without a pause. */
static void poll_until(struct random_link *link, int64_t until_us)
{
    int64_t start_us = link->host_us;
    while (!link->plan.replay && link->host_us + POLL_US < until_us) {
        int64_t poll_us = link->host_us + (link->host_us - start_us < POLLED_US ? POLL_US : 100 * POLL_US);
        receive(link, NULL, 0, poll_us < until_us ? poll_us : until_us);
    }
}

static struct link_boot *boot_of(struct random_link *link)
{
    return &link->boot[link->boot_count - 1];
}

/* Let the host receive what is in the air, unless a burst is gathering. */
static void deliver(struct random_link *link)
{
    if (link->air.length == 0 || link->now_us < link->flush_us)
        return;
    bool is_bursting = link->now_us < link->burst_until_us;
    int64_t latency_us = is_bursting ? 20000 : 500 + random_below(&link->random, 15000);
    poll_until(link, link->now_us + latency_us);
    for (size_t at = 0, count; at < link->air.length; at += count) {
        count = 1 + random_below(&link->random, 4096);
        count = count < link->air.length - at ? count : link->air.length - at;
        receive(link, link->air.bytes + at, count, link->now_us + latency_us);
    }
    link->air.length = 0;
    link->flush_us = is_bursting ? link->now_us + 400000 + random_below(&link->random, 1600000) : 0;
}

/* ---- What the rollers send ---- */

static void begin_boot(struct random_link *link)
{
    if (!array_grow(&link->boot, &link->boot_capacity, link->boot_count + 1, sizeof *link->boot))
        abort();
    link->boot[link->boot_count++] = (struct link_boot){0};
    link->boot_us = link->now_us;
    link->number = 0;
    link->next_t_us = BOOT_T_US;
    link->standing_frames = 0;
    link->reset_number_min = link->plan.replay ? RESET_FRAMES_MIN_REPLAY : RESET_FRAMES_MIN;
}

static void change_setting(struct random_link *link, bool of_boot)
{
    if (link->setting_count == RANDOM_LINK_SETTINGS_MAX)
        return;
    struct link_setting next = *current(link);
    link_setting_change(&next, of_boot, link->plan.one_way, link->setting_count % 10, &link->random);
    link->setting[link->setting_count++] = next;
}

/* ---- Faults ---- */

static void introduce(struct random_link *link, bool lost)
{
    if (link->plan.first_newline)
        wire_add_raw(&link->air, "\n", 1);
    size_t start = link->air.length;
    link_lines_add_hello(&link->air, current(link), (unsigned)link->boot_count - 1);
    /* the rest of a line that the reset cut spoils the H line */
    bool spoiled = start > 0 && link->air.bytes[start - 1] != '\n';
    if (lost)
        link->air.length = start;
    boot_of(link)->hello_intact = !lost && !spoiled;
    link_lines_add_calibration(&link->air, current(link));
}

static void reset(struct random_link *link)
{
    if (link->plan.changes && happens(link, 0.3))
        change_setting(link, true);
    if (happens(link, 0.5)) { /* in mid-line */
        size_t before = link->air.length;
        link_lines_add_frame(&link->air, current(link), 0, OWN_READING, link->number, (uint32_t)link->next_t_us);
        link->air.length = before + 1 + random_below(&link->random, (uint32_t)(link->air.length - before - 3));
    }
    bool in_burst = link->now_us < link->burst_until_us;
    link->now_us += 60000 + random_below(&link->random, 2000000); /* the bootloader */
    begin_boot(link);
    boot_of(link)->in_burst = in_burst || link->now_us < link->burst_until_us || link->now_us < link->flush_us;
    bool hello_lost = link->plan.reset_at_s == 0 && !link->plan.hello_kept && happens(link, 0.3);
    introduce(link, link->plan.hello_lost || hello_lost);
}

/* Lose everything for a while. */
static void pause(struct random_link *link)
{
    bool is_long = happens(link, 0.05) && !link->plan.replay; /* a file does not show that the clock wrapped */
    double length_s = is_long ? random_uniform(&link->random, 60, 6000) : random_uniform(&link->random, 0.1, 8);
    uint32_t count = (uint32_t)(length_s * 1e6 / (double)period_us(link));
    link->flush_us = 0;
    deliver(link);
    link->foreign_until_us = 0;
    link->number += count;
    link->next_t_us += count * period_us(link);
    if (link->plan.replay)
        link->reset_number_min = link->number + RESET_FRAMES_MIN_REPLAY;
}

/* Damage the frame that was just added from `start` on. */
static void damage(struct random_link *link, size_t start, struct link_frame *frame)
{
    double kind = random_uniform(&link->random, 0, 1);
    if (link->plan.losses && kind < 0.01) {
        link->air.length = start;
        frame->came = false;
    } else if (link->plan.losses && kind < 0.013) {
        link->air.bytes[start + 2 + random_below(&link->random, 20)] ^= 1;
    } else if (link->plan.wild && kind < 0.016) {
        uint32_t wild = (uint32_t)random_next(&link->random);
        link->air.length = start;
        bool wild_seq = happens(link, 0.3);
        link_lines_add_frame(&link->air, current(link), link->frame_count - 1, OWN_READING,
                             wild_seq ? frame->number + 1000 + wild % 60000 : frame->number,
                             (uint32_t)link->next_t_us + (wild_seq ? 0 : 1000000u + wild % 4000000000u));
    } else {
        return;
    }
    frame->intact = false;
}

/* Let the number or the clock of some frames stand still, or replace the frames. */
static void stand_still(struct random_link *link)
{
    if (link->frame_count == 0 || !link->frame[link->frame_count - 1].intact || !happens(link, 0.001))
        return;
    link->standing = (unsigned)SEQ_STANDS + random_below(&link->random, 4);
    link->standing_frames = 1 + random_below(&link->random, 400);
    link->still_index = link->frame_count - 1;
    link->still_seq = link->number - 1;
    link->still_t_us = (uint32_t)(link->next_t_us - period_us(link));
}

/* Add the frame as the standing roller sends it. */
static void add_standing(struct random_link *link)
{
    struct link_setting setting = *current(link);
    link->standing_frames--;
    bool is_same = link->standing == FRAME_STANDS;
    setting.strips += link->standing == STRIP_TOO_MANY;
    link_lines_add_frame(&link->air, &setting, is_same ? link->still_index : link->frame_count - 1, OWN_READING,
                         is_same || link->standing == SEQ_STANDS ? link->still_seq : link->number,
                         is_same || link->standing == CLOCK_STANDS ? link->still_t_us : (uint32_t)link->next_t_us);
}

static void add_event(struct random_link *link)
{
    bool is_wild = happens(link, 0.5);
    uint32_t wild_us = 1000000000u + random_below(&link->random, 2000000000u);
    wire_add(&link->air, "E,%u,mark", (unsigned)((uint32_t)link->next_t_us + (is_wild ? wild_us : 0)));
    link->event_count++;
}

static void send_frame(struct random_link *link)
{
    link->now_us = link->boot_us + link->next_t_us;
    if (!array_grow(&link->frame, &link->frame_capacity, link->frame_count + 1, sizeof *link->frame))
        abort();
    struct link_frame *frame = &link->frame[link->frame_count++];
    *frame = (struct link_frame){.true_us = link->now_us,
                                 .number = link->number,
                                 .boot = (uint32_t)link->boot_count - 1,
                                 .setting = (uint16_t)(link->setting_count - 1)};
    if (link->plan.garbage && happens(link, 0.002))
        link_lines_add_garbage(&link->air, &link->random);
    size_t start = link->air.length;
    link_lines_add_frame(&link->air, current(link), link->frame_count - 1, OWN_READING, link->number,
                         (uint32_t)link->next_t_us);
    frame->intact = frame->came = start == 0 || link->air.bytes[start - 1] == '\n';
    damage(link, start, frame);
    if (frame->came && link->standing_frames > 0) {
        link->air.length = start;
        add_standing(link);
        frame->intact = false;
        frame->came = link->standing != FRAME_STANDS;
    }
    frame->repeated = link->plan.repeats && frame->intact && happens(link, 0.002);
    if (frame->repeated)
        link_lines_repeat(&link->air, start, &link->random);
    if (link->plan.wild_events && happens(link, 0.003))
        add_event(link);
    link->number++;
    link->next_t_us += period_us(link);
    if (link->now_us - link->status_us > 1000000) {
        link->status_us = link->now_us;
        wire_add(&link->air, "S,%u,sent=%u,dropped=0", (unsigned)(uint32_t)(link->next_t_us - period_us(link) + 100),
                 (unsigned)link->number);
        boot_of(link)->produced = link->number;
    }
}

/* Another roller on the line, for a few seconds. */
static void send_foreign(struct random_link *link)
{
    static const struct link_setting other = {.id = "0BADF00D", .strips = 8, .scans = 6, .has_imu = true, .k_n = 50};
    if (link->now_us >= link->foreign_until_us) {
        if (!happens(link, 0.001))
            return;
        link->foreign_until_us = link->now_us + 100000 + random_below(&link->random, 3000000);
        do /* near ours, nothing in its frames would show that they are not ours */
            link->foreign_number = random_below(&link->random, 3000000);
        while (llabs((long long)link->foreign_number - link->number) < FOREIGN_NUMBER_APART);
        link->foreign_next_t_us = BOOT_T_US + link->foreign_number * (int64_t)FOREIGN_PERIOD_US;
        link->foreign_boot_us = link->now_us - link->foreign_next_t_us;
        if (happens(link, 0.3) &&
            (!link->plan.one_way || link->plan.uptime_s <= 0)) /* else it cannot be told from ours */
            link_lines_add_info(&link->air, &other, 0x7777);
    }
    while (link->foreign_boot_us + link->foreign_next_t_us < link->now_us) {
        link_lines_add_frame(&link->air, &other, 1, FOREIGN_READING, link->foreign_number++,
                             (uint32_t)link->foreign_next_t_us);
        link->foreign_next_t_us += FOREIGN_PERIOD_US;
    }
}

static void misbehave(struct random_link *link, bool *reset_done)
{
    const struct link_plan *plan = &link->plan;
    bool is_due = plan->reset_at_s > 0 && !*reset_done && (double)link->now_us >= plan->reset_at_s * 1e6;
    if (is_due || (plan->resets && link->number >= link->reset_number_min && happens(link, 0.002))) {
        *reset_done = true;
        reset(link);
    } else if (plan->losses && link->standing_frames == 0 && happens(link, 0.001)) {
        pause(link);
    } else if (plan->changes && happens(link, 0.0005)) {
        int64_t newest_t_us = link->next_t_us - period_us(link),
                begun_us = random_below(&link->random, (uint32_t)period_us(link));
        change_setting(link, false);
        wire_add(&link->air, "A,R,%u", 1000000u / (unsigned)period_us(link));
        link_lines_add_info(&link->air, current(link), (unsigned)link->boot_count - 1);
        /* the frame that had begun and the scan in which the rate changed are discarded */
        link->next_t_us = newest_t_us + begun_us + SCAN_US + period_us(link);
    }
    if (plan->still && link->standing_frames == 0)
        stand_still(link);
    if (plan->bursts && link->now_us >= link->burst_until_us && happens(link, 0.001))
        link->burst_until_us = link->now_us + 2000000 + random_below(&link->random, 20000000);
    if (plan->foreign)
        send_foreign(link);
}

/* Damage the last frame sent, which may be followed by an S line, unless another copy of it would remain. */
static void damage_last(struct random_link *link)
{
    struct link_frame *frame = &link->frame[link->frame_count - 1];
    size_t at = link->air.length;
    while (frame->intact && !frame->repeated && at-- > 0) {
        bool is_start = (at == 0 || link->air.bytes[at - 1] == '\n') && link->air.bytes[at] == 'D';
        if (is_start && strchr(link->air.bytes + at, '\n')) {
            link->air.bytes[at + 3] ^= 1;
            frame->intact = false;
        }
    }
}

static void reply(struct random_link *link)
{
    if (link->asked && !link->plan.one_way) {
        wire_add(&link->air, "A,?");
        link_lines_add_info(&link->air, current(link), (unsigned)link->boot_count - 1);
    }
    link->asked = false;
}

void random_link_run(struct random_link *link, const struct link_plan *plan, uint64_t seed,
                     random_link_receive *receiver, void *context)
{
    *link = (struct random_link){.plan = *plan, .receive = receiver, .context = context, .random = random_init(seed)};
    link->setting[link->setting_count++] =
        (struct link_setting){.id = "5A3C21F0", .strips = 8, .scans = 6, .has_imu = true, .k_n = 100};
    link->now_us = link->host_us = 1000000;
    begin_boot(link);
    if (plan->uptime_s > 0) {
        link->number = (uint32_t)(plan->uptime_s * 1e6 / (double)period_us(link));
        link->next_t_us += link->number * period_us(link);
        link->boot_us = link->now_us - link->next_t_us;
    } else {
        introduce(link, false);
    }
    bool reset_done = false;
    for (int64_t sent_us = 0; (double)sent_us < plan->seconds * 1e6; sent_us += period_us(link)) {
        bool is_near_end = (double)sent_us > plan->seconds * 1e6 - 1500000; /* no faults, so that all is settled */
        reply(link);
        link->plan.wild = plan->wild && !is_near_end; /* a file's last frame may follow a long gap */
        if (!is_near_end && sent_us > 500000)
            misbehave(link, &reset_done);
        if (is_near_end)
            link->standing_frames = 0;
        send_frame(link);
        if (plan->last_damaged && (double)(sent_us + period_us(link)) >= plan->seconds * 1e6)
            damage_last(link);
        deliver(link);
    }
    link->burst_until_us = link->flush_us = 0;
    deliver(link);
}

void random_link_free(struct random_link *link)
{
    free(link->frame);
    free(link->boot);
    wire_free(&link->air);
}

size_t random_link_frame_of(const struct random_link *link, const uint16_t *strip)
{
    size_t index = strip[0] + 1000u * (size_t)strip[1];
    return strip[2] == OWN_READING && strip[0] < 1000 && index < link->frame_count ? index : SIZE_MAX;
}
