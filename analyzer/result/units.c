/* SPDX-License-Identifier: MIT */
#include "result/units.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define STANDARD_GRAVITY_M_S2 9.80665
#define MM_PER_FOOT (12 * UNITS_MM_PER_INCH)
#define LENGTH_DIGITS_US 1 /* a tenth of an inch is 2.5 mm: finer than the uncertainty of any position */

bool units_parse(const char *text, enum units *units)
{
    if (strcmp(text, "metric") == 0)
        *units = UNITS_METRIC;
    else if (strcmp(text, "us") == 0)
        *units = UNITS_US;
    else
        return false;
    return true;
}

/* Write a number and its unit, but never -0, which "%.0f" would write with a minus. */
static struct units_text number_text(double value, int digits, const char *unit)
{
    struct units_text out;
    double shown = digits == 0 ? round(value) : fabs(value) * 2 < pow(10, -digits) ? 0 : value;
    snprintf(out.text, sizeof out.text, "%.*f%s%s", digits, shown + 0.0, unit[0] ? " " : "", unit); /* -0 + 0 is 0 */
    return out;
}

static int length_digits(enum units units)
{
    return units == UNITS_US ? LENGTH_DIGITS_US : 0;
}

int units_table_digits(enum units units)
{
    return length_digits(units) + 1;
}

struct units_text units_length(enum units units, double mm)
{
    return number_text(mm / units_length_mm(units), length_digits(units), units_length_symbol(units));
}

struct units_text units_length_number(enum units units, double mm)
{
    return number_text(mm / units_length_mm(units), length_digits(units), "");
}

struct units_text units_fine_length(enum units units, double mm)
{
    return number_text(mm / units_length_mm(units), units_table_digits(units), units_length_symbol(units));
}

struct units_text units_round_length(enum units units, double mm)
{
    struct units_text out;
    snprintf(out.text, sizeof out.text, units == UNITS_US ? "%.2g %s" : "%g %s", mm / units_length_mm(units),
             units_length_symbol(units));
    return out;
}

/* Return a margin in the unit shown, rounded up. */
static double margin_shown(enum units units, double mm)
{
    double steps = pow(10, length_digits(units));
    return ceil(mm / units_length_mm(units) * steps) / steps;
}

struct units_text units_margin(enum units units, double mm)
{
    return number_text(margin_shown(units, mm), length_digits(units), units_length_symbol(units));
}

struct units_text units_margin_number(enum units units, double mm)
{
    return number_text(margin_shown(units, mm), length_digits(units), "");
}

struct units_text units_distance(enum units units, double mm)
{
    return units == UNITS_US ? number_text(mm / MM_PER_FOOT, 0, "ft") : number_text(mm / 1000, 1, "m");
}

struct units_text units_force(enum units units, double force_n)
{
    return number_text(force_n / units_force_n(units), 0, units_force_symbol(units));
}

struct units_text units_force_number(enum units units, double force_n)
{
    return number_text(force_n / units_force_n(units), 0, "");
}

struct units_text units_weight(enum units units, double force_n)
{
    if (units == UNITS_US)
        return (struct units_text){""};
    return number_text(force_n / STANDARD_GRAVITY_M_S2, 0, "kg");
}

double units_length_mm(enum units units)
{
    return units == UNITS_US ? UNITS_MM_PER_INCH : 1;
}

double units_force_n(enum units units)
{
    return units == UNITS_US ? UNITS_N_PER_POUND : 1;
}

const char *units_length_symbol(enum units units)
{
    return units == UNITS_US ? "in" : "mm";
}

const char *units_length_name(enum units units)
{
    return units == UNITS_US ? "inches" : "millimetres";
}

const char *units_force_symbol(enum units units)
{
    return units == UNITS_US ? "lb" : "N";
}

const char *units_force_name(enum units units)
{
    return units == UNITS_US ? "pounds" : "newtons";
}

const char *units_speed_symbol(enum units units)
{
    return units == UNITS_US ? "in/s" : "mm/s";
}

const char *units_impulse_symbol(enum units units)
{
    return units == UNITS_US ? "lb s" : "N s";
}

const char *units_position_title(enum units units)
{
    return units == UNITS_US ? "inches from the upper thigh" : "mm from the upper thigh";
}
