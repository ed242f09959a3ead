/* SPDX-License-Identifier: MIT */
#include "decode/no_session.h"

#define NO_DEVICE_AFTER_US 10000000 /* the message below says 10 s */
#define NOISE_AFTER_US 5000000      /* noise for this long shows a wrong baud rate or another device */

static bool report_noise(const struct session_decoder *decoder, const struct link_opening *link, const char *outcome,
                         struct failure *failure)
{
    unsigned long long bytes = decoder->counts.bytes;
    if (!link->is_serial)
        return failure_set(failure, EXIT_STATUS_INPUT,
                           "%llu bytes were received, but no complete line from a roller, so %s. Did a roller send "
                           "them?",
                           bytes, outcome);
    return failure_set(failure, EXIT_STATUS_INPUT,
                       "%llu bytes were received, but no complete line from a roller, so %s. Is the baud rate right "
                       "(--baud, now %d), and is this the roller?",
                       bytes, outcome, link->baud);
}

bool no_session_check(const struct session_decoder *decoder, const struct link_opening *link, int64_t host_us,
                      const char *outcome, struct failure *failure)
{
    if (session_decoder_receives_noise(decoder) && host_us - decoder->first_byte_host_us > NOISE_AFTER_US)
        return report_noise(decoder, link, outcome, failure);
    if (link->is_serial && decoder->counts.bytes + decoder->counts.rows == 0 &&
        host_us - link->opened_us > NO_DEVICE_AFTER_US)
        return failure_set(
            failure, EXIT_STATUS_DEVICE,
            "Nothing was received from the port for 10 s, so %s. Is this the roller, and is its firmware "
            "installed?",
            outcome);
    return true;
}

bool no_session_explain(const struct session_decoder *decoder, const struct link_opening *link, const char *outcome,
                        struct failure *failure)
{
    if (decoder->counts.bytes == 0)
        return failure_set(failure, link->is_serial ? EXIT_STATUS_DEVICE : EXIT_STATUS_INPUT, "%s, so %s.",
                           decoder->is_live ? "The roller sent nothing" : "The input is empty", outcome);
    if (!session_decoder_has_intact_line(decoder))
        return report_noise(decoder, link, outcome, failure);
    if (decoder->counts.misfits > 0)
        return failure_set(failure, EXIT_STATUS_INPUT,
                           "The roller announced %u strips, but its frames have %u, so %s. Unplug it and plug it in "
                           "again.",
                           decoder->device.strip_count, decoder->misfit_strips, outcome);
    return failure_set(failure, EXIT_STATUS_INPUT, "%s, so %s.",
                       decoder->counts.rows + decoder->sorter.set_aside > 0
                           ? "No two of the frames that came belong together"
                           : "The roller sent no frames",
                       outcome);
}
