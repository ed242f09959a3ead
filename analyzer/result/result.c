/* SPDX-License-Identifier: MIT */
#include "result/result.h"

#include <stdlib.h>

const char *position_method_name(enum position_method method)
{
    return method == POSITION_IMU ? "imu" : method == POSITION_RING ? "ring" : "fused";
}

const char *position_origin_name(enum position_origin origin)
{
    static const char *const name[] = {[POSITION_ORIGIN_ZERO] = "zero",
                                       [POSITION_ORIGIN_KNEE] = "knee",
                                       [POSITION_ORIGIN_START] = "start",
                                       [POSITION_ORIGIN_ASSUMED] = "assumed"};
    return name[origin];
}

bool result_bin_is_on_spot(const struct profile *profile, size_t bin, const struct result_spot *spot, size_t count)
{
    double from_mm = profile->x_mm[bin] - profile->bin_mm / 2, to_mm = from_mm + profile->bin_mm;
    for (size_t i = 0; i < count; i++)
        if (to_mm > spot[i].start_mm && from_mm < spot[i].end_mm)
            return true;
    return false;
}

void result_free(struct result *result)
{
    for (size_t k = 0; k < result->spot_count; k++)
        free(result->spot[k].visit);
    for (size_t k = 0; k < result->warning_count; k++)
        free(result->warning[k]);
    free(result->stroke);
    free(result->spot);
    free(result->warning);
    free(result->since_last_time);
    free(result->file);
    free(result->gap);
    free(result->sources.source);
    free(result->mark);
    profile_free(&result->profile);
    free(result->trace.time_s);
    free(result->trace.position_mm);
    free(result->trace.speed_mm_s);
    free(result->trace.force_n);
    free(result->trace.contact);
    free(result->trace.stroke);
    free(result->trace.spot);
    free(result->details.visit);
    free(result->details.rotation_rad);
    free(result->details.imu_rad);
    free(result->details.ring_rad);
    free(result->details.strip_load_n);
    *result = (struct result){0};
}
