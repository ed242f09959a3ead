/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include "writing/header_lines.h"
#include "writing/output.h"

#include <math.h>

#define FLUSH_BYTES 65536 /* rows are collected until they have this size, then written */
#define DEGREES_PER_RADIAN 57.29577951308232

/* Add the row of column names. `strip_count` is 0 if the result has no details. */
static void add_column_names(struct text_buffer *out, unsigned strip_count)
{
    text_add(out, "time_s,position_mm,speed_mm_s,force_n,stroke,spot");
    if (strip_count > 0)
        text_add(out, ",loaded,visit,angle_deg,angle_imu_deg,angle_ring_deg");
    for (unsigned k = 0; k < strip_count; k++)
        text_addf(out, ",strip%u_n", k);
    text_add(out, "\n");
}

/* Add a comma and, if it is known, a number. */
static void add_number(struct text_buffer *out, bool is_known, double value)
{
    text_add(out, ",");
    if (is_known && isfinite(value))
        text_addf(out, "%.3f", fabs(value) < 0.0005 ? 0.0 : value); /* never "-0.000" */
}

/* Add a comma and, unless it is 0 or unknown, a number that counts from 1. */
static void add_ordinal(struct text_buffer *out, bool is_known, int value)
{
    text_add(out, ",");
    if (is_known && value > 0)
        text_addf(out, "%d", value);
}

/* Add the angle of a row in degrees; it is unknown if `angle_rad` is NULL. */
static void add_angle(struct text_buffer *out, const float *angle_rad, size_t row)
{
    add_number(out, angle_rad != NULL, angle_rad ? (double)angle_rad[row] * DEGREES_PER_RADIAN : 0);
}

static void add_details(struct text_buffer *out, const struct result *result, unsigned strip_count, size_t row)
{
    const struct result_details *details = &result->details;
    text_addf(out, ",%d", result->trace.contact[row] ? 1 : 0);
    add_ordinal(out, result->trace.contact[row], details->visit[row]);
    add_angle(out, details->rotation_rad, row);
    add_angle(out, details->imu_rad, row);
    add_angle(out, details->ring_rad, row);
    for (unsigned k = 0; k < strip_count; k++)
        add_number(out, true, (double)details->strip_load_n[row * strip_count + k]);
}

static void add_row(struct text_buffer *out, const struct result *result, unsigned strip_count, size_t row)
{
    const struct result_trace *trace = &result->trace;
    bool is_loaded = trace->contact[row];
    text_addf(out, "%.6f", trace->time_s[row]);
    add_number(out, is_loaded, trace->position_mm[row]);
    add_number(out, is_loaded, trace->speed_mm_s[row]);
    add_number(out, is_loaded, trace->force_n[row]);
    add_ordinal(out, is_loaded, trace->stroke[row]);
    add_ordinal(out, is_loaded, trace->spot[row]);
    if (strip_count > 0)
        add_details(out, result, strip_count, row);
    text_add(out, "\n");
}

static bool flush(struct text_buffer *out, int fd, const char *name, struct failure *failure)
{
    if (out->failed)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "Not enough memory to write to %s.", name);
    bool ok = output_write(fd, name, out->bytes, out->length, failure);
    text_clear(out);
    return ok;
}

bool export_csv_write(const struct result *result, int fd, const char *name, struct failure *failure)
{
    struct text_buffer out = {0};
    unsigned strip_count = result->details.strip_load_n != NULL ? result->header.strip_count : 0;
    header_lines_add(&out, &result->header);
    add_column_names(&out, strip_count);
    bool ok = true;
    for (size_t row = 0; ok && row < result->trace.count; row++) {
        add_row(&out, result, strip_count, row);
        if (out.length >= FLUSH_BYTES)
            ok = flush(&out, fd, name, failure);
    }
    ok = ok && flush(&out, fd, name, failure);
    text_free(&out);
    return ok;
}
