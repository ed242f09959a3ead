/* SPDX-License-Identifier: MIT */
#include "terminal/live_places.h"

#include <math.h>

/* Return the index of the nearest place within `within_mm`; places->count if there is none. */
static size_t find_index(const struct live_places *places, double position_mm, double within_mm)
{
    size_t nearest = places->count;
    double nearest_mm = within_mm;
    for (size_t i = 0; i < places->count; i++) {
        double distance_mm = fabs(places->place[i].center_mm - position_mm);
        if (distance_mm <= nearest_mm) {
            nearest_mm = distance_mm;
            nearest = i;
        }
    }
    return nearest;
}

const struct live_place *live_places_find(const struct live_places *places, double position_mm)
{
    size_t index = find_index(places, position_mm, LIVE_PLACES_MERGE_MM);
    return index < places->count ? &places->place[index] : NULL;
}

void live_places_add_visit(struct live_places *places, double center_mm, double dwell_s)
{
    size_t index = find_index(places, center_mm, LIVE_PLACES_MERGE_MM);
    if (index == places->count && places->count == LIVE_PLACES_MAX)
        index = find_index(places, center_mm, INFINITY);
    else if (index == places->count)
        places->place[places->count++] = (struct live_place){.center_mm = center_mm};
    struct live_place *place = &places->place[index];
    place->dwell_s += dwell_s;
    place->center_mm += (center_mm - place->center_mm) * dwell_s / place->dwell_s;
    place->visits++;
}

void live_places_add_mark(struct live_places *places, double position_mm)
{
    places->mark_mm[places->marks % LIVE_MARKS_MAX] = position_mm;
    places->marks++;
}

size_t live_places_known_marks(const struct live_places *places)
{
    return places->marks < LIVE_MARKS_MAX ? places->marks : LIVE_MARKS_MAX;
}
