/* SPDX-License-Identifier: MIT */
/*
 * What the columns of a session mean physically. Pure functions.
 *
 * Body frame: z is the axle (the IMU's z). Strip i sits at strip_angle_deg[i], measured in the sense in which
 * atan2(y, x) grows.
 */
#ifndef PHYSICS_H
#define PHYSICS_H

#define SESSION_DEFAULT_RADIUS_MM                                                                            \
    72.5 /* loaded radius of the reference roller (150 mm across, 2.5 mm compressed) */
#define SESSION_DEFAULT_K_N 100.0 /* force at half scale of an uncalibrated strip, N */
#define SESSION_DEFAULT_P 1.0     /* exponent of an uncalibrated strip */
#define PHYSICS_GRAVITY_MM_S2 9806.65

/*
 * Force on one strip in newtons: F = k_n * (c / (full - c)) ^ p. The strip and its resistor divide the
 * supply, so c / (full - c) is proportional to the strip's conductance; conductance follows force by a power
 * law (Interlink FSR integration guide). Counts at or below 0 give 0; counts at or above full scale are read
 * as half a count below it, the largest force that the divider can tell.
 */
double physics_strip_force_n(double count, double adc_full_scale, double k_n, double p);

/*
 * The reading that a strip would give without the bias resistor across it, which adds `bias_conductance`
 * (session_format.h) to c / (full - c): give this to physics_strip_force_n. 0 for a reading of the resistor
 * alone, and the count itself where there is none.
 */
double physics_remove_bias(double count, double adc_full_scale, double bias_conductance);

/* Direction of UP in the roller's body, radians in (-pi, pi]: a still accelerometer points up. Any common
 * unit. */
double physics_up_rad(double accel_x, double accel_y);

/*
 * Force between thigh and roller, N, from the sum over all strips. The strips carry the thigh's force on top
 * and the floor's reaction below, which by statics is the same plus the roller's weight. Never below 0.
 */
double physics_thigh_force_n(double strip_sum_n, double roller_weight_n);

#endif
