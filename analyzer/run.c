/* SPDX-License-Identifier: MIT */
#include "run.h"

#include "shared/terminal.h"
#include "writing/output.h"

#include <stdio.h>
#include <unistd.h>

static void clear_progress(const struct run *run)
{
    if (run->shows_progress)
        fputs(TERMINAL_CLEAR_LINE, stderr);
}

bool run_report_failure(struct run *run, const struct failure *failure)
{
    clear_progress(run);
    fprintf(stderr, "roller-analyzer: %s\n", failure->message);
    if (run->status == EXIT_STATUS_DONE)
        run->status = failure->status;
    return false;
}

bool run_out_of_memory(struct run *run, enum exit_status status, const char *what)
{
    struct failure failure;
    failure_set(&failure, status, "Not enough memory for %s.", what);
    return run_report_failure(run, &failure);
}

bool run_print(struct run *run, const struct text_buffer *text)
{
    struct failure failure = {0};
    if (text->failed)
        return run_out_of_memory(run, EXIT_STATUS_OUTPUT, "the report");
    clear_progress(run);
    return output_write(STDOUT_FILENO, "standard output", text->bytes, text->length, &failure) ||
           run_report_failure(run, &failure);
}

void run_show_progress(const struct run *run, size_t done, size_t count)
{
    clear_progress(run);
    if (run->shows_progress && done < count)
        fprintf(stderr, "%zu of %zu sessions", done, count);
}
