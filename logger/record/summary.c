/* SPDX-License-Identifier: MIT */
#include "record/recording_parts.h"

#include "decode/clock_skew.h"
#include "decode/loss_counter.h"
#include "shared/sanitized_text.h"
#include "shared/text_buffer.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define CREDIBLE_SKEW_MAX_PPM 10000.0 /* larger than any real clock's error; a ceramic resonator's is below 5000 */
#define CLOCK_SPAN_MIN_US 15000000    /* after this long the skew is accurate to a few ppm */

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

static void add_losses(struct text_buffer *text, const struct session_decoder *decoder)
{
    const struct session_decoder_counts *counts = &decoder->counts;
    unsigned long long lost = counts->lost, sent = counts->rows + counts->lost;
    text_addf(text, "Lost: %llu of %llu frame%s", lost, sent, plural(sent));
    if (lost > 0)
        text_addf(text, " (%.2f %%)", 100.0 * (double)lost / (double)sent);
    if (decoder->losses.dropped > 0)
        text_addf(text, "; %llu of them were dropped by the roller itself",
                  (unsigned long long)decoder->losses.dropped);
    text_add(text, ".\n");
    if (counts->duplicates > 0)
        text_addf(text, "Duplicates dropped: %llu frame%s.\n", (unsigned long long)counts->duplicates,
                  plural(counts->duplicates));
    if (counts->returns > 0)
        text_addf(text, "The roller came back %llu time%s without a restart; the recording continued.\n",
                  (unsigned long long)counts->returns, plural(counts->returns));
    if (counts->restarts > 0)
        text_addf(text,
                  "The roller restarted %llu time%s; the recording continued.\n"
                  "How many frames it took just before it restarted, which nobody received, is unknown.\n",
                  (unsigned long long)counts->restarts, plural(counts->restarts));
    if (counts->unidentified > 0 && decoder->device.known)
        text_addf(text,
                  "It did not send all its settings after %llu restart%s or change%s: the missing ones are assumed.\n",
                  (unsigned long long)counts->unidentified, plural(counts->unidentified), plural(counts->unidentified));
    if (decoder->sorter.set_aside > 0)
        text_addf(text, "Frames set aside, because their number or time is wrong or they are another roller's: %llu.\n",
                  (unsigned long long)decoder->sorter.set_aside);
    if (counts->misfits > 0)
        text_addf(text, "Frames with another number of strips than announced, not saved: %llu.\n",
                  (unsigned long long)counts->misfits);
    if (counts->unaccounted > 0)
        text_addf(text,
                  "Received at the end or just before a restart, but damaged or wrong, so neither saved nor counted as "
                  "lost: %llu frame%s.\n",
                  (unsigned long long)counts->unaccounted, plural(counts->unaccounted));
    if (counts->over_scale > 0)
        text_addf(text, "Rows with readings above the full scale of %.0f, which roller-analyzer leaves out: %llu.\n",
                  decoder->header.adc_full_scale, (unsigned long long)counts->over_scale);
}

static void add_gaps(struct text_buffer *text, const struct loss_counter *losses)
{
    for (size_t i = 0; i < losses->gaps_kept; i++) {
        const struct loss_gap *gap = &losses->gap[i];
        text_addf(text, "  gap at %.2f s, %.2f s long: %llu frame%s lost\n", (double)gap->start_us / 1e6,
                  (double)gap->length_us / 1e6, (unsigned long long)gap->lost, plural(gap->lost));
    }
    if (losses->gap_count > losses->gaps_kept)
        text_addf(text, "  and %llu shorter gap%s\n", (unsigned long long)(losses->gap_count - losses->gaps_kept),
                  plural(losses->gap_count - losses->gaps_kept));
}

static void add_rejected(struct text_buffer *text, const struct session_decoder *decoder)
{
    unsigned long long rejected = session_decoder_rejected_lines(decoder);
    if (rejected == 0)
        return;
    text_addf(text, "Rejected lines: %llu", rejected);
    const char *separator = " (";
    for (int reason = WIRE_LINE_TOO_LONG; reason < WIRE_VERDICT_COUNT; reason++) {
        if (decoder->wire.line_count[reason] == 0)
            continue;
        text_addf(text, "%s%s %u", separator, wire_verdict_name((enum wire_verdict)reason),
                  (unsigned)decoder->wire.line_count[reason]);
        separator = ", ";
    }
    text_add(text, ").\n");
}

/* Add the clock skew, unless it is not credible: a replay runs faster than the roller's clock. */
static void add_clock_skew(struct text_buffer *text, const struct session_decoder *decoder)
{
    struct clock_skew_fit fit;
    if (!clock_skew_fit(&decoder->clock_skew, CLOCK_SPAN_MIN_US, &fit) || fabs(fit.host_ppm) > CREDIBLE_SKEW_MAX_PPM)
        return;
    double apart_us = fit.host_ppm / 1e6 * (double)decoder->newest_row.time_us; /* without the delay of the frames */
    text_addf(text, "The roller's clock runs %.0f ppm %s than this computer's: they were %.1f ms apart at the end.\n",
              fabs(fit.host_ppm), fit.host_ppm > 0 ? "slower" : "faster", fabs(apart_us) / 1000);
}

/* Add a space and the path of `name` in `folder` as a word of a shell command, quoted if necessary. */
static void add_word(struct text_buffer *text, const char *folder, const char *name)
{
    char raw[2 * SESSION_WRITER_PATH_SIZE], word[sizeof raw];
    snprintf(raw, sizeof raw, "%s%s", folder, name);
    sanitized_text_copy(word, sizeof word, raw);
    bool is_plain = word[strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+-")] == '\0';
    if (is_plain) {
        text_addf(text, " %s", word);
        return;
    }
    text_add(text, " '");
    for (const char *character = word; *character; character++)
        text_addf(text, *character == '\'' ? "'\\''" : "%c", *character);
    text_add(text, "'");
}

static void add_command(struct text_buffer *text, const char *program_folder, const char *verb)
{
    text_add(text, " ");
    add_word(text, program_folder, "roller-analyzer");
    text_addf(text, " %s", verb);
}

static void add_report_command(struct text_buffer *text, const char *program_folder, const char *path)
{
    text_add(text, "See the report:\n");
    add_command(text, program_folder, "report");
    add_word(text, "", path);
    text_add(text, "\n");
}

void summary_report_command(char *out, size_t size, const char *program_folder, const char *path)
{
    struct text_buffer text = text_fixed(out, size);
    add_report_command(&text, program_folder, path);
}

void summary_both_legs(char *out, size_t size, const char *program_folder, const char *first, const char *second)
{
    struct text_buffer text = text_fixed(out, size);
    text_add(&text, "See the report of both legs:\n");
    add_command(&text, program_folder, "report");
    add_word(&text, "", first);
    add_word(&text, "", second);
    text_add(&text, "\n");
}

void summary_text(char *out, size_t size, const struct session_decoder *decoder, const struct session_writer *writer,
                  const struct byte_queue_counts *overrun, const char *program_folder)
{
    struct text_buffer text = text_fixed(out, size);
    char name[SESSION_WRITER_PATH_SIZE];
    sanitized_text_copy(name, sizeof name, writer->path);
    text_addf(&text, "Saved %s: %llu rows, %.1f s, %.1f kB.\n", name, (unsigned long long)writer->rows,
              (double)decoder->newest_row.time_us / 1e6, (double)writer->bytes / 1000);
    add_losses(&text, decoder);
    add_gaps(&text, &decoder->losses);
    if (overrun->overruns > 0)
        text_addf(&text,
                  "This computer or its disk was too slow %llu time%s: %llu bytes from the roller were dropped.\n",
                  (unsigned long long)overrun->overruns, plural(overrun->overruns),
                  (unsigned long long)overrun->dropped_bytes);
    if (decoder->events.dropped > 0)
        text_addf(
            &text,
            "Events that came too many at once, too late for a row, or with a wrong time, were not saved: %llu.\n",
            (unsigned long long)decoder->events.dropped);
    add_rejected(&text, decoder);
    add_clock_skew(&text, decoder);
    add_report_command(&text, program_folder, writer->path);
}
