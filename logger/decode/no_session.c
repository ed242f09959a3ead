/* SPDX-License-Identifier: MIT */
#include "decode/no_session.h"

#define NO_DEVICE_AFTER_US 10000000 /* the message below says 10 s */
#define NOISE_AFTER_US 5000000      /* noise for this long shows a wrong baud rate or another device */

static bool report_noise(const struct recorder *recorder, const struct link_opening *link, struct failure *failure)
{
    return failure_set(failure, EXIT_STATUS_INPUT,
                       "%llu bytes were received, but no complete line from a roller. Is the baud rate right "
                       "(--baud, now %d), and is this the roller? Nothing was recorded.",
                       (unsigned long long)recorder->counts.bytes, link->baud);
}

bool no_session_check(const struct recorder *recorder, const struct link_opening *link, int64_t host_us,
                      struct failure *failure)
{
    if (recorder_receives_noise(recorder) && host_us - recorder->first_byte_host_us > NOISE_AFTER_US)
        return report_noise(recorder, link, failure);
    if (link->is_serial && recorder->counts.bytes == 0 && host_us - link->opened_us > NO_DEVICE_AFTER_US)
        return failure_set(
            failure, EXIT_STATUS_DEVICE,
            "Nothing was received from the port for 10 s. Is this the roller, and is its firmware installed? "
            "Nothing was recorded.");
    return true;
}

bool no_session_explain(const struct recorder *recorder, const struct link_opening *link, struct failure *failure)
{
    if (recorder->counts.bytes == 0)
        return failure_set(failure, link->is_serial ? EXIT_STATUS_DEVICE : EXIT_STATUS_INPUT,
                           "The roller sent nothing, so nothing was recorded.");
    if (!recorder_has_intact_line(recorder))
        return report_noise(recorder, link, failure);
    return failure_set(failure, EXIT_STATUS_INPUT, "The roller sent no frames, so nothing was recorded.");
}
