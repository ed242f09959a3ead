/* SPDX-License-Identifier: MIT */
#include "check/check.h"

#include "check/check_events.h"
#include "check/health.h"
#include "platform/platform.h"
#include "decode/no_session.h"
#include "serial/link.h"
#include "serial/open_roller.h"
#include "terminal/status_line.h"
#include "wire/vocabulary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_DURATION_S 10.0
#define EXTENDED_DURATION_S 60.0 /* if not everything was seen in the default duration */
#define START_WAIT_US 5000000    /* extra time for the first frame */
#define NOT_CHECKED "the roller could not be checked"
#define QUIET_US 3000000 /* without a reading for so long, say so */
#define READ_WAIT_MS 100 /* longest time that a read blocks, so that the status is updated */

/* How long to read. */
struct check_time {
    int64_t hint_us; /* after this time, print what has not been seen yet; 0 = never */
    int64_t max_us;
    bool ends_early; /* when everything has been seen */
};

struct check {
    struct link link;
    struct check_events events;
    struct check_time time;
    bool hint_given;
    bool is_quiet; /* and that was said */
    bool is_unplugged;
    struct link_opening opening;
    struct status_line status_line;
    struct session_decoder decoder;
    struct health health;
    char bytes[65536];
};

static void ignore_header(void *context, const struct session_header *header, int64_t start_host_us)
{
    (void)context;
    (void)header;
    (void)start_host_us;
}

/* A message to the user, for another program. */
static void add_notice(void *context, const char *message)
{
    task_events_add_notice(&((struct check *)context)->events.task, message);
}

static void add_row(void *context, const struct session_row *row)
{
    struct check *check = context;
    health_add_row(&check->health, &check->decoder.header, row);
    check_events_add_row(&check->events, &check->health, &check->decoder, row, (double)check->time.max_us / 1e6);
}

/* Say once what has not been seen yet. */
static void give_hint(struct check *check)
{
    char strips[128] = "";
    struct text_buffer text = text_fixed(strips, sizeof strips);
    const struct session_header *header = &check->decoder.header;
    for (unsigned i = 0; i < header->strip_count; i++)
        if (!health_strip_is_seen(&check->health, header, i))
            text_addf(&text, "%s%u", text.length > 0 ? ", " : " Strips without a load so far: ", i);
    check->hint_given = true;
    status_line_print(&check->status_line,
                      "Not everything has been seen yet: leave the roller still for two seconds, then roll a full turn "
                      "under load.%s%s Waiting up to %.0f s; Ctrl-C ends the check.",
                      strips, *strips ? "." : "", EXTENDED_DURATION_S);
}

/* Whether the roller has been read for long enough. */
static bool is_finished(struct check *check, int64_t now_us)
{
    const struct check_time *time = &check->time;
    int64_t elapsed_us = session_decoder_elapsed_us(&check->decoder, now_us);
    if (check->decoder.counts.rows == 0)
        return now_us - check->opening.opened_us > time->max_us + START_WAIT_US;
    if (elapsed_us > time->max_us)
        return true;
    if (!check->decoder.header_ready)
        return false;
    if (time->ends_early && health_is_complete(&check->health, &check->decoder.header))
        return true;
    if (time->hint_us > 0 && elapsed_us > time->hint_us && !check->hint_given)
        give_hint(check);
    return false;
}

/* Say once if no reading comes. */
static void watch_readings(struct check *check, int64_t now_us)
{
    const struct session_decoder *decoder = &check->decoder;
    bool has_rows = decoder->counts.rows > 0, was_quiet = check->is_quiet;
    int64_t reading_us = has_rows ? decoder->newest_host_us : check->opening.opened_us;
    check->is_quiet = decoder->is_live && now_us - reading_us > QUIET_US;
    if (!check->is_quiet || was_quiet)
        return;
    const char *what = has_rows                     ? "No reading has come from the roller for"
                       : decoder->counts.bytes == 0 ? "The roller has sent nothing for"
                                                    : "Bytes come, but no readings from a roller for";
    status_line_print(&check->status_line, "%s %.0f s. Waiting; Ctrl-C ends the check.", what, QUIET_US / 1e6);
}

/* Feed the decoder until the check is finished or the link ends. */
static bool read_roller(struct check *check, int stop_fd, struct failure *failure)
{
    int64_t opened_us = check->opening.opened_us;
    bool device_info_requested = false;
    for (;;) {
        size_t count;
        enum link_status status =
            link_read(&check->link, stop_fd, check->bytes, sizeof check->bytes, &count, READ_WAIT_MS, failure);
        int64_t now_us = platform_now_us();
        if (status == LINK_FAILED)
            return false;
        session_decoder_feed(&check->decoder, check->bytes, count, now_us);
        bool link_ended = status != LINK_DATA && status != LINK_IDLE;
        check->is_unplugged = link_is_unplugged(&check->link, status);
        if (link_ended || is_finished(check, now_us) || check_events_take_stop(&check->events))
            return true;
        if (!no_session_check(&check->decoder, &check->opening, now_us, NOT_CHECKED, failure))
            return false;
        if (!device_info_requested &&
            (session_decoder_take_identify_request(&check->decoder) || now_us - opened_us > WIRE_BOOT_WAIT_US))
            device_info_requested = link_write(&check->link, WIRE_IDENTIFY_LINE, strlen(WIRE_IDENTIFY_LINE));
        watch_readings(check, now_us);
        status_line_update(&check->status_line, &check->decoder, now_us);
    }
}

static struct check_time choose_time(const struct options *options, bool is_live)
{
    if (options->duration_s > 0)
        return (struct check_time){.max_us = (int64_t)(options->duration_s * 1e6)};
    return (struct check_time){.hint_us = is_live ? (int64_t)(DEFAULT_DURATION_S * 1e6) : 0,
                               .max_us = (int64_t)(EXTENDED_DURATION_S * 1e6),
                               .ends_early = is_live};
}

static bool check_roller(struct check *check, const struct options *options, int stop_fd, struct text_buffer *out,
                         struct failure *failure)
{
    struct opened_roller roller = {.received = {.bytes = check->bytes, .size = sizeof check->bytes}};
    struct open_roller_request request = {options, &check->status_line, stop_fd};
    if (!open_roller_link(&request, &roller, failure))
        return false;
    check->link = roller.link;
    check->opening = (struct link_opening){
        .is_serial = check->link.is_serial, .baud = check->link.baud, .opened_us = platform_now_us()};
    bool is_live = check->link.is_serial || check->link.is_terminal;
    snprintf(check->events.port, sizeof check->events.port, "%s", roller.port);
    check->time = choose_time(options, is_live);
    status_line_print(&check->status_line,
                      "Leave the roller still for two seconds, then roll it slowly under load by a full turn: about "
                      "%.0f s in total.",
                      options->duration_s > 0 ? options->duration_s : DEFAULT_DURATION_S);
    struct session_header header;
    session_header_init(&header);
    struct session_decoder_output output = {.context = check, .header = ignore_header, .row = add_row};
    session_decoder_init(&check->decoder, &header, 0, link_may_be_mid_stream(&check->link), output);
    check->decoder.is_live = is_live;
    if (roller.received.count > 0) { /* from the bytes that the search received, use only the device info */
        session_decoder_feed(&check->decoder, check->bytes, roller.received.count, check->opening.opened_us);
        session_decoder_continue(&check->decoder, &header, 0, output);
        check->health = (struct health){0};
    }
    bool ok = read_roller(check, stop_fd, failure);
    link_close(&check->link);
    status_line_clear(&check->status_line);
    if (!ok)
        return false;
    session_decoder_finish(&check->decoder);
    if (check->health.rows < 2)
        return no_session_explain(&check->decoder, &check->opening, NOT_CHECKED, failure);
    struct health_listener listener = check_events_listener(&check->events);
    bool is_healthy = health_report(&check->health, &check->decoder, out, &listener);
    check_events_add_phase(&check->events, "ended", &check->decoder);
    if (check->is_unplugged)
        return failure_set(failure, EXIT_STATUS_DEVICE,
                           "The roller was unplugged after %.1f s; the report above is about the time until then.",
                           (double)check->decoder.newest_row.time_us / 1e6);
    return is_healthy ||
           failure_set(failure, EXIT_STATUS_DEVICE, "The roller is not healthy; the report above says why.");
}

bool check_run(const struct options *options, int stop_fd, struct text_buffer *out, struct failure *failure)
{
    struct check *check = calloc(1, sizeof *check);
    if (!check)
        return failure_set(failure, EXIT_STATUS_DEVICE, "There is not enough memory to check the roller.");
    status_line_init(&check->status_line, options->quiet);
    check->status_line.listener = (struct status_listener){.add = add_notice, .context = check};
    bool healthy = task_events_begin(&check->events.task, "check", options->events_fd, options->control_fd, failure) &&
                   check_roller(check, options, stop_fd, out, failure);
    status_line_clear(&check->status_line);
    task_events_end(&check->events.task, healthy ? NULL : failure);
    free(check);
    return healthy;
}
