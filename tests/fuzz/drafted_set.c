/* SPDX-License-Identifier: MIT */
#include "drafted_set.h"

#include "fuzz.h"
#include "session/metadata.h"
#include "shared/sanitized_text.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define SESSIONS_MAX 12
#define SPOTS_MAX 12
#define BINS_MAX 200
#define BIN_MM 5.0
#define LINE_SIZE 600
#define NUMBER_MAX 1e7

/* A session that is being read from the input. */
struct draft {
    struct metadata metadata;
    struct session_summary summary;
    struct result_spot spot[SPOTS_MAX];
    double bin_s[BINS_MAX];
    char file[LINE_SIZE];
    bool refused; /* a metadata line was refused */
};

/* Parse a number, clamped to [min, NUMBER_MAX], and advance the cursor. */
static double parse_number(char **cursor, double min)
{
    double value = strtod(*cursor, cursor);
    return isfinite(value) ? fmin(fmax(value, min), NUMBER_MAX) : min;
}

static void begin(struct draft *draft, const char *line)
{
    *draft = (struct draft){
        .summary = {.duration_s = 100, .row_count = 9000, .stroke_count = 30, .min_mm = 2, .max_mm = 345}};
    metadata_init(&draft->metadata);
    sanitized_text_copy(draft->file, sizeof draft->file, line);
    for (size_t b = 0; b < BINS_MAX; b++)
        draft->bin_s[b] = 0.5;
    draft->summary.loaded_s = 90;
}

static void add_spot(struct draft *draft, char *cursor)
{
    if (draft->summary.spot_count == SPOTS_MAX)
        return;
    size_t count = draft->summary.spot_count++;
    struct result_spot *spot = &draft->spot[count];
    spot->rank = (unsigned)count + 1;
    spot->center_mm = parse_number(&cursor, -NUMBER_MAX);
    spot->dwell_s = parse_number(&cursor, 0);
    spot->mean_force_n = parse_number(&cursor, 0);
    spot->peak_force_n = spot->mean_force_n + 20;
    spot->start_mm = spot->center_mm - 15;
    spot->end_mm = spot->center_mm + 15;
    spot->visit_count = 1 + (unsigned)count % 3;
    spot->impulse_n_s = spot->dwell_s * spot->mean_force_n;
}

static void parse_line(struct draft *draft, struct csv_fields *fields, char *line, size_t length)
{
    struct notes notes = {0};
    struct failure failure = {0};
    struct session_summary *summary = &draft->summary;
    const struct file_line file_line = {line, length, draft->file, 1};
    char *cursor = line + 1;
    if (line[0] == '#')
        draft->refused |= !metadata_read_line(&draft->metadata, fields, &file_line, &notes, &failure);
    else if (line[0] == 's')
        add_spot(draft, cursor);
    else if (line[0] == 'r') {
        summary->min_mm = parse_number(&cursor, -NUMBER_MAX);
        summary->max_mm = summary->min_mm + parse_number(&cursor, 0);
    } else if (line[0] == 't') {
        summary->loaded_s = parse_number(&cursor, 0);
    } else if (line[0] == 'b') {
        size_t bin = (size_t)parse_number(&cursor, 0) % BINS_MAX;
        draft->bin_s[bin] = parse_number(&cursor, 0);
    }
    notes_free(&notes);
}

static void *copy_bytes(const void *bytes, size_t size)
{
    void *copy = malloc(size + 1);
    FUZZ_HOLDS(copy);
    if (size > 0)
        memcpy(copy, bytes, size);
    return copy;
}

static void fill_profile(struct session_summary *summary, const struct draft *draft)
{
    struct profile *profile = &summary->profile;
    double bins = ceil((summary->max_mm - summary->min_mm) / BIN_MM), x_mm[BINS_MAX], force_n[BINS_MAX];
    *profile = (struct profile){.bin_mm = BIN_MM, .count = bins < BINS_MAX ? (size_t)bins : BINS_MAX};
    for (size_t b = 0; b < profile->count; b++) {
        x_mm[b] = summary->min_mm + BIN_MM * ((double)b + 0.5);
        force_n[b] = draft->bin_s[b] > 0 ? 200 : NAN;
    }
    profile->x_mm = copy_bytes(x_mm, profile->count * sizeof(double));
    profile->dwell_s = copy_bytes(draft->bin_s, profile->count * sizeof(double));
    profile->mean_force_n = copy_bytes(force_n, profile->count * sizeof(double));
    profile->peak_force_n = copy_bytes(force_n, profile->count * sizeof(double));
}

/* Check that an accepted date is the day that was written. */
static void check_started(const struct iso_time *time, const char *started)
{
    int year, month, day;
    unsigned written_year, written_month, written_day;
    char text[40];
    if (!time->known)
        return;
    iso_time_civil(time->day, &year, &month, &day);
    FUZZ_HOLDS(sscanf(started, "%4u-%2u-%2u", &written_year, &written_month, &written_day) == 3);
    snprintf(text, sizeof text, "%u-%u-%u", written_year, written_month, written_day);
    char expected[40];
    snprintf(expected, sizeof expected, "%d-%d-%d", year, month, day);
    FUZZ_HOLDS(strcmp(text, expected) == 0);
    FUZZ_HOLDS(fabs(time->utc_s - (double)time->day * 86400) <= 2 * 86400);
}

static void finish(struct draft *draft, struct session_set *set)
{
    struct session_summary summary = draft->summary, unpacked;
    struct text_buffer packed = {0};
    struct notes notes = {0};
    struct failure failure = {0};
    failure_set(&failure, EXIT_STATUS_INPUT, "One of its lines was refused.");
    if (draft->refused || !metadata_finish(&draft->metadata, 8, draft->file, &notes, &failure)) {
        FUZZ_HOLDS(session_set_leave_out(set, draft->file, "", failure.message));
        notes_free(&notes);
        return;
    }
    summary.header = draft->metadata.header;
    summary.started = iso_time_parse(summary.header.started);
    check_started(&summary.started, summary.header.started);
    summary.file = copy_bytes(draft->file, strlen(draft->file) + 1);
    summary.spot = copy_bytes(draft->spot, summary.spot_count * sizeof *summary.spot);
    summary.mean_force_n = summary.loaded_s > 0 ? 200 : NAN;
    summary.impulse_n_s = 200 * summary.loaded_s;
    summary.distance_mm = 100 * summary.loaded_s;
    fill_profile(&summary, draft);
    session_summary_pack(&summary, &packed);
    session_summary_free(&summary);
    FUZZ_HOLDS(!packed.failed && session_summary_unpack(&unpacked, packed.bytes, packed.length));
    FUZZ_HOLDS(session_set_add(set, &unpacked));
    text_free(&packed);
    notes_free(&notes);
}

void drafted_set_read(struct session_set *set, const uint8_t *bytes, size_t count)
{
    static struct draft draft; /* too large for some stacks */
    struct csv_fields fields;
    size_t sessions = 0;
    FUZZ_HOLDS(csv_fields_open(&fields));
    for (size_t used = 0; used < count && sessions <= SESSIONS_MAX;) {
        const uint8_t *start = bytes + used, *end = memchr(start, '\n', count - used);
        size_t length = end ? (size_t)(end - start) : count - used;
        char line[LINE_SIZE];
        size_t kept = length < sizeof line ? length : sizeof line - 1;
        memcpy(line, start, kept);
        line[kept] = '\0';
        used += length + 1;
        if (line[0] == '>') {
            if (sessions++ > 0)
                finish(&draft, set);
            begin(&draft, line + 1);
        } else if (sessions > 0 && kept > 0) {
            parse_line(&draft, &fields, line, kept);
        }
    }
    if (sessions > 0 && sessions <= SESSIONS_MAX)
        finish(&draft, set);
    csv_fields_close(&fields);
}
