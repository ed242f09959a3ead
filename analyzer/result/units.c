/* SPDX-License-Identifier: MIT */
#include "result/units.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define STANDARD_GRAVITY_M_S2 9.80665
#define MM_PER_FOOT (12 * UNITS_MM_PER_INCH)

/* What an output shows, by its units. */
static const struct {
    const char *option;
    double length_mm, force_n; /* size of a unit */
    int length_digits;         /* a tenth of an inch is 2.5 mm: finer than the uncertainty of any position */
    const char *length, *length_name, *force, *force_name, *speed, *impulse, *position_title, *force_title;
} systems[] = {
    [UNITS_METRIC] = {"metric", 1, 1, 0, "mm", "millimetres", "N", "newtons", "mm/s", "N s", "mm from the upper thigh",
                      "Force, N"},
    [UNITS_US] = {"us", UNITS_MM_PER_INCH, UNITS_N_PER_POUND, 1, "in", "inches", "lb", "pounds", "in/s", "lb s",
                  "inches from the upper thigh", "Force, lb"},
};

bool units_parse(const char *text, enum units *units)
{
    for (size_t i = 0; i < sizeof systems / sizeof systems[0]; i++)
        if (strcmp(text, systems[i].option) == 0) {
            *units = (enum units)i;
            return true;
        }
    return false;
}

/* Write a number and its unit, but never -0, which "%.0f" would write with a minus. */
static struct units_text number_text(double value, int digits, const char *unit)
{
    struct units_text out;
    double shown = digits == 0 ? round(value) : fabs(value) * 2 < pow(10, -digits) ? 0 : value;
    snprintf(out.text, sizeof out.text, "%.*f%s%s", digits, shown + 0.0, unit[0] ? " " : "", unit); /* -0 + 0 is 0 */
    return out;
}

int units_table_digits(enum units units)
{
    return systems[units].length_digits + 1;
}

struct units_text units_length(enum units units, double mm)
{
    return number_text(mm / units_length_mm(units), systems[units].length_digits, units_length_symbol(units));
}

struct units_text units_length_number(enum units units, double mm)
{
    return number_text(mm / units_length_mm(units), systems[units].length_digits, "");
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
    double steps = pow(10, systems[units].length_digits);
    return ceil(mm / units_length_mm(units) * steps) / steps;
}

struct units_text units_margin(enum units units, double mm)
{
    return number_text(margin_shown(units, mm), systems[units].length_digits, units_length_symbol(units));
}

struct units_text units_margin_number(enum units units, double mm)
{
    return number_text(margin_shown(units, mm), systems[units].length_digits, "");
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
    return systems[units].length_mm;
}

double units_force_n(enum units units)
{
    return systems[units].force_n;
}

const char *units_length_symbol(enum units units)
{
    return systems[units].length;
}

const char *units_length_name(enum units units)
{
    return systems[units].length_name;
}

const char *units_force_symbol(enum units units)
{
    return systems[units].force;
}

const char *units_force_name(enum units units)
{
    return systems[units].force_name;
}

const char *units_speed_symbol(enum units units)
{
    return systems[units].speed;
}

const char *units_impulse_symbol(enum units units)
{
    return systems[units].impulse;
}

const char *units_position_title(enum units units)
{
    return systems[units].position_title;
}

const char *units_force_title(enum units units)
{
    return systems[units].force_title;
}
