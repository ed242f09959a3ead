/* SPDX-License-Identifier: MIT */
/* Converts a session's columns to forces and directions (docs/ANALYSIS.md, "Counts to forces").
 *
 * Body frame of the roller: z is the axle (the IMU's z); strip i is at the angle strip_angle_deg[i] = atan2(y, x). */
#pragma once

#define PHYSICS_GRAVITY_MM_S2 9806.65

/* Return the load of a strip, N: F = k_n (c / (full - c))^p, where c is `reading` and full is adc_full_scale. The
 * strip and a resistor divide the supply, so c / (full - c) is proportional to the strip's conductance, which is a
 * power law of the load (Interlink FSR integration guide). The load is 0 for readings of 0 and below. Readings of
 * full scale and above are treated as half a count below full scale, the largest load that can be measured. */
double physics_strip_load_n(double reading, double adc_full_scale, double k_n, double p);

/* Return the reading that the strip would have without its bias resistor, which adds `bias_conductance`
 * (session_format.h; 0 = no resistor) to c / (full - c). At least 0. */
double physics_remove_bias(double reading, double adc_full_scale, double bias_conductance);

/* Return the direction of up in the body frame, radians in (-pi, pi], from a resting roller's accelerometer readings in
 * any unit. */
double physics_up_rad(double accel_x, double accel_y);

/* Return the force between thigh and roller, N, from the sum over all strips. The strips carry the thigh's force on top
 * and the floor's reaction below, which is the thigh's force plus the roller's weight. At least 0. */
double physics_thigh_force_n(double strip_sum_n, double roller_weight_n);
