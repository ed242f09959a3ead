/* SPDX-License-Identifier: MIT */
/* The analyzer's command line is accepted, or refused with a message and the exit status for usage. */
#include "arguments.h"
#include "fuzz.h"
#include "options.h"

#include <math.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    struct arguments arguments;
    struct options options;
    struct failure failure = {0};
    arguments_make(&arguments, bytes, count);
    if (!options_parse(arguments.argc, arguments.argv, &options, &failure)) {
        FUZZ_HOLDS(failure.status == EXIT_STATUS_USAGE && failure.message[0] != '\0');
        return 0;
    }
    FUZZ_HOLDS(options_help(options.help_topic));
    FUZZ_HOLDS(isfinite(options.analysis.spot_width_mm) && isfinite(options.analysis.spot_dwell_s));
    FUZZ_HOLDS(options.analysis.roll_direction >= -1 && options.analysis.roll_direction <= 1);
    for (size_t i = 0; i < options.session_count; i++)
        FUZZ_HOLDS(options.session[i] >= arguments.text && options.session[i] < arguments.text + ARGUMENTS_TEXT);
    return 0;
}
