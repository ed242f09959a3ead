/* SPDX-License-Identifier: MIT */
#include "run.h"

#include "multi_session/comparable.h"
#include "multi_session_command.h"
#include "repeatability/repeatability.h"

static void print(struct run *run, const struct repeatability *repeatability, const struct session_set *set)
{
    struct text_buffer text = {0};
    if (run->options->json)
        repeatability_json_add(&text, repeatability, set);
    else
        repeatability_text_add(&text, repeatability, set);
    run_print(run, &text);
    text_free(&text);
}

void repeatability_command(struct run *run)
{
    struct session_set set;
    struct repeatability repeatability = {0};
    bool any = false;
    multi_session_read(&set, run);
    bool ok = comparable_keep_usable(&set) && comparable_keep_named(&set);
    if (ok) {
        session_set_sort(&set);
        ok = repeatability_make(&repeatability, &set);
    }
    for (size_t i = 0; i < repeatability.count; i++)
        any = any || repeatability.group[i].session_count > 0;
    if (!ok) {
        run_out_of_memory(run, EXIT_STATUS_INPUT, "all sessions");
    } else if (any) {
        print(run, &repeatability, &set);
    } else {
        struct failure failure;
        failure_set(&failure, EXIT_STATUS_INPUT,
                    "Nothing was measured twice: nobody has two sessions with the same leg and condition.");
        multi_session_report(&set, run, &failure);
    }
    repeatability_free(&repeatability);
    session_set_free(&set);
}
