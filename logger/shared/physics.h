/* SPDX-License-Identifier: MIT */
/*
 * The physical meaning of a session's columns (docs/ANALYSIS.md, "Counts to forces"). Pure functions.
 *
 * Body frame of the roller: z is the axle (the IMU's z); strip i is at strip_angle_deg[i], in the sense of
 * atan2(y, x).
 */
#ifndef PHYSICS_H
#define PHYSICS_H

#define PHYSICS_GRAVITY_MM_S2 9806.65

/*
 * Force on a strip, N: F = k_n (c / (full - c))^p. Strip and resistor divide the supply, so c / (full - c) is
 * proportional to the strip's conductance, which follows the force by a power law (Interlink FSR integration
 * guide). 0 for counts up to 0; counts of full scale and above are taken as half a count below it, the
 * largest force that can be measured.
 */
double physics_strip_force_n(double count, double adc_full_scale, double k_n, double p);

/* The count without the bias resistor across the strip, which adds `bias_conductance` (session_format.h; 0 =
 * no resistor) to c / (full - c). At least 0. */
double physics_remove_bias(double count, double adc_full_scale, double bias_conductance);

/* Direction of UP in the body frame, radians in (-pi, pi], from a still accelerometer (any unit). */
double physics_up_rad(double accel_x, double accel_y);

/*
 * Force between thigh and roller, N, from the sum over all strips: they carry the thigh's force above and the
 * floor's reaction below, which equals the thigh's force plus the roller's weight. At least 0.
 */
double physics_thigh_force_n(double strip_sum_n, double roller_weight_n);

#endif
