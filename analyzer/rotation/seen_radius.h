/* SPDX-License-Identifier: MIT */
/* The rolling radius as the accelerometer sees it: the axle's acceleration per angular acceleration. */
#pragma once

struct seen_radius {
    double change_mm;    /* less the header's */
    double deviation_mm; /* standard deviation; INFINITY: not seen */
};
