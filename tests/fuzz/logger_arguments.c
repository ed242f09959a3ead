/* SPDX-License-Identifier: MIT */
/* The logger's command line is accepted, or refused with a message and the exit status for usage. */
#include "arguments.h"
#include "fuzz.h"
#include "options/options.h"

#include <math.h>
#include <string.h>

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
    FUZZ_HOLDS(strlen(options_help(options.help_topic)) > 0);
    FUZZ_HOLDS(isfinite(options.thigh_length_mm) && options.thigh_length_mm >= 0);
    FUZZ_HOLDS(isfinite(options.rolling_radius_mm) && options.rolling_radius_mm >= 0);
    FUZZ_HOLDS(isfinite(options.duration_s) && options.duration_s >= 0);
    FUZZ_HOLDS(options.subject && options.note);
    return 0;
}
