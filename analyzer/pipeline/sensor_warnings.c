/* SPDX-License-Identifier: MIT */
#include "pipeline/analysis.h"
#include "rotation/imu_readings.h"

#include <math.h>

#define FAULT_MIN_S 0.05         /* a shorter fault of the motion sensor does no harm */
#define DISAGREEMENT_MAX_MM 15.0 /* rms difference of IMU and ring over 1 s; more suggests wrong strip angles */

/* Note how the motion sensor is mounted, unless it is as it should be. */
static void note_mounting(struct notes *notes, const struct analysis *analysis)
{
    if (analysis->imu.turning_axis != IMU_AXIS_Z)
        notes_add(notes, "The motion sensor is mounted on its edge: its %c axis turns. The report allows for it.",
                  "xyz"[analysis->imu.turning_axis]);
    else if (analysis->rotation.is_upside_down)
        notes_add(notes, "The motion sensor is mounted upside down (or the strips are numbered backwards): it turns "
                         "against the strips. The report allows for it.");
}

/* Warn of each kind of readings that are none, by its name. */
static void warn_about_faults(struct notes *notes, const struct analysis *analysis)
{
    const struct imu_check *imu = &analysis->imu;
    const struct rotation *rotation = &analysis->rotation;
    const char *remedy = rotation->ring_substituted || !rotation->uses_imu
                             ? "the ring of strips stood in for it"
                             : "only moments of up to 0.25 s could be bridged";
    if (imu->frozen_s > FAULT_MIN_S)
        notes_add(notes, "The motion sensor stood still (frozen readings) for %.1f s; %s.", imu->frozen_s, remedy);
    if (imu->zero_s > FAULT_MIN_S)
        notes_add(notes, "The motion sensor read zero on all axes for %.1f s; %s.", imu->zero_s, remedy);
    if (imu->clipped_s > FAULT_MIN_S)
        notes_add(notes, "The motion sensor was at the end of its range (clipped readings) for %.1f s; %s.",
                  imu->clipped_s, remedy);
    if (imu->torn_count > 0)
        notes_add(notes, "The motion sensor had %zu torn reading%s, far off from one moment to the next; %s left out.",
                  imu->torn_count, imu->torn_count == 1 ? "" : "s", imu->torn_count == 1 ? "it was" : "they were");
}

/* Note how the thigh leaned. */
static void note_lean(struct notes *notes, const struct thigh_lean *lean)
{
    if (lean->slope_deg != 0)
        notes_add(notes,
                  "The thigh sloped against the floor, by %.0f degrees more at one end than at the other; positions "
                  "allow for it.",
                  fabs(lean->slope_deg));
    if (lean->change_deg != 0)
        notes_add(notes,
                  "The thigh's slope changed by up to %.0f degrees while rolling (another posture); positions allow "
                  "for it.",
                  lean->change_deg);
}

void sensor_warnings_add(struct notes *notes, const struct result *result, const struct analysis *analysis)
{
    const struct imu_check *imu = &analysis->imu;
    const struct rotation *rotation = &analysis->rotation;
    double faulty_s = imu->frozen_s + imu->zero_s + imu->clipped_s;
    if (!result->header.has_imu)
        return;
    note_mounting(notes, analysis);
    warn_about_faults(notes, analysis);
    const char *without_gravity =
        rotation->uses_imu ? "the gyro alone bridged that" : "positions come from the strips alone";
    if (imu->accel_frozen_s > FAULT_MIN_S)
        notes_add(notes, "The motion sensor's accelerometer stood still (frozen readings) for %.1f s; %s.",
                  imu->accel_frozen_s, without_gravity);
    else if (!rotation->uses_imu && imu->accel_clipped_s > FAULT_MIN_S)
        notes_add(notes, "The motion sensor's accelerometer was at the end of its range for %.1f s; %s.",
                  imu->accel_clipped_s, without_gravity);
    else if (!rotation->uses_imu)
        notes_add(notes, "The motion sensor had no readings most of the time; positions come from the strips alone.");
    else if (rotation->fused && rotation->dropout_s - faulty_s > IMU_READINGS_SHORT_DROPOUT_S)
        notes_add(notes, "The motion sensor had no readings for %.1f s; the strips replaced it.",
                  rotation->dropout_s - faulty_s);
    note_lean(notes, &rotation->lean);
    if (rotation->disagreement_mm > DISAGREEMENT_MAX_MM)
        notes_add(notes,
                  "The strips and the motion sensor disagree about the rotation (by %s per second): check the "
                  "order and the angles of the strips.",
                  units_length(result->options.units, rotation->disagreement_mm).text);
}
