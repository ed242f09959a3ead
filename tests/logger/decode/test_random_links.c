/* SPDX-License-Identifier: MIT */
/* Thousands of random faults on the line (random_link.h), decoded with a simulated host clock. The sender's record is
 * the truth: each row is a frame that was sent, at its time, under a header that fits it; and saved + counted lost =
 * sent, except for the frames that a reset swallowed, which nobody received. LINK_SCRIPTS sets the number of scripts,
 * LINK_SEED the first seed. */

#include "decode/session_decoder.h"
#include "logger/support/random_link.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"

#include <math.h>

#define SCRIPTS 60
#define RESTARTS 100
#define TIME_ERROR_MAX_US 50000
#define BURST_MAX_US 2500000 /* nobody knows when a boot began within a burst, or in the pause before it */

struct boot_rows {
    uint64_t rows;
    uint32_t first, last; /* numbers of frames */
};

struct check {
    struct random_link link;
    struct session_decoder decoder;
    struct session_header header;
    struct boot_rows *boot; /* [link.boot_count], of those with rows */
    size_t boots_max;
    bool has_rows;       /* in this file */
    int64_t base_us;     /* host time of the file's time 0 */
    uint32_t base_boot;  /* the boot whose rows base_us is for */
    size_t next_index;   /* no earlier frame may follow */
    uint64_t saved;      /* rows according to the decoder */
    uint64_t rows, lost; /* of all files */
    uint64_t unaccounted, events, events_dropped;
    unsigned files;
    int64_t worst_us; /* largest error of a row's time */
    char breach[200]; /* the first one; "" = none */
};

static void report(struct check *check, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void report(struct check *check, const char *format, ...)
{
    if (*check->breach)
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(check->breach, sizeof check->breach, format, arguments);
    va_end(arguments);
}

static void check_header(void *context, const struct session_header *header, int64_t first_host_us)
{
    struct check *check = context;
    (void)first_host_us;
    check->header = *header;
    check->has_rows = false;
    check->files++;
}

static void add_counts(struct check *check)
{
    check->lost += check->decoder.counts.lost;
    check->saved += check->decoder.counts.rows;
    check->unaccounted += check->decoder.counts.unaccounted;
    check->events_dropped += check->decoder.events.dropped;
}

static void check_next_file(void *context, unsigned changes)
{
    struct check *check = context;
    if (changes == 0)
        report(check, "another file without a change");
    add_counts(check);
}

static void check_setting(struct check *check, const struct link_setting *setting, const struct session_row *row)
{
    const struct session_header *header = &check->header;
    if (!strstr(header->device, "id=5") || check->decoder.counts.unidentified > 0)
        return; /* the user is told that the settings are assumed */
    if (header->strip_count != setting->strips || header->adc_full_scale != 1023.0 * setting->scans ||
        header->calibration_k_n[0] != setting->k_n || !strstr(header->device, setting->id))
        report(check, "the header does not fit row seq %u: full %g k %g %s", row->seq, header->adc_full_scale,
               header->calibration_k_n[0], header->device);
    if (row->imu_valid != setting->has_imu)
        report(check, "row seq %u has the wrong IMU fields", row->seq);
}

static void count_row(struct check *check, const struct link_frame *frame)
{
    if (frame->boot >= check->boots_max) {
        size_t more = frame->boot + 64;
        check->boot = realloc(check->boot, more * sizeof *check->boot);
        assert_non_null(check->boot);
        memset(check->boot + check->boots_max, 0, (more - check->boots_max) * sizeof *check->boot);
        check->boots_max = more;
    }
    struct boot_rows *boot = &check->boot[frame->boot];
    if (boot->rows++ == 0)
        boot->first = frame->number;
    boot->last = frame->number;
    check->rows++;
}

/* Return by how much the boots within bursts, since the one of base_us, may be too late. */
static int64_t unknown_time_us(const struct check *check, const struct link_frame *frame)
{
    int64_t unknown_us = 0;
    for (uint32_t boot = check->base_boot; boot <= frame->boot; boot++)
        unknown_us += check->link.boot[boot].in_burst ? BURST_MAX_US : 0;
    return unknown_us;
}

static void check_row(void *context, const struct session_row *row)
{
    struct check *check = context;
    size_t index = random_link_frame_of(&check->link, row->strip);
    if (index == SIZE_MAX) {
        report(check, "row seq %u at %.3f s: not a frame of this roller", row->seq, (double)row->time_us / 1e6);
        return;
    }
    const struct link_frame *frame = &check->link.frame[index];
    if (index < check->next_index || !frame->intact || row->seq != frame->number % 65536)
        report(check, "row seq %u: wrong, repeated or out of order", row->seq);
    check->next_index = index + 1;
    if (!check->has_rows || (check->link.plan.replay && frame->boot != check->base_boot)) {
        check->base_us = frame->true_us - row->time_us;
        check->base_boot = frame->boot;
    }
    check->has_rows = true;
    int64_t error_us = llabs(row->time_us + check->base_us - frame->true_us),
            unknown_us = unknown_time_us(check, frame);
    if (unknown_us == 0 && error_us > check->worst_us)
        check->worst_us = error_us;
    if (error_us > TIME_ERROR_MAX_US + unknown_us)
        report(check, "row seq %u of boot %u at %.3f s: its time is off by %.3f s", row->seq, frame->boot,
               (double)row->time_us / 1e6, (double)(row->time_us + check->base_us - frame->true_us) / 1e6);
    check_setting(check, &check->link.setting[frame->setting], row);
    for (const char *event = row->event; (event = strstr(event, "mark")); event++)
        check->events++;
    count_row(check, frame);
}

static bool receive(void *context, const void *bytes, size_t count, int64_t host_us)
{
    struct check *check = context;
    session_decoder_feed(&check->decoder, bytes, count, host_us);
    return session_decoder_take_identify_request(&check->decoder);
}

/* Return the number of frames that must be counted as lost: those missing before the last saved one of each boot, and
 * those that the boot's counters report after it. */
static uint64_t expected_lost(const struct check *check)
{
    uint64_t lost = 0;
    for (size_t i = 0; i < check->link.boot_count && i < check->boots_max; i++) {
        const struct boot_rows *rows = &check->boot[i];
        const struct link_boot *boot = &check->link.boot[i];
        if (rows->rows == 0)
            continue;
        uint32_t first = i > 0 || boot->hello_intact ? 0 : rows->first;
        lost += rows->last + 1 - first - rows->rows;
        lost += boot->produced > rows->last + 1 ? boot->produced - rows->last - 1 : 0;
    }
    return lost;
}

/* Frames that came after the last row are in no gap: an S line counts them as lost, or they are unaccounted for. Other
 * lines on the wire could be taken for such frames. */
static void check_unaccounted(struct check *check)
{
    const struct link_plan *plan = &check->link.plan;
    const struct boot_rows *rows = check->boot;
    if (plan->resets || plan->reset_at_s > 0 || plan->foreign || plan->garbage || plan->repeats || check->rows == 0)
        return;
    uint32_t produced = check->link.boot[0].produced;
    uint64_t came = 0, tail = produced > rows->last + 1 ? produced - rows->last - 1 : 0;
    for (size_t i = check->next_index; i < check->link.frame_count; i++)
        came += check->link.frame[i].came;
    uint64_t expected = came > tail ? came - tail : 0;
    if (check->unaccounted != expected)
        report(check, "%llu frames unaccounted for, not %llu", (unsigned long long)check->unaccounted,
               (unsigned long long)expected);
}

static void run_script(struct check *check, const struct link_plan *plan, uint64_t seed)
{
    struct session_header header;
    session_header_init(&header);
    memset(check, 0, sizeof *check);
    session_decoder_init(&check->decoder, &header, 0, true,
                         (struct session_decoder_output){
                             .context = check, .header = check_header, .row = check_row, .next_file = check_next_file});
    check->decoder.is_live = !plan->replay;
    random_link_run(&check->link, plan, seed, receive, check);
    session_decoder_finish(&check->decoder);
    add_counts(check);
    if (check->saved != check->rows)
        report(check, "%llu rows counted, %llu saved", (unsigned long long)check->saved,
               (unsigned long long)check->rows);
    uint64_t lost = expected_lost(check);
    /* S lines among frames that do not fit are not believed: what came then is unaccounted for */
    bool is_accounted = plan->still && check->lost < lost && check->lost + check->unaccounted >= lost;
    if (check->lost != lost && !is_accounted)
        report(check, "%llu frames counted as lost, but %llu are missing", (unsigned long long)check->lost,
               (unsigned long long)lost);
    check_unaccounted(check);
    if (!plan->repeats && check->events + check->events_dropped != check->link.event_count)
        report(check, "%llu events saved and %llu not, of %u", (unsigned long long)check->events,
               (unsigned long long)check->events_dropped, check->link.event_count);
}

static void end_script(struct check *check)
{
    random_link_free(&check->link);
    free(check->boot);
}

static unsigned from_environment(const char *name, unsigned otherwise)
{
    const char *text = getenv(name);
    return text && atoi(text) > 0 ? (unsigned)atoi(text) : otherwise;
}

static void random_faults_cause_no_breach(void **state)
{
    (void)state;
    static struct check check;
    unsigned scripts = from_environment("LINK_SCRIPTS", fault_tries(SCRIPTS)), first = from_environment("LINK_SEED", 1),
             breaches = 0;
    uint64_t rows = 0, lost = 0;
    char text[120];
    for (unsigned i = 0; i < scripts; i++) {
        struct random random = random_init(first + i);
        struct link_plan plan = random_link_plan(&random);
        run_script(&check, &plan, first + i);
        if (*check.breach) {
            breaches++;
            if (breaches < 40)
                print_message("seed %u: %s [%s%s%s%s%s%s%s%s%s%s%s%s%s uptime %.0f]\n", first + i, check.breach,
                              plan.resets ? "resets " : "", plan.losses ? "losses " : "", plan.wild ? "wild " : "",
                              plan.foreign ? "foreign " : "", plan.bursts ? "bursts " : "",
                              plan.changes ? "changes " : "", plan.garbage ? "garbage " : "",
                              plan.repeats ? "repeats " : "", plan.one_way ? "one-way " : "",
                              plan.replay ? "replay " : "", plan.still ? "still " : "",
                              plan.wild_events ? "events " : "", plan.last_damaged ? "last" : "", plan.uptime_s);
        }
        rows += check.rows;
        lost += check.lost;
        end_script(&check);
    }
    printf("figure: %u scripts, %llu rows saved, %llu counted lost, %u breaches\n", scripts, (unsigned long long)rows,
           (unsigned long long)lost, breaches);
    assert_int_equal(breaches, 0);
    snprintf(text, sizeof text, "saved + counted lost = sent, but for what a reset swallowed; %llu rows, 0 breaches",
             (unsigned long long)rows);
    fault_held("71", "wild frames, another roller's, resets, losses: random", scripts, text);
}

/* Restarts at uptimes from a minute to ten hours, with and without their H line. */
static void restarts_at_any_uptime_invent_nothing(void **state)
{
    (void)state;
    static struct check check;
    char text[120];
    int64_t worst_us = 0;
    for (unsigned i = 0; i < RESTARTS; i++) {
        struct link_plan plan = {.seconds = 8,
                                 .uptime_s = 60 * pow(600, i / (RESTARTS - 1.0)),
                                 .reset_at_s = 3,
                                 .hello_lost = i % 2 > 0,
                                 .first_newline = i % 4 > 1};
        run_script(&check, &plan, 1000 + i);
        if (*check.breach)
            fail_msg("uptime %.0f s: %s", plan.uptime_s, check.breach);
        assert_int_equal(check.decoder.counts.restarts, 1);
        assert_int_equal(check.lost, 0);
        worst_us = check.worst_us > worst_us ? check.worst_us : worst_us;
        end_script(&check);
    }
    assert_true(worst_us < TIME_ERROR_MAX_US);
    snprintf(text, sizeof text, "each told, no frame lost, times within %.1f ms of the host's", (double)worst_us / 1e3);
    fault_held("70", "resets after 1 minute to 10 hours, half without H", RESTARTS, text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_faults_cause_no_breach),
        cmocka_unit_test(restarts_at_any_uptime_invent_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
