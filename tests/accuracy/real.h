/* SPDX-License-Identifier: MIT */
/* Real motion sensors: two of them on one wheel must measure the same rotation. */
#pragma once

/* Analyse the pairs of recordings in `folder` (trialNN-a.csv, trialNN-b.csv) and print their revolutions and how far
 * they differ. Returns the number of limits missed; pairs that are not there are skipped in words. */
int real_compare(const char *programs, const char *folder);
