/* SPDX-License-Identifier: MIT */
/* The units in which text, pages and charts show lengths and forces. The data are in mm and N everywhere; JSON, CSV and
 * the data of a chart stay so, and only what a person reads is converted, here. */
#pragma once

#include <stdbool.h>

enum units {
    UNITS_METRIC, /* mm, m, N and kg */
    UNITS_US      /* inches, feet and pounds-force */
};

#define UNITS_MM_PER_INCH 25.4
#define UNITS_N_PER_POUND 4.4482216152605

/* Parse "metric" or "us"; false for any other text. */
bool units_parse(const char *text, enum units *units);

/* A number as text, with its unit unless the function says otherwise. As a value it can be an argument of a printf-like
 * function: "%s", units_length(units, 3).text. */
struct units_text {
    char text[32];
};

/* A length such as "109 mm" or "4.3 in", and its number alone. */
struct units_text units_length(enum units units, double mm);
struct units_text units_length_number(enum units units, double mm);

/* A length that matters more exactly, such as a radius: "57.5 mm" or "2.26 in". */
struct units_text units_fine_length(enum units units, double mm);

/* A limit or a step without needless digits: "30 mm", "1.2 in" or "0.2 in". */
struct units_text units_round_length(enum units units, double mm);

/* Half of an interval, rounded up: "8 mm" or "0.4 in", and its number alone. */
struct units_text units_margin(enum units units, double mm);
struct units_text units_margin_number(enum units units, double mm);

/* A distance rolled: "12.3 m" or "40 ft". */
struct units_text units_distance(enum units units, double mm);

/* A force such as "185 N" or "42 lb", and its number alone. */
struct units_text units_force(enum units units, double force_n);
struct units_text units_force_number(enum units units, double force_n);

/* The mass with that weight, "19 kg", because newtons mean little to most people; "" where forces are in pounds. */
struct units_text units_weight(enum units units, double force_n);

/* Return the length and the force that are 1 in the unit shown, in mm and N. */
double units_length_mm(enum units units);
double units_force_n(enum units units);

/* Return the digits after the point of a length in a table, one more than in text. */
int units_table_digits(enum units units);

/* Return the name of a unit: "mm" or "in"; "millimetres" or "inches"; "N" or "lb"; "newtons" or "pounds"; "mm/s"
 * or "in/s"; "N s" or "lb s". */
const char *units_length_symbol(enum units units);
const char *units_length_name(enum units units);
const char *units_force_symbol(enum units units);
const char *units_force_name(enum units units);
const char *units_speed_symbol(enum units units);
const char *units_impulse_symbol(enum units units);

/* Return the title of an axis along the thigh, such as "mm from the upper thigh", and of one of forces, "Force, N". */
const char *units_position_title(enum units units);
const char *units_force_title(enum units units);
