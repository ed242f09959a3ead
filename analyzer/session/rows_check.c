/* SPDX-License-Identifier: MIT */
#include "session/rows_check.h"

#include "session/columns.h"

#include <math.h>
#include <stdio.h>

#define THOUSAND 1000.0
#define THOUSANDS_MIN 5          /* fewer such readings are somebody's corrections */
#define THOUSANDS_ERROR_MAX 0.05 /* of a float of up to 999.999, times 1000 */
#define BIASED_MIN 5             /* fewer such rows are damaged ones */
#define BIASED_PART_MAX 0.01     /* of the rows; with more, the large or the negative readings would be missing */

/* Readings in another unit. */
#define UNIT_ROWS_MIN 100        /* fewer rows show little */
#define UNIT_SAMPLE_ROWS 1000    /* as many rows are looked at */
#define UNIT_STRIP_PART_MAX 0.01 /* of full scale; less has no load */
#define UNIT_ACCEL_MIN_G 0.05    /* on average; rolling adds little to gravity */
#define UNIT_ACCEL_MAX_G 20.0

/* Write the first rejected row and its reason: "line 20: column 4 (strip0) is not a number: "1,234" (...)". */
static void describe_first_rejected(const struct row_reader *reader, char *text, size_t size)
{
    const struct row_rejection *first = &reader->first;
    char where[64] = "it", cell[ROW_READER_CELL_SIZE + 8] = "", hint[100] = "";
    if (first->column != ROW_READER_NO_COLUMN) {
        char name[16];
        columns_write_name(reader->columns, first->column, name, sizeof name);
        snprintf(where, sizeof where, "column %zu (%s)", first->column + 1, name);
    }
    if (first->cell[0] != '\0')
        snprintf(cell, sizeof cell, ": \"%s\"", first->cell);
    if (first->hint != NULL)
        snprintf(hint, sizeof hint, " (%s)", first->hint);
    snprintf(text, size, "line %zu: %s %s%s%s", first->line, where, first->reason, cell, hint);
}

bool rows_check_rejected(const struct row_reader *reader, const char *file, size_t header_line, struct notes *notes,
                         struct failure *failure)
{
    char first[400];
    size_t rejected = reader->session->rejected_rows, rows = reader->session->count + rejected;
    if (rows == 0)
        return failure_set(failure, EXIT_STATUS_INPUT, "%s has no row below its header row (line %zu).", file,
                           header_line);
    if (rejected == 0)
        return true;
    describe_first_rejected(reader, first, sizeof first);
    bool is_biased = reader->biased_rows >= BIASED_MIN && (double)reader->biased_rows > BIASED_PART_MAX * (double)rows;
    bool is_spoilt = rejected > reader->session->count || is_biased;
    if (is_spoilt)
        return failure_set(failure, EXIT_STATUS_INPUT,
                           "%s cannot be analysed: %zu of its %zu rows cannot be used. The first is %s.", file,
                           rejected, rows, first);
    notes_add(notes, "%zu row%s could not be used and %s left out; the first is %s.", rejected,
              rejected == 1 ? "" : "s", rejected == 1 ? "was" : "were", first);
    return true;
}

/* Whether the values of a column, `stride` apart, are counts of which those from 1000 on are written 1.000: every
 * fraction is one of three digits below limit/1000, and no value is 1000 or more. Means and physical units have other
 * fractions, too. Sets `*example` to such a value. */
static bool look_like_thousands(const float *value, size_t count, size_t stride, double limit, double *example)
{
    size_t fractions = 0;
    for (size_t i = 0; i < count; i++) {
        double size = fabs((double)value[i * stride]), thousands = size * THOUSAND;
        if (size >= THOUSAND)
            return false;
        if (isnan(size) || size == floor(size))
            continue;
        if (size < 1 || thousands > limit || fabs(thousands - round(thousands)) > THOUSANDS_ERROR_MAX)
            return false;
        if (fractions++ == 0)
            *example = size;
    }
    return fractions >= THOUSANDS_MIN;
}

/* Whether the column with this role is one of a strip or of the motion sensor and looks so. */
static bool has_thousands(const struct session_table *session, unsigned role, double *example)
{
    const struct session_header *header = &session->header;
    if (role >= COLUMN_STRIP)
        return look_like_thousands(session->strip + (role - COLUMN_STRIP), session->count, header->strip_count,
                                   header->adc_full_scale, example);
    return role >= COLUMN_IMU && header->has_imu &&
           look_like_thousands(session->imu + (role - COLUMN_IMU), session->count, SESSION_IMU_AXES, COLUMNS_IMU_MAX,
                               example);
}

bool rows_check_thousands(const struct session_table *session, const struct columns *columns, const char *file,
                          struct failure *failure)
{
    for (size_t column = 0; session->count > 0 && column < columns->count; column++) {
        double example = 0;
        char name[16];
        if (!has_thousands(session, columns->role[column], &example))
            continue;
        columns_write_name(columns, column, name, sizeof name);
        return failure_set(
            failure, EXIT_STATUS_INPUT,
            "%s cannot be analysed: %s reads %.3f, and like that all its readings with a fraction; these "
            "look like counts with thousands separators (%.0f). Take the thousands separators out.",
            file, name, example, example * THOUSAND);
    }
    return true;
}

/* Return the largest reading of a strip, and whether most readings above 0 have a fraction. */
static double find_largest_strip(const struct session_table *session, size_t step, bool *has_fractions)
{
    size_t strips = session->header.strip_count, readings = 0, fractions = 0;
    double largest = 0;
    for (size_t i = 0; i < session->count; i += step)
        for (size_t k = 0; k < strips; k++) {
            double reading = (double)session->strip[i * strips + k];
            largest = reading > largest ? reading : largest; /* with fmax, gcc 12 for arm64 fails */
            readings += reading > 0;
            fractions += reading != floor(reading);
        }
    *has_fractions = 2 * fractions > readings;
    return largest;
}

/* Return the mean size of the readings of the accelerometer, in counts; 0 = there are none. */
static double find_mean_accel(const struct session_table *session, size_t step)
{
    size_t readings = 0;
    double sum = 0;
    for (size_t i = 0; i < session->count; i += step) {
        const float *imu = session->imu + i * SESSION_IMU_AXES;
        double x = (double)imu[SESSION_ACCEL_X], y = (double)imu[SESSION_ACCEL_Y], z = (double)imu[SESSION_ACCEL_Z],
               size = sqrt(x * x + y * y + z * z);
        if (size > 0) { /* not NAN */
            sum += size;
            readings++;
        }
    }
    return readings > 0 ? sum / (double)readings : 0;
}

void rows_check_note_units(const struct session_table *session, struct notes *notes)
{
    const struct session_header *header = &session->header;
    const size_t step = session->count / UNIT_SAMPLE_ROWS + 1;
    bool has_fractions;
    if (session->count < UNIT_ROWS_MIN)
        return;
    double largest = find_largest_strip(session, step, &has_fractions);
    if (has_fractions && largest < UNIT_STRIP_PART_MAX * header->adc_full_scale)
        notes_add(
            notes,
            "The strips read fractions up to %.3g, but counts up to %.0f (adc_full_scale) are expected: in another "
            "unit, such as volts, forces are wrong and loads are not found.",
            largest, header->adc_full_scale);
    double mean_g = header->has_imu ? find_mean_accel(session, step) / header->accel_lsb_per_g : 0;
    if (mean_g > 0 && (mean_g < UNIT_ACCEL_MIN_G || mean_g > UNIT_ACCEL_MAX_G))
        notes_add(
            notes,
            "The accelerometer reads %.2g g on average, but about 1 g is expected: if the motion sensor's columns "
            "are not raw counts, accel_lsb_per_g and gyro_lsb_per_dps are wrong, and so are all positions.",
            mean_g);
}

void rows_check_note_events(const struct unknown_events *unknown, struct notes *notes)
{
    if (unknown->row_count > 0)
        notes_add(notes, "%zu row%s an event that is not known and was not used; the first is line %zu: \"%s\".",
                  unknown->row_count, unknown->row_count == 1 ? " has" : "s have", unknown->first_line, unknown->first);
}

void rows_check_note_order(const struct row_order *order, struct notes *notes)
{
    if (order->sorted)
        notes_add(notes,
                  "The rows were not in the order of time (line %zu is the first that was not); they were "
                  "sorted by time_s.",
                  order->first_line);
    if (order->second_line > 0)
        notes_add(notes,
                  "A second recording begins in line %zu of the file, where the times go back; only the first one is "
                  "analysed.",
                  order->second_line);
    if (order->same_time_count > 0)
        notes_add(notes,
                  "%zu rows had the time of the row before them; their times were spread by seq and the "
                  "rate.",
                  order->same_time_count);
}

void rows_check_note_end(const struct metadata_end *end, size_t rows_in_file, struct notes *notes)
{
    if (!end->present)
        notes_add(notes, "The recording was cut off or is still running: its end line is missing.");
    else if (end->has_rows && end->rows != rows_in_file)
        notes_add(notes, "The end line counts %zu rows, but the file holds %zu.", end->rows, rows_in_file);
}
