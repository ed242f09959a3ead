/* SPDX-License-Identifier: MIT */
#include "compare/difference.h"

#include <math.h>

struct difference difference_make(double before, double after, double part, double least)
{
    double change = after - before;
    struct difference difference = {before, after, change, NAN, NAN, CHANGE_UNKNOWN};
    if (!isfinite(change))
        return difference;
    if (before != 0)
        difference.change_percent = 100 * change / before;
    if (before + after != 0)
        difference.symmetry_percent = 100 * change / (0.5 * (before + after));
    if (isfinite(part)) {
        double needed = fmax(part * fmax(fabs(before), fabs(after)), least);
        difference.verdict = fabs(change) <= needed ? CHANGE_SAME : change < 0 ? CHANGE_LESS : CHANGE_MORE;
    }
    return difference;
}

const char *change_name(enum change change)
{
    static const char *const names[] = {
        [CHANGE_UNKNOWN] = "unknown", [CHANGE_SAME] = "same", [CHANGE_LESS] = "less",
        [CHANGE_MORE] = "more",       [CHANGE_NEW] = "new",   [CHANGE_GONE] = "gone",
        [CHANGE_BETWEEN] = "between"};
    return names[change];
}
