/* SPDX-License-Identifier: MIT */
#include "terminal/status_line.h"

#include "shared/physics.h"
#include "shared/sanitized_text.h"
#include "shared/terminal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define REDRAW_INTERVAL_US 200000
#define DIGITS_FULL_N 250.0 /* force that would show as 10; strips carry less in use */
#define LINE_COLUMNS 159
#define SHOWN_SIZE 32768
#define MESSAGE_SIZE 800
#define CLEAR_BELOW "\r\033[J"
#define CLEAR_SCREEN "\033[H\033[2J"

void status_line_init(struct status_line *status_line, bool quiet)
{
    *status_line = (struct status_line){.quiet = quiet,
                                        .can_redraw = !quiet && terminal_can_move_cursor(STDERR_FILENO),
                                        .color = terminal_has_color(STDERR_FILENO),
                                        .unicode = terminal_is_utf8()};
}

double status_line_strip_digits(char *digits, const struct session_decoder *decoder)
{
    const struct session_header *header = &decoder->header;
    double sum_n = 0;
    *digits = '\0';
    for (unsigned i = 0; decoder->header_ready && i < header->strip_count; i++) {
        double load_n = session_header_strip_load_n(header, i, decoder->newest_row.strip[i]);
        sum_n += load_n;
        digits[i] = (char)('0' + (load_n < DIGITS_FULL_N ? (int)(load_n / DIGITS_FULL_N * 10) : 9));
        digits[i + 1] = '\0';
    }
    return sum_n;
}

void status_line_format(char *text, size_t columns, const struct session_decoder *decoder)
{
    char strips[SESSION_STRIPS_MAX + 1];
    double sum_n = status_line_strip_digits(strips, decoder);
    snprintf(text, columns + 1, "%6.1f s  %llu rows  %llu lost  %4.0f N  strips %s  Ctrl-C ends",
             (double)decoder->newest_row.time_us / 1e6, (unsigned long long)decoder->counts.rows,
             (unsigned long long)decoder->counts.lost, physics_thigh_force_n(sum_n, 0), strips);
}

/* A process in the background must not draw: another process uses the terminal. */
static bool may_use_terminal(const struct status_line *status_line)
{
    return status_line->can_redraw && tcgetpgrp(STDERR_FILENO) == getpgrp();
}

void status_line_redraw_soon(struct status_line *status_line)
{
    status_line->updated_us = 0;
}

void status_line_ring(const struct status_line *status_line)
{
    if (may_use_terminal(status_line))
        terminal_show("\a");
}

bool status_line_begin_redraw(struct status_line *status_line, int64_t host_us)
{
    if (!may_use_terminal(status_line) || host_us - status_line->updated_us < REDRAW_INTERVAL_US)
        return false;
    status_line->updated_us = host_us;
    unsigned columns, rows;
    terminal_size(STDERR_FILENO, &columns, &rows);
    bool resized = status_line->lines_shown > 0 && (columns != status_line->columns || rows != status_line->rows);
    if (resized) { /* terminals differ in how they rewrap old lines, so clear the whole screen */
        terminal_show(CLEAR_SCREEN);
        status_line->lines_shown = 0;
    }
    status_line->columns = columns;
    status_line->rows = rows;
    return true;
}

/* Format the escape sequence that moves to the first of the lines shown and clears all of them. */
static void format_clear(const struct status_line *status_line, char *text, size_t size)
{
    if (status_line->lines_shown > 1)
        snprintf(text, size, "\033[%uA" CLEAR_BELOW, status_line->lines_shown - 1);
    else
        snprintf(text, size, CLEAR_BELOW);
}

/* Cut each line after `columns` characters, but keep escape sequences. A longer line would be wrapped to two rows. */
static void cut_lines(char *out, size_t size, const char *lines, unsigned columns)
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

void status_line_show(struct status_line *status_line, const char *lines)
{
    char clear[32], cut[SHOWN_SIZE], shown[SHOWN_SIZE + sizeof clear];
    format_clear(status_line, clear, sizeof clear);
    cut_lines(cut, sizeof cut, lines, status_line->columns);
    snprintf(shown, sizeof shown, "%s%s", clear, cut);
    terminal_show(shown);
    status_line->lines_shown = 1;
    for (const char *newline = lines; (newline = strchr(newline, '\n')); newline++)
        status_line->lines_shown++;
}

void status_line_cursor_moved_down(struct status_line *status_line, unsigned lines)
{
    if (status_line->lines_shown > 0)
        status_line->lines_shown += lines;
}

void status_line_update(struct status_line *status_line, const struct session_decoder *decoder, int64_t host_us)
{
    if (!status_line_begin_redraw(status_line, host_us))
        return;
    char line[LINE_COLUMNS + 1] = "waiting for the roller";
    if (decoder->counts.rows > 0)
        status_line_format(line, LINE_COLUMNS, decoder);
    status_line_show(status_line, line);
}

void status_line_clear(struct status_line *status_line)
{
    char clear[32];
    if (status_line->lines_shown == 0)
        return;
    format_clear(status_line, clear, sizeof clear);
    terminal_show(clear);
    status_line->lines_shown = 0;
}

void status_line_print_lines(struct status_line *status_line, const char *lines)
{
    if (status_line->quiet)
        return;
    char wrapped[SHOWN_SIZE];
    unsigned columns, rows;
    terminal_size(STDERR_FILENO, &columns, &rows);
    snprintf(wrapped, sizeof wrapped, "%s", lines);
    if (status_line->can_redraw)
        terminal_wrap(wrapped, columns, true); /* indented lines are not wrapped: they are commands to copy */
    status_line_clear(status_line);
    terminal_show(wrapped);
}

static void format_message(char *message, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));

static void format_message(char *message, const char *format, va_list arguments)
{
    char raw[MESSAGE_SIZE];
    vsnprintf(raw, sizeof raw, format, arguments);
    sanitized_text_copy(message, MESSAGE_SIZE, raw);
}

static void print_message(struct status_line *status_line, const char *message)
{
    char line[MESSAGE_SIZE + 40];
    snprintf(line, sizeof line, "roller-logger: %s\n", message);
    status_line_print_lines(status_line, line);
}

void status_line_print(struct status_line *status_line, const char *format, ...)
{
    char message[MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    format_message(message, format, arguments);
    va_end(arguments);
    if (status_line->listener.add)
        status_line->listener.add(status_line->listener.context, message);
    print_message(status_line, message);
}

void status_line_print_here(struct status_line *status_line, const char *format, ...)
{
    char message[MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    format_message(message, format, arguments);
    va_end(arguments);
    print_message(status_line, message);
}
