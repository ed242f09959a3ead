/* SPDX-License-Identifier: MIT */
#include "decode/loss_account.h"

#include "wire/vocabulary.h"

#include <string.h>

#define SEQ_COUNT 65536

void loss_account_begin_boot(struct loss_account *account, bool from_start)
{
    account->has_zero = from_start;
    account->made_known = false;
    account->dropped_reported = account->dropped_counted = 0;
}

void loss_account_parse_status(struct loss_account *account, const struct frame_line *line)
{
    const char *sent_text = frame_find_key(line, WIRE_KEY_SENT);
    const char *dropped_text = frame_find_key(line, WIRE_KEY_DROPPED);
    uint32_t sent, dropped;
    if (!sent_text || !dropped_text || !frame_parse_unsigned(sent_text, &sent) ||
        !frame_parse_unsigned(dropped_text, &dropped))
        return;
    account->made = sent + dropped;
    account->made_known = true;
    account->dropped_reported = dropped;
    if (!account->has_zero)
        account->dropped_counted = dropped;
    account->has_zero = true;
}

void loss_account_add_frame(struct loss_account *account)
{
    if (account->dropped_reported > account->dropped_counted)
        account->dropped += account->dropped_reported - account->dropped_counted;
    account->dropped_counted = account->dropped_reported;
    account->made_known = false;
}

uint64_t loss_account_end_boot(struct loss_account *account, uint16_t seq)
{
    int16_t missing = (int16_t)(uint16_t)(account->made - seq - 1u);
    uint64_t made_later = account->made_known && missing > 0 ? (uint64_t)missing : 0;
    loss_account_add_frame(account);
    return made_later;
}

bool loss_account_is_duplicate(struct loss_account *account, uint16_t seq, uint32_t t_us)
{
    size_t known = account->recent_count < LOSS_RECENT_FRAMES ? account->recent_count : LOSS_RECENT_FRAMES;
    for (size_t i = 0; i < known; i++) {
        if (account->recent[i].seq == seq && account->recent[i].t_us == t_us)
            return true;
    }
    size_t slot = account->recent_count++ % LOSS_RECENT_FRAMES;
    account->recent[slot].seq = seq;
    account->recent[slot].t_us = t_us;
    return false;
}

void loss_account_forget_frames(struct loss_account *account)
{
    account->recent_count = 0;
}

uint64_t loss_account_missing(uint16_t last_seq, uint16_t seq, int64_t elapsed_us, uint32_t period_us)
{
    uint64_t missing = (uint16_t)(seq - last_seq - 1u);
    if (period_us == 0)
        return missing;
    int64_t unexplained = elapsed_us / period_us - (int64_t)missing;
    return unexplained > SEQ_COUNT / 2
               ? missing + (uint64_t)(unexplained + SEQ_COUNT / 2) / SEQ_COUNT * SEQ_COUNT
               : missing;
}

size_t loss_account_gaps_kept(const struct loss_account *account)
{
    return account->gap_count < LOSS_GAPS_MAX ? (size_t)account->gap_count : LOSS_GAPS_MAX;
}

void loss_account_add_gap(struct loss_account *account, struct loss_gap gap)
{
    size_t kept = loss_account_gaps_kept(account);
    account->gap_count++;
    if (kept == LOSS_GAPS_MAX) {
        size_t shortest = 0;
        for (size_t i = 1; i < kept; i++) {
            if (account->gap[i].length_us < account->gap[shortest].length_us)
                shortest = i;
        }
        if (gap.length_us <= account->gap[shortest].length_us)
            return;
        kept--;
        memmove(&account->gap[shortest], &account->gap[shortest + 1], (kept - shortest) * sizeof gap);
    }
    account->gap[kept] = gap;
}
