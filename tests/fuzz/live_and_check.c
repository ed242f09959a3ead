/* SPDX-License-Identifier: MIT */
/* The terminal output for any bytes from the wire: the live view in terminals of all sizes, the summary, and
 * the report of `check`. It has no control characters except newlines and the view's colours, no NaN, and
 * each text fits its buffer. */
#include "fuzz.h"
#include "check/health.h"
#include "terminal/live_tracker.h"
#include "terminal/live_view.h"
#include "decode/session_decoder.h"
#include "record/recording_parts.h"

#include <math.h>
#include <string.h>

#define DRAW_EVERY 16 /* chunks */

struct watch {
    struct session_decoder decoder;
    struct live_tracker tracker;
    struct health health;
};

static void ignore_header(void *context, const struct session_header *header, int64_t first_host_us)
{
    (void)context;
    (void)header;
    (void)first_host_us;
}

static void add_row(void *context, const struct session_row *row)
{
    struct watch *watch = context;
    live_tracker_add_row(&watch->tracker, &watch->decoder.header, row);
    health_add_row(&watch->health, &watch->decoder.header, row);
    FUZZ_HOLDS(isfinite(watch->tracker.position_mm) && isfinite(watch->tracker.force_n));
    FUZZ_HOLDS(isfinite(watch->tracker.visit_dwell_s) && watch->tracker.visit_dwell_s >= 0);
    FUZZ_HOLDS(isfinite(watch->tracker.length_mm) && watch->tracker.length_mm > 0);
}

/* Check that `text` consists of printable lines and, if `colour`, of escape sequences "ESC [ digits and ';' m". */
static void check_text(const char *text, size_t size, bool color)
{
    FUZZ_HOLDS(memchr(text, '\0', size));
    for (const char *cursor = text; *cursor; cursor++) {
        if (color && cursor[0] == '\033') {
            FUZZ_HOLDS(cursor[1] == '[');
            cursor += 2 + strspn(cursor + 2, "0123456789;");
            FUZZ_HOLDS(*cursor == 'm');
        } else {
            FUZZ_HOLDS(*cursor == '\n' || ((unsigned char)*cursor >= 0x20 && *cursor != 0x7F));
        }
    }
    FUZZ_HOLDS(!strstr(text, "nan") && !strstr(text, "inf "));
}

static void draw(const struct watch *watch, unsigned shape)
{
    char text[LIVE_VIEW_SIZE];
    struct live_view view = {.tracker = &watch->tracker,
                             .decoder = &watch->decoder,
                             .duration_s = shape & 1u ? 60 : 0,
                             .hint = "Ctrl-C ends",
                             .color = shape & 2u,
                             .unicode = shape & 4u};
    live_view_draw(&view, 1 + (shape >> 3) * 7, 1 + (shape & 31u), text, sizeof text);
    check_text(text, sizeof text, view.color);
}

static void check_reports(struct watch *watch)
{
    static struct session_writer writer; /* the writer has no file, because only its counts are read */
    char text[SUMMARY_SIZE];
    const struct byte_queue_counts overrun = {0};
    struct text_buffer report = text_fixed(text, sizeof text);
    (void)health_report(&watch->health, &watch->decoder, &report, NULL);
    check_text(text, sizeof text, false);
    snprintf(writer.path, sizeof writer.path, "a.csv");
    writer.rows = watch->decoder.counts.rows;
    summary_text(text, SUMMARY_SIZE, &watch->decoder, &writer, &overrun, "build/");
    check_text(text, SUMMARY_SIZE, false);
    for (unsigned i = 0; device_info_warning(&watch->decoder.device, i); i++) {
        const char *warning = device_info_warning(&watch->decoder.device, i);
        check_text(warning, strlen(warning) + 1, false);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    static struct watch watch; /* too large for some stacks */
    struct session_header header;
    int64_t host_us = 1000000;
    unsigned chunks = 0;
    watch = (struct watch){0};
    session_header_init(&header);
    live_tracker_init(&watch.tracker, count % 3 == 0 ? 350 : 0,
                      count % 4 == 0 ? SESSION_START_KNEE : SESSION_START_UNKNOWN);
    session_decoder_init(&watch.decoder, &header, count % 5 == 0 ? 80 : 0, count % 2 == 0,
                         (struct session_decoder_output){.context = &watch, .header = ignore_header, .row = add_row});
    for (size_t at = 0; at < count;) {
        size_t chunk = 1 + bytes[at] % 64u, available = count - at < chunk ? count - at : chunk;
        session_decoder_feed(&watch.decoder, bytes + at, available, host_us);
        host_us += bytes[at] % 5 == 0 ? 1200000 : 10000; /* now and then, the bytes arrive late */
        if (chunks++ % DRAW_EVERY == 0)
            draw(&watch, bytes[at]);
        at += available;
    }
    session_decoder_finish(&watch.decoder);
    draw(&watch, (unsigned)count & 0xFF);
    if (watch.health.rows >= 2)
        check_reports(&watch);
    return 0;
}
