/* SPDX-License-Identifier: MIT */
#include "shared/physics.h"

#include <math.h>

double physics_strip_load_n(double reading, double adc_full_scale, double k_n, double p)
{
    if (reading <= 0)
        return 0;
    double count_max = adc_full_scale - 0.5;
    double limited = reading < count_max ? reading : count_max;
    double conductance_ratio = limited / (adc_full_scale - limited);
    return k_n * (p == 1.0 ? conductance_ratio : pow(conductance_ratio, p)); /* pow is slow, and 1 is the default */
}

double physics_remove_bias(double reading, double adc_full_scale, double bias_conductance)
{
    if (bias_conductance <= 0 || reading >= adc_full_scale)
        return reading;
    double strip_ratio = reading / (adc_full_scale - reading) - bias_conductance;
    return strip_ratio > 0 ? adc_full_scale * strip_ratio / (1 + strip_ratio) : 0;
}

double physics_up_rad(double accel_x, double accel_y)
{
    return atan2(accel_y, accel_x);
}

double physics_thigh_force_n(double strip_sum_n, double roller_weight_n)
{
    double force_n = (strip_sum_n - roller_weight_n) / 2;
    return force_n > 0 ? force_n : 0;
}
