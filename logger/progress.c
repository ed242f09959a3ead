/* SPDX-License-Identifier: MIT */
#include "progress.h"

#include "plain_text.h"
#include "roller.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define UPDATE_US 200000
#define FULL_DIGIT_N 250.0 /* a strip's load that shows as 9: more than one carries in use */
#define LINE_SIZE 160
#define CLEAR_LINE "\r\033[K"

void progress_init(struct progress *progress, bool quiet)
{
    *progress = (struct progress){.quiet = quiet, .live = !quiet && isatty(STDERR_FILENO)};
}

/* Status is for eyes only: when standard error is gone the recording goes on. */
static void show(const char *text)
{
    ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
    (void)ignored;
}

void progress_line(char *text, size_t columns, const struct recorder *recorder)
{
    char line[LINE_SIZE], strips[SESSION_STRIPS_MAX + 1] = "";
    const struct session_header *header = &recorder->header;
    const struct session_row *row = &recorder->newest;
    double sum_n = 0;
    for (unsigned i = 0; recorder->header_ready && i < header->strip_count; i++) {
        double force_n = roller_strip_force_n(row->strip[i], header->adc_full_scale,
                                              header->calibration_k_n[i], header->calibration_p[i]);
        sum_n += force_n;
        strips[i] = (char)('0' + (force_n < FULL_DIGIT_N ? (int)(force_n / FULL_DIGIT_N * 10) : 9));
    }
    snprintf(line, sizeof line, "%6.1f s  %llu rows  %llu lost  %4.0f N  strips %s  Ctrl-C ends",
             (double)row->time_us / 1e6, (unsigned long long)recorder->counts.rows,
             (unsigned long long)recorder->counts.lost, roller_thigh_force_n(sum_n, 0), strips);
    snprintf(text, columns + 1, "%s", line);
}

static size_t terminal_columns(void)
{
    struct winsize size;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 2)
        return 79;
    return size.ws_col < LINE_SIZE ? size.ws_col - 1u : LINE_SIZE - 1u;
}

void progress_update(struct progress *progress, const struct recorder *recorder, int64_t host_us)
{
    if (!progress->live || host_us - progress->updated_us < UPDATE_US)
        return;
    progress->updated_us = host_us;
    char line[LINE_SIZE], shown[LINE_SIZE + sizeof CLEAR_LINE];
    if (recorder->counts.rows > 0)
        progress_line(line, terminal_columns(), recorder);
    else
        snprintf(line, sizeof line, "waiting for the roller");
    snprintf(shown, sizeof shown, CLEAR_LINE "%s", line);
    show(shown);
    progress->line_shown = true;
}

void progress_end(struct progress *progress)
{
    if (progress->line_shown)
        show(CLEAR_LINE);
    progress->line_shown = false;
}

void progress_say(struct progress *progress, const char *format, ...)
{
    if (progress->quiet)
        return;
    char raw[800], sentence[800], line[840];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(raw, sizeof raw, format, arguments);
    va_end(arguments);
    plain_text_copy(sentence, sizeof sentence, raw);
    progress_end(progress);
    snprintf(line, sizeof line, "roller-logger: %s\n", sentence);
    show(line);
}
