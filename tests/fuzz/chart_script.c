/* SPDX-License-Identifier: MIT */
/*
 * The gnuplot scripts of a result with any numbers in it: infinite, enormous, backwards. The input is pairs of a place
 * (2 bytes) and a number (8 bytes, as the machine holds it), put into a made-up result; what is left over is its texts,
 * none of which may change a byte of the script.
 */
#include "charts.h"
#include "fuzz.h"
#include "sample_result.h"
#include "script_check.h"

#include <string.h>

#define PAIR (sizeof(uint16_t) + sizeof(double))
#define PAIRS_MAX 64

static void put_into_spot(struct result_spot *spot, unsigned field, double value)
{
    double *const fields[] = {&spot->center_mm,    &spot->start_mm,     &spot->end_mm,     &spot->dwell_s,
                              &spot->mean_force_n, &spot->peak_force_n, &spot->impulse_ns, &spot->p_value,
                              &spot->visit[0].start_s, &spot->visit[0].end_s, &spot->visit[0].center_mm};
    *fields[field % (sizeof fields / sizeof fields[0])] = value;
}

static void put_into_arrays(struct result *result, unsigned field, unsigned at, double value)
{
    double *const trace[] = {result->trace.time_s, result->trace.position_mm, result->trace.speed_mm_s,
                             result->trace.force_n};
    double *const profile[] = {result->profile.x_mm, result->profile.dwell_s, result->profile.mean_force_n,
                               result->profile.peak_force_n};
    if (field < 4)
        trace[field][at * 37 % result->trace.count] = value;
    else
        profile[field % 4][at % result->profile.count] = value;
}

static void put(struct result *result, uint16_t place, double value)
{
    unsigned kind = place & 7u, field = place >> 3 & 15u, at = place >> 7;
    switch (kind) {
    case 0:
    case 1:
        put_into_spot(&result->spot[at % result->spot_count], field, value);
        break;
    case 2:
        result->mark[at % result->mark_count].time_s = value;
        break;
    case 3:
        result->mark[at % result->mark_count].position_mm = value;
        break;
    case 4:
        result->gap[at % result->gap_count].at_s = value;
        break;
    case 5:
        result->header.thigh_length_mm = value;
        break;
    case 6:
        *(field % 2 ? &result->duration_s : &result->max_mm) = value;
        break;
    default:
        put_into_arrays(result, field % 8, at, value);
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    struct result result;
    struct text_buffer script = {0}, again = {0};
    size_t pairs = count / PAIR < PAIRS_MAX ? count / PAIR : PAIRS_MAX;
    sample_result_make(&result);
    for (size_t i = 0; i < pairs; i++) {
        uint16_t place;
        double value;
        memcpy(&place, bytes + i * PAIR, sizeof place);
        memcpy(&value, bytes + i * PAIR + sizeof place, sizeof value);
        put(&result, place, value);
    }
    charts_script(&result, &script);
    const enum chart as_file = (enum chart)(count % CHART_COUNT);
    charts_file_script(&result, as_file, "chart.pdf", &script);
    FUZZ_HOLDS(!script.failed);
    script_check(script.bytes, script.length);
    size_t left = count - pairs * PAIR;
    size_t length = left < SESSION_TEXT_SIZE ? left : SESSION_TEXT_SIZE - 1;
    memcpy(result.header.subject, bytes + pairs * PAIR, length);
    result.header.subject[length] = '\0';
    memcpy(result.header.note, result.header.subject, sizeof result.header.note);
    charts_script(&result, &again);
    charts_file_script(&result, as_file, "chart.pdf", &again);
    FUZZ_HOLDS(again.length == script.length && memcmp(again.bytes, script.bytes, script.length) == 0);
    text_free(&script);
    text_free(&again);
    result_free(&result);
    return 0;
}
