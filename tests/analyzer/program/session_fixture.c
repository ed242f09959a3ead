/* SPDX-License-Identifier: MIT */
#include "session_fixture.h"

#include "support/temp_dir.h"

#include <math.h>

#define RATE_HZ 50
#define DURATION_S 50
#define RADIUS_MM 72.5
#define VISIT_START_S 20.0
#define VISIT_S 10.0
#define VISIT_MM 120.0
#define PI 3.14159265358979

/* Return the position at a time. The phase is chosen so that the roller is at VISIT_MM, on its way to the knee, when
 * the visit begins. */
static double position_mm(double t_s)
{
    double visit_phase = acos((175 - VISIT_MM) / 165);
    double rolled_s = t_s < VISIT_START_S             ? t_s - VISIT_START_S
                      : t_s < VISIT_START_S + VISIT_S ? 0
                                                      : t_s - VISIT_START_S - VISIT_S;
    return 175 - 165 * cos(2 * PI * rolled_s / 4 + visit_phase);
}

static double rotation_rad(double t_s)
{
    return position_mm(t_s) / RADIUS_MM;
}

static void add_row(struct text_buffer *out, int row)
{
    double t_s = (double)row / RATE_HZ, step_s = 0.5 / RATE_HZ;
    double up_rad = -rotation_rad(t_s);
    double rate_dps = (rotation_rad(t_s + step_s) - rotation_rad(t_s - step_s)) / (2 * step_s) * 180 / PI;
    /* the axle accelerates along the floor */
    double axle_g =
        (position_mm(t_s + step_s) - 2 * position_mm(t_s) + position_mm(t_s - step_s)) / (step_s * step_s) / 9806.65;
    double accel_x_g = cos(up_rad) - axle_g * sin(up_rad), accel_y_g = sin(up_rad) + axle_g * cos(up_rad);
    text_addf(out, "%.6f,%.6f,%d", t_s, t_s + 0.003, row);
    for (int i = 0; i < 8; i++) {
        double force_n = 150 * pow(fabs(cos(i * PI / 4 - up_rad)), 6);
        text_addf(out, ",%d", (int)lround(1023 * force_n / (100 + force_n)));
    }
    text_addf(out, ",%ld,%ld,0,0,0,%ld,\n", lround(8192 * accel_x_g), lround(8192 * accel_y_g),
              lround(32.8 * rate_dps));
}

void session_fixture_rows(struct text_buffer *rows)
{
    text_add(rows, "time_s,host_s,seq,strip0,strip1,strip2,strip3,strip4,strip5,strip6,strip7,"
                   "accel_x,accel_y,accel_z,gyro_x,gyro_y,gyro_z,event\n");
    for (int row = 0; row < DURATION_S * RATE_HZ; row++)
        add_row(rows, row);
    text_addf(rows, "# end: rows=%d lost=0\n", DURATION_S * RATE_HZ);
}

static void write_session(const char *path, const char *text, bool all_fields, const struct text_buffer *rows)
{
    struct text_buffer out = {0};
    text_addf(&out, "# foam-roller-session: 1\n# started: %s\n# subject: %s\n# leg: left\n# note: %s\n",
              all_fields ? text : "2026-03-01T18:30:00.000+01:00", text, text);
    if (all_fields)
        text_addf(&out, "# device: %s\n# logger: %s\n# %s: %s\n", text, text, text, text);
    text_addf(&out,
              "# thigh_length_mm: 350\n# rate_hz: %d\n# rolling_radius_mm: %g\n# roll_direction: 1\n"
              "# strip_angle_deg: 0 45 90 135 180 225 270 315\n# adc_full_scale: 1023\n"
              "# calibration_source: %s\n# accel_lsb_per_g: 8192\n# gyro_lsb_per_dps: 32.8\n",
              RATE_HZ, RADIUS_MM, all_fields ? text : "default");
    text_add_bytes(&out, rows->bytes, rows->length);
    temp_file_write(path, out.bytes, out.length);
    text_free(&out);
}

void session_fixture_write(const char *path, const char *text)
{
    struct text_buffer rows = {0};
    session_fixture_rows(&rows);
    write_session(path, text, false, &rows);
    text_free(&rows);
}

void session_fixture_write_all_fields(const char *path, const char *text, const struct text_buffer *rows)
{
    write_session(path, text, true, rows);
}
