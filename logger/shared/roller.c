/* SPDX-License-Identifier: MIT */
#include "roller.h"

#include <math.h>

double roller_conductance_ratio(double count, double adc_full_scale)
{
    if (count <= 0)
        return 0;
    double largest = adc_full_scale - 0.5;
    double told = count < largest ? count : largest;
    return told / (adc_full_scale - told);
}

double roller_strip_force_n(double count, double adc_full_scale, double k_n, double p)
{
    double ratio = roller_conductance_ratio(count, adc_full_scale);
    return k_n * (p == 1.0 || ratio <= 0 ? ratio : pow(ratio, p));
}

double roller_count_without_bias(double count, double adc_full_scale, double bias_conductance)
{
    if (bias_conductance <= 0 || count >= adc_full_scale)
        return count;
    double own = count / (adc_full_scale - count) - bias_conductance;
    return own > 0 ? adc_full_scale * own / (1 + own) : 0;
}

double roller_up_rad(double accel_x, double accel_y)
{
    return atan2(accel_y, accel_x);
}

double roller_thigh_force_n(double strip_sum_n, double roller_weight_n)
{
    double force_n = (strip_sum_n - roller_weight_n) / 2;
    return force_n > 0 ? force_n : 0;
}
