/* SPDX-License-Identifier: MIT */
/* The gnuplot scripts of a result with arbitrary numbers: infinite, enormous, out of order. The input is a
 * list of pairs: an index (2 bytes) and a number (8 bytes, native), which replaces a number in a synthetic
 * result. The remaining bytes become its texts, which must not change the script. */
#include "charts/charts.h"
#include "fuzz.h"
#include "analyzer/report/sample_result.h"
#include "script_check.h"

#include <string.h>

#define PAIR (sizeof(uint16_t) + sizeof(double))
#define PAIRS_MAX 64

/* The synthetic result has 12,000 rows and 70 bins. A run takes about 35 ms, mostly spent on points and cells that test
 * nothing new, so most inputs use a decimated result: one row in ROWS_EACH, one bin in BINS_EACH, one stroke in
 * STROKES_EACH. The full result has more rows than a chart has columns, so the charts decimate it; inputs whose length
 * is divisible by FULL_EVERY use it. */
#define ROWS_EACH 40
#define BINS_EACH 7
#define STROKES_EACH 12
#define FULL_EVERY 251

static void decimate(struct result *result)
{
    struct result_trace *trace = &result->trace;
    struct profile *profile = &result->profile;
    size_t rows = 0, bins = 0;
    for (size_t i = 0; i < trace->count; i += ROWS_EACH, rows++) {
        trace->time_s[rows] = trace->time_s[i];
        trace->position_mm[rows] = trace->position_mm[i];
        trace->speed_mm_s[rows] = trace->speed_mm_s[i];
        trace->force_n[rows] = trace->force_n[i];
        trace->contact[rows] = trace->contact[i];
        trace->stroke[rows] = (trace->stroke[i] + STROKES_EACH - 1) / STROKES_EACH;
        trace->spot[rows] = trace->spot[i];
    }
    for (size_t b = BINS_EACH / 2; b < profile->count; b += BINS_EACH, bins++) {
        profile->x_mm[bins] = profile->x_mm[b];
        profile->dwell_s[bins] = profile->dwell_s[b];
        profile->mean_force_n[bins] = profile->mean_force_n[b];
        profile->peak_force_n[bins] = profile->peak_force_n[b];
    }
    trace->count = rows;
    profile->count = bins;
    profile->bin_mm *= BINS_EACH;
}

static double *number_in_spot(struct result_spot *spot, unsigned field)
{
    double *const fields[] = {&spot->center_mm,      &spot->start_mm,          &spot->end_mm,
                              &spot->dwell_s,        &spot->mean_force_n,      &spot->peak_force_n,
                              &spot->impulse_n_s,    &spot->p_value,           &spot->visit[0].start_s,
                              &spot->visit[0].end_s, &spot->visit[0].center_mm};
    return fields[field % (sizeof fields / sizeof fields[0])];
}

static double *number_in_arrays(struct result *result, unsigned field, unsigned index)
{
    double *const trace[] = {result->trace.time_s, result->trace.position_mm, result->trace.speed_mm_s,
                             result->trace.force_n};
    double *const profile[] = {result->profile.x_mm, result->profile.dwell_s, result->profile.mean_force_n,
                               result->profile.peak_force_n};
    if (field < 4)
        return &trace[field][index * 37 % result->trace.count];
    return &profile[field % 4][index % result->profile.count];
}

/* Find the number of the result that `code` selects: 3 bits select its kind, 4 its field, and the rest an index. */
static double *find_number(struct result *result, uint16_t code)
{
    unsigned kind = code & 7u, field = code >> 3 & 15u, index = code >> 7;
    switch (kind) {
    case 0:
    case 1: return number_in_spot(&result->spot[index % result->spot_count], field);
    case 2: return &result->mark[index % result->mark_count].time_s;
    case 3: return &result->mark[index % result->mark_count].position_mm;
    case 4: return &result->gap[index % result->gap_count].start_s;
    case 5: return &result->header.thigh_length_mm;
    case 6: return field % 2 ? &result->duration_s : &result->max_mm;
    default: return number_in_arrays(result, field % 8, index);
    }
}

/* A number of the result that was replaced, and its original value. */
struct replacement {
    double *number;
    double original;
};

static struct replacement replace(struct result *result, const uint8_t *pair)
{
    uint16_t code;
    double value;
    memcpy(&code, pair, sizeof code);
    memcpy(&value, pair + sizeof code, sizeof value);
    struct replacement replacement = {.number = find_number(result, code)};
    replacement.original = *replacement.number;
    *replacement.number = value;
    return replacement;
}

static void add_scripts(struct text_buffer *script, const struct result *result, enum chart as_file)
{
    struct chart_files files = {.count = 0};
    charts_script(result, script);
    charts_add_file(&files, result, as_file, CHART_FORMAT_PDF);
    text_add(script, files.script.bytes);
    text_free_and_pass_failure(&files.script, script);
}

static void check(struct result *result, enum chart as_file, const uint8_t *text, size_t length)
{
    struct text_buffer script = {0}, second = {0};
    const struct session_header header = result->header;
    add_scripts(&script, result, as_file);
    FUZZ_HOLDS(!script.failed);
    script_check(script.bytes, script.length);
    memcpy(result->header.subject, text, length);
    result->header.subject[length] = '\0';
    memcpy(result->header.note, result->header.subject, sizeof result->header.note);
    add_scripts(&second, result, as_file);
    FUZZ_HOLDS(second.length == script.length && memcmp(second.bytes, script.bytes, script.length) == 0);
    result->header = header;
    text_free(&script);
    text_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    static struct result results[2]; /* the full and the decimated result, made once and restored after each input */
    struct result *result = &results[count % FULL_EVERY != 0];
    struct replacement replaced[PAIRS_MAX];
    size_t pairs = count / PAIR < PAIRS_MAX ? count / PAIR : PAIRS_MAX, text_length = count - pairs * PAIR;
    if (!result->file) {
        sample_result_make(result);
        if (count % FULL_EVERY != 0)
            decimate(result);
    }
    for (size_t i = 0; i < pairs; i++)
        replaced[i] = replace(result, bytes + i * PAIR);
    check(result, (enum chart)(count % CHART_COUNT), bytes + pairs * PAIR,
          text_length < SESSION_TEXT_SIZE ? text_length : SESSION_TEXT_SIZE - 1);
    for (size_t i = pairs; i-- > 0;)
        *replaced[i].number = replaced[i].original;
    return 0;
}
