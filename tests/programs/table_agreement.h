/* SPDX-License-Identifier: MIT */
/* The tables and the JSON of simulated sessions agree. */
#pragma once

/* Simulate `count` sessions of all kinds, and compare each table of them with their lines of JSON: every number of the
 * JSON, digit for digit, in the column that docs/FORMATS.md names. */
void table_agreement_check(unsigned count);
