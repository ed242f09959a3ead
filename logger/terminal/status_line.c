/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* strcasestr */
#include "terminal/status_line.h"

#include "shared/sanitized_text.h"
#include "shared/physics.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define UPDATE_US 200000
#define FULL_DIGIT_N 250.0 /* a strip's load that shows as 9: more than one carries in use */
#define LINE_SIZE 160
#define SHOWN_SIZE 16384
#define CLEAR_BELOW "\r\033[J"
#define CLEAR_SCREEN "\033[H\033[2J"

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value && *value;
}

/* The first of these that is set decides (POSIX, Environment Variables). */
static bool locale_is_unicode(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (is_set(names[i]))
            return strcasestr(getenv(names[i]), "UTF-8") || strcasestr(getenv(names[i]), "utf8");
    }
    return false;
}

void status_line_init(struct status_line *progress, bool quiet)
{
    const char *terminal = getenv("TERM");
    bool can_move = isatty(STDERR_FILENO) && terminal && strcmp(terminal, "dumb") != 0;
    *progress = (struct status_line){.quiet = quiet,
                                     .live = !quiet && can_move,
                                     .colour = !is_set("NO_COLOR"),
                                     .unicode = locale_is_unicode()};
}

/* Status is for eyes only: when standard error is gone the recording goes on. */
static void show(const char *text)
{
    ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
    (void)ignored;
}

double status_line_strip_digits(char *digits, const struct recorder *recorder)
{
    const struct session_header *header = &recorder->header;
    double sum_n = 0;
    *digits = '\0';
    for (unsigned i = 0; recorder->header_ready && i < header->strip_count; i++) {
        double count =
            physics_remove_bias(recorder->newest.strip[i], header->adc_full_scale, header->bias_conductance);
        double force_n = physics_strip_force_n(count, header->adc_full_scale, header->calibration_k_n[i],
                                               header->calibration_p[i]);
        sum_n += force_n;
        digits[i] = (char)('0' + (force_n < FULL_DIGIT_N ? (int)(force_n / FULL_DIGIT_N * 10) : 9));
        digits[i + 1] = '\0';
    }
    return sum_n;
}

void status_line_format(char *text, size_t columns, const struct recorder *recorder)
{
    char line[LINE_SIZE], strips[SESSION_STRIPS_MAX + 1];
    double sum_n = status_line_strip_digits(strips, recorder);
    snprintf(line, sizeof line, "%6.1f s  %llu rows  %llu lost  %4.0f N  strips %s  Ctrl-C ends",
             (double)recorder->newest.time_us / 1e6, (unsigned long long)recorder->counts.rows,
             (unsigned long long)recorder->counts.lost, physics_thigh_force_n(sum_n, 0), strips);
    snprintf(text, columns + 1, "%s", line);
}

static void measure_terminal(unsigned *columns, unsigned *rows)
{
    struct winsize size;
    bool told = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 2 && size.ws_row >= 1;
    *columns =
        told ? size.ws_col - 1u : 79; /* the last column stays free: terminals differ in what they do there */
    *rows = told ? size.ws_row : 24;
}

bool status_line_is_due(struct status_line *progress, int64_t host_us)
{
    /* In the background the terminal is another program's. */
    if (!progress->live || host_us - progress->updated_us < UPDATE_US ||
        tcgetpgrp(STDERR_FILENO) != getpgrp())
        return false;
    progress->updated_us = host_us;
    unsigned columns, rows;
    measure_terminal(&columns, &rows);
    bool resized = progress->lines_shown > 0 && (columns != progress->columns || rows != progress->rows);
    if (resized) { /* terminals differ in where they move what was shown: begin anew */
        show(CLEAR_SCREEN);
        progress->lines_shown = 0;
    }
    progress->columns = columns;
    progress->rows = rows;
    return true;
}

/* To the beginning of what is shown in place. */
static void go_back(const struct status_line *progress, char *text, size_t size)
{
    *text = '\0';
    if (progress->lines_shown > 1)
        snprintf(text, size, "\033[%uA", progress->lines_shown - 1);
}

/* A line that is broken by the terminal would be two to go back over: what is behind the last column is left
 * out, but for escape sequences. */
static void clip(char *out, size_t size, const char *lines, unsigned columns)
{
    unsigned column = 0;
    bool in_escape = false;
    size_t used = 0;
    for (; *lines && used + 1 < size; lines++) {
        unsigned char byte = (unsigned char)*lines;
        in_escape = in_escape || byte == '\033';
        if (byte == '\n')
            column = 0;
        else if (!in_escape && (byte & 0xC0) != 0x80)
            column++;
        if (in_escape || column <= columns)
            out[used++] = *lines;
        if (in_escape && byte >= '@' && byte != '[')
            in_escape = false;
    }
    out[used] = '\0';
}

void status_line_show(struct status_line *progress, const char *lines)
{
    char back[24], clipped[SHOWN_SIZE], shown[SHOWN_SIZE + 64];
    go_back(progress, back, sizeof back);
    clip(clipped, sizeof clipped, lines, progress->columns);
    snprintf(shown, sizeof shown, "%s" CLEAR_BELOW "%s", back, clipped);
    show(shown);
    progress->lines_shown = 1;
    for (const char *at = lines; (at = strchr(at, '\n')); at++)
        progress->lines_shown++;
}

void status_line_cursor_moved_down(struct status_line *progress, unsigned lines)
{
    if (progress->lines_shown > 0)
        progress->lines_shown += lines;
}

void status_line_update(struct status_line *progress, const struct recorder *recorder, int64_t host_us)
{
    if (!status_line_is_due(progress, host_us))
        return;
    char line[LINE_SIZE];
    if (recorder->counts.rows > 0)
        status_line_format(line, progress->columns < LINE_SIZE ? progress->columns : LINE_SIZE - 1, recorder);
    else
        snprintf(line, sizeof line, "waiting for the roller");
    status_line_show(progress, line);
}

void status_line_clear(struct status_line *progress)
{
    char back[24], shown[40];
    if (progress->lines_shown == 0)
        return;
    go_back(progress, back, sizeof back);
    snprintf(shown, sizeof shown, "%s" CLEAR_BELOW, back);
    show(shown);
    progress->lines_shown = 0;
}

/* Break lines between words, for a terminal would break them within. Lines that begin with a blank are
 * commands to copy. */
static void wrap(char *text, unsigned columns)
{
    size_t line = 0, blank = 0;
    for (size_t i = 0; text[i]; i++) {
        if (text[i] == '\n')
            line = blank = i + 1;
        if (text[i] == ' ')
            blank = i;
        if (i - line >= columns && blank > line && text[line] != ' ') {
            text[blank] = '\n';
            line = blank + 1;
        }
    }
}

static void show_sentence(const struct status_line *progress, char *text)
{
    unsigned columns, rows;
    measure_terminal(&columns, &rows);
    if (progress->live)
        wrap(text, columns);
    show(text);
}

void status_line_print(struct status_line *progress, const char *format, ...)
{
    if (progress->quiet)
        return;
    char raw[800], sentence[800], line[840];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(raw, sizeof raw, format, arguments);
    va_end(arguments);
    sanitized_text_copy(sentence, sizeof sentence, raw);
    status_line_clear(progress);
    snprintf(line, sizeof line, "roller-logger: %s\n", sentence);
    show_sentence(progress, line);
}

void status_line_print_lines(struct status_line *progress, const char *lines)
{
    if (progress->quiet)
        return;
    char wrapped[SHOWN_SIZE];
    snprintf(wrapped, sizeof wrapped, "%s", lines);
    status_line_clear(progress);
    show_sentence(progress, wrapped);
}
