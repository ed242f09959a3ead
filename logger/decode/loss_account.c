/* SPDX-License-Identifier: MIT */
#include "decode/loss_account.h"

#include "wire/vocabulary.h"

void loss_account_begin_boot(struct loss_account *counters, bool from_boot)
{
    *counters = (struct loss_account){.dropped = counters->dropped, .begun = from_boot};
}

void loss_account_parse_status(struct loss_account *counters, const struct frame_line *line)
{
    const char *sent_text = frame_find_key(line, WIRE_KEY_SENT),
               *dropped_text = frame_find_key(line, WIRE_KEY_DROPPED);
    uint32_t sent, dropped;
    if (!sent_text || !dropped_text || !frame_parse_unsigned(sent_text, &sent) ||
        !frame_parse_unsigned(dropped_text, &dropped))
        return;
    counters->made = sent + dropped;
    counters->made_known = true;
    counters->dropped_told = dropped;
    if (!counters->begun)
        counters->dropped_counted = dropped;
    counters->begun = true;
}

void loss_account_add_frame(struct loss_account *counters)
{
    if (counters->dropped_told > counters->dropped_counted)
        counters->dropped += counters->dropped_told - counters->dropped_counted;
    counters->dropped_counted = counters->dropped_told;
    counters->made_known = false;
}

uint64_t loss_account_end_boot(struct loss_account *counters, uint16_t seq)
{
    int16_t missing = (int16_t)(uint16_t)(counters->made - seq - 1u);
    uint64_t behind = counters->made_known && missing > 0 ? (uint64_t)missing : 0;
    loss_account_add_frame(counters);
    return behind;
}
