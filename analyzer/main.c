/* SPDX-License-Identifier: MIT */
/* roller-analyzer: turns recorded sessions into reports. */
#include "run.h"

#include "platform/platform.h"

#include <signal.h>

static void print(struct run *run, const char *content)
{
    struct text_buffer text = {0};
    text_add(&text, content);
    run_print(run, &text);
    text_free(&text);
}

static void execute(struct run *run)
{
    switch (run->options->command) {
    case COMMAND_REPORT: report_command(run); break;
    case COMMAND_EXPORT: export_command(run); break;
    case COMMAND_COMPARE: compare_command(run); break;
    case COMMAND_TREND: trend_command(run); break;
    case COMMAND_REPEATABILITY: repeatability_command(run); break;
    case COMMAND_ANONYMISE: anonymise_command(run); break;
    case COMMAND_HELP: print(run, options_help(run->options->help_topic)); break;
    case COMMAND_VERSION: print(run, "roller-analyzer " ROLLER_VERSION "\n"); break;
    }
}

int main(int argc, char *argv[])
{
    struct options options;
    struct run run = {.options = &options};
    struct failure failure = {0};
    if (!platform_open_standard_streams())
        return EXIT_STATUS_OUTPUT;
    signal(SIGPIPE, SIG_IGN); /* writing to a closed pipe then fails, which is reported */
    signal(SIGCHLD, SIG_DFL); /* if the parent process ignored this signal, waitpid would fail */
    if (options_parse(argc, argv, &options, &failure) &&
        session_list_make(&run.sessions, options.session, options.session_count, options.files_from, &failure))
        execute(&run);
    else
        run_report_failure(&run, &failure);
    session_list_free(&run.sessions);
    folder_heads_free(&run.heads);
    return (int)run.status;
}
