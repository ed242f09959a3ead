/* SPDX-License-Identifier: MIT */
#include "record/recording_parts.h"

#include "decode/device_info.h"
#include "platform/run_program.h"
#include "storage/file_names.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define CHANGE_WORDS_SIZE 256

static void print_summary(struct recording *recording)
{
    char summary[SUMMARY_SIZE];
    struct byte_queue_counts total = reader_thread_overrun(&recording->reader), overrun = total;
    overrun.overruns -= recording->phase.earlier_overrun.overruns;
    overrun.dropped_bytes -= recording->phase.earlier_overrun.dropped_bytes;
    recording->phase.earlier_overrun = total;
    summary_text(summary, sizeof summary, &recording->decoder, &recording->writer, &overrun,
                 recording->options->program_folder);
    status_line_print_lines(&recording->status_line, summary);
}

bool recording_save_file(struct recording *recording, struct failure *failure)
{
    if (!session_writer_close(&recording->writer, recording->decoder.counts.lost, failure))
        return false;
    snprintf(recording->saved_path[recording->saved_count++], sizeof recording->saved_path[0], "%s",
             recording->writer.path);
    recording_events_add_saved(recording);
    print_summary(recording);
    return true;
}

bool recording_discard_file(struct recording *recording, struct failure *failure)
{
    struct session_writer *writer = &recording->writer;
    session_writer_sync(writer); /* looks for the file */
    if (writer->moved)
        return failure_set(failure, EXIT_STATUS_OUTPUT,
                           "%s was moved by another program, so the discarded recording is still in the moved file.",
                           writer->part_path);
    session_writer_abandon(writer);
    recording_events_add_discarded(recording, writer->path);
    status_line_print(&recording->status_line, "Discarded: %s was removed.", writer->part_path);
    return true;
}

/* Open the first free name of monday_2.csv, monday_3.csv ... */
static bool open_next(struct recording *recording, const char *first_path, struct failure *failure)
{
    char path[SESSION_WRITER_PATH_SIZE];
    unsigned changes = recording->saved_count - recording->leg_file, number = changes + 1;
    if (recording->saved_count + 1 >= RECORDING_FILES_MAX)
        return failure_set(failure, EXIT_STATUS_DEVICE,
                           "The roller's settings changed %u times, so the recording ends. What was recorded is saved.",
                           changes);
    do {
        file_names_add_number(path, sizeof path, first_path, number++);
    } while (file_names_is_taken(path) && number <= FILE_NAMES_NUMBER_MAX);
    return session_writer_open(&recording->writer, path, failure);
}

void recording_begin_next_file(void *context, unsigned changes)
{
    struct recording *recording = context;
    char words[CHANGE_WORDS_SIZE];
    struct failure failure;
    if (recording->writer.failed) /* the rest of the received bytes, for which there is no file */
        return;
    device_info_change_words(words, sizeof words, changes);
    status_line_print(&recording->status_line,
                      "The roller changed: %s. Its readings no longer fit this file, so the recording continues in "
                      "another one.",
                      words);
    recording_report_device(recording);
    recording->decoder.changes = 0;
    recording->reported = (struct recording_reports){.quiet = recording->reported.quiet};
    /* The loop ends when the writer has failed. */
    if (!recording_save_file(recording, &failure))
        return;
    if (open_next(recording, recording->saved_path[recording->leg_file], &failure))
        return;
    recording->writer.failed = true;
    recording->writer.failure = failure;
}

void recording_report_device(struct recording *recording)
{
    struct session_decoder *decoder = &recording->decoder;
    struct recording_reports *reported = &recording->reported;
    char words[CHANGE_WORDS_SIZE];
    if (decoder->counts.restarts > reported->restarts)
        status_line_print(&recording->status_line, "The roller restarted at %.1f s; the recording continues.",
                          (double)decoder->newest_row.time_us / 1e6);
    if (decoder->counts.unidentified > reported->unidentified && decoder->device.known)
        status_line_print(&recording->status_line, "The roller did not send all its settings after that; the missing "
                                                   "ones are assumed to be the same as before.");
    if (decoder->counts.over_scale > 0 && !reported->over_scale)
        status_line_print(&recording->status_line,
                          "Warning: the roller sends readings above its full scale of %.0f. roller-analyzer leaves "
                          "such rows out.",
                          decoder->header.adc_full_scale);
    if (decoder->device.period_is_wrong && !reported->period)
        status_line_print(&recording->status_line, "Warning: the roller announced an impossible time between two "
                                                   "frames (period_us), which is ignored.");
    unsigned harmless = decoder->changes & DEVICE_CHANGES_HARMLESS;
    if (harmless) {
        device_info_change_words(words, sizeof words, harmless);
        status_line_print(&recording->status_line, "The roller changed: %s.", words);
    }
    decoder->changes &= ~(unsigned)DEVICE_CHANGES_HARMLESS;
    reported->restarts = decoder->counts.restarts;
    reported->unidentified = decoder->counts.unidentified;
    reported->over_scale = decoder->counts.over_scale > 0;
    reported->period = decoder->device.period_is_wrong;
}

bool recording_has_both_legs(const struct recording *recording)
{
    return recording->options->both_legs && recording->leg_file > 0 && recording->saved_count > recording->leg_file;
}

bool recording_show_report(struct recording *recording, struct failure *failure)
{
    char program[sizeof recording->options->program_folder + sizeof "roller-analyzer"];
    bool is_last_saved = recording->saved_count > recording->leg_file;
    char *last = recording->saved_path[is_last_saved ? recording->leg_file : 0];
    char *const report[] = {program, "report", "--open", last, NULL};
    char *const both[] = {program, "report", "--open", recording->saved_path[0], last, NULL};
    int status = 0;
    snprintf(program, sizeof program, "%sroller-analyzer", recording->options->program_folder);
    if (!run_program(recording_has_both_legs(recording) ? both : report, &status))
        return failure_set(failure, EXIT_STATUS_OUTPUT, "The session is saved, but %s cannot be run: %s.", program,
                           strerror(errno));
    if (status == EXIT_STATUS_DONE || status == EXIT_STATUS_NO_CHARTS)
        return true;
    return failure_set(failure, EXIT_STATUS_OUTPUT, "The session is saved, but its report could not be shown.");
}
