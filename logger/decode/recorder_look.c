/* SPDX-License-Identifier: MIT */
/* What may be asked of a recorder while it runs (recorder.h). */
#include "decode/recorder.h"

#define NOISE_BYTES 4096

bool recorder_wants_identity(struct recorder *recorder)
{
    bool wanted = recorder->identity_wanted;
    recorder->identity_wanted = false;
    return wanted;
}

uint64_t recorder_rejected_lines(const struct recorder *recorder)
{
    uint64_t lines = 0;
    for (int reason = FRAME_TOO_LONG; reason < FRAME_REJECT_COUNT; reason++)
        lines += recorder->decoder.rejected[reason];
    return lines;
}

bool recorder_receives_noise(const struct recorder *recorder)
{
    return recorder->counts.bytes >= NOISE_BYTES && recorder->decoder.rejected[FRAME_ACCEPTED] == 0;
}
