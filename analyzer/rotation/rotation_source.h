/* SPDX-License-Identifier: MIT */
/* What measured the rotation in a row. */
#pragma once

enum rotation_source { ROTATION_UNKNOWN, ROTATION_FROM_IMU, ROTATION_FROM_RING };
