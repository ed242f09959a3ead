/* SPDX-License-Identifier: MIT */
#include "decode/session_decoder_parts.h"

#include "wire/vocabulary.h"

#include <string.h>

/* ---- H and C lines ---- */

/* Whether the H line describes another device than the one that is being recorded. `is_answer`: it follows a command.
 */
static bool is_foreign(const struct session_decoder *decoder, const struct device_info *described, bool is_answer)
{
    bool is_open = decoder->counts.rows == 0 || (decoder->identity_stale && is_answer) || decoder->replug_pending;
    return decoder->device.known && !is_open && strcmp(decoder->device.id, described->id) != 0;
}

/* Whether the H line may be about the boot of the pending rows, which began without one: a reply whose A line was lost,
 * or sent by itself. The next frame will show. */
static bool may_be_late(const struct session_decoder *decoder, const struct device_info *described)
{
    const struct device_info *device = &decoder->device;
    return decoder->identity_stale && decoder->settling.active && decoder->sorter.held_count == 0 &&
           decoder->counts.rows > 0 && !decoder->replug_pending && strcmp(device->id, described->id) == 0 &&
           strcmp(device->boot, described->boot) != 0 && device->strip_count == described->strip_count;
}

/* Whether the rows from now on need another header. */
static bool needs_header(const struct session_decoder *decoder)
{
    if (!decoder->header_ready || decoder->settling.active || !decoder->device.known)
        return false;
    return (device_info_changes(&decoder->recorded, &decoder->device) & ~(unsigned)DEVICE_CHANGES_HARMLESS) != 0;
}

/* The rows so far have the device info that is known now, or none. */
static void end_earlier_rows(struct session_decoder *decoder, enum event_queue_choice events)
{
    session_rows_write_newest(decoder, events);
    session_settling_end(decoder);
}

/* Set the period that an H line announced. Frames before it had another one, unless they are of an earlier boot.
 * `is_setting`: the line follows a change of the rate, and no H line had announced the rate before that if the identity
 * is stale. */
static void set_period(struct session_decoder *decoder, uint32_t period_us, bool booted, bool is_setting)
{
    struct frame_sorter *sorter = &decoder->sorter;
    bool was_unknown = is_setting && decoder->identity_stale;
    if (period_us == 0 || (period_us == sorter->period_us && !was_unknown))
        return;
    sorter->earlier_period_us = was_unknown ? WIRE_SCANS_MAX * WIRE_SCAN_US : sorter->period_us;
    if (booted)
        sorter->earlier_period_us = 0;
    sorter->period_us = period_us;
}

/* Replace the device info by that of an H line. Pending rows have the earlier one, unless they wait for this line. */
static void replace_device(struct session_decoder *decoder, struct device_info *described, bool booted, bool is_setting)
{
    const struct device_info *previous = &decoder->device;
    if (!booted && previous->known)
        device_info_keep_calibration(described, previous);
    if (previous->known && described->period_us == 0) /* not announced, or not believed */
        described->period_us = previous->period_us;
    if (previous->known && !decoder->identity_stale && device_info_changes(previous, described) != 0)
        end_earlier_rows(decoder, EVENT_QUEUE_DUE);
    set_period(decoder, described->period_us, booted, is_setting);
    decoder->device = *described;
    decoder->identity_stale = false;
    decoder->change_pending = needs_header(decoder);
}

void session_device_handle_hello(struct session_decoder *decoder, const struct wire_line *line)
{
    struct device_info described;
    if (!device_info_parse_hello(&described, line)) {
        wire_decoder_reject(&decoder->wire);
        return;
    }
    const struct device_info *device = &decoder->device;
    if (decoder->foreign_pending && strcmp(decoder->foreign.boot, described.boot) == 0 &&
        decoder->sorter.held_count >= FRAME_SORTER_CONFIRM)
        session_frames_begin_held_boot(decoder); /* between two lines about the same boot */
    bool is_reply = decoder->hello_cause == HELLO_REPLY, is_setting = decoder->hello_cause == HELLO_SETTING;
    decoder->hello_cause = HELLO_UNASKED;
    bool is_answer = is_reply || is_setting;
    bool is_other_boot = device->known && strcmp(device->boot, described.boot) != 0;
    bool is_unclear = !is_answer && (device->known ? may_be_late(decoder, &described) : decoder->counts.rows > 0);
    if (is_other_boot && is_answer && decoder->sorter.held_are_boot) { /* the line is not another device's */
        session_frames_begin_held_boot(decoder);
        is_other_boot = strcmp(device->boot, described.boot) != 0; /* the held boot may be the described one */
    }
    bool was_pending = decoder->foreign_pending;
    decoder->hello_is_foreign = decoder->foreign_pending = is_unclear || is_foreign(decoder, &described, is_answer);
    decoder->hello_unclear = is_unclear;
    decoder->identify_wanted = decoder->identify_wanted && decoder->hello_is_foreign && !is_unclear;
    if (decoder->hello_is_foreign) {
        decoder->foreign_is_one =
            !was_pending || is_answer || (decoder->foreign_is_one && strcmp(decoder->foreign.id, described.id) == 0);
        if (described.period_us == 0 && strcmp(device->id, described.id) == 0) /* not announced, or not believed */
            described.period_us = device->period_us;
        decoder->foreign = described;
        decoder->foreign_is_later = decoder->sorter.held_are_boot;
        return;
    }
    if (is_other_boot && decoder->sorter.held_are_boot)
        session_frames_begin_held_boot(decoder);
    /* The boot of the rows, if unknown, may be the described one, unless it has another number of strips. */
    bool is_certain = is_other_boot && (!decoder->identity_stale || described.strip_count != device->strip_count);
    bool booted = is_certain || (is_other_boot && !is_answer);
    bool first = !device->known && !decoder->continues_device && !decoder->replied;
    if (decoder->counts.rows == 0 && (booted || first))
        decoder->boot_received = true;
    if (booted || is_setting) {
        session_frames_save_held(decoder);
        end_earlier_rows(decoder, booted ? EVENT_QUEUE_ALL : EVENT_QUEUE_DUE);
    }
    if (booted)
        session_losses_announce_boot(decoder);
    replace_device(decoder, &described, booted, is_setting);
    decoder->boot_pending = decoder->boot_pending || booted;
    decoder->boot_certain = is_certain;
}

/* A C line that changes what one since the H line said, such as after an H line that was lost, holds for later frames.
 */
void session_device_handle_calibration(struct session_decoder *decoder, const struct wire_line *line)
{
    struct device_info *device = decoder->hello_is_foreign ? &decoder->foreign : &decoder->device;
    struct device_info described = *device;
    if (!device_info_parse_calibration(&described, line)) {
        wire_decoder_reject(&decoder->wire);
        return;
    }
    bool is_first = described.described != device->described; /* of its strip since the H line */
    bool is_ours = !decoder->hello_is_foreign;
    if (is_ours && !is_first && device->known && device_info_changes(device, &described) != 0)
        end_earlier_rows(decoder, EVENT_QUEUE_DUE);
    *device = described;
    if (is_ours && needs_header(decoder))
        decoder->change_pending = true;
}

/* ---- What the frames show ---- */

bool session_device_foreign_began_boot(const struct session_decoder *decoder)
{
    const struct device_info *foreign = &decoder->foreign;
    const struct frame_sorter *sorter = &decoder->sorter;
    return decoder->foreign_pending && !decoder->foreign_is_later && decoder->foreign_is_one &&
           sorter->held[0].frame.strip_count == foreign->strip_count &&
           !frame_rates_differ(sorter->held_period_us, foreign->period_us);
}

void session_device_adopt_unclear_hello(struct session_decoder *decoder)
{
    if (!decoder->foreign_pending || !decoder->hello_unclear)
        return;
    if (frame_rates_differ(decoder->foreign.period_us, decoder->sorter.period_us)) /* not that of the rows */
        end_earlier_rows(decoder, EVENT_QUEUE_DUE);
    bool was_known = decoder->device.known;
    decoder->device = decoder->foreign;
    decoder->hello_is_foreign = decoder->hello_unclear = decoder->identity_stale = false;
    if (decoder->device.period_us > 0)
        decoder->sorter.period_us = decoder->device.period_us;
    decoder->change_pending = was_known ? needs_header(decoder) : decoder->header_ready;
}

void session_device_adopt_rate(struct session_decoder *decoder)
{
    struct device_info *device = &decoder->device;
    uint32_t shown_us = decoder->sorter.held_period_us;
    uint32_t known_us = device->period_us > 0 ? device->period_us : decoder->sorter.period_us;
    if (decoder->sorter.held_count > 1 && frame_rates_differ(shown_us, known_us)) {
        device->period_us = known_us; /* the full scale so far is the one at this rate, even if it was guessed */
        device_info_set_period(device, shown_us);
    }
    decoder->sorter.period_us = device->period_us > 0 ? device->period_us : decoder->sorter.period_us;
}

void session_device_expect_hello(struct session_decoder *decoder)
{
    decoder->identity_stale = decoder->device.known;
    decoder->identify_wanted = true;
}
