/* SPDX-License-Identifier: MIT */
#include "person/schedule.h"

#include <stdlib.h>

/* Make room for one more element of `size` bytes. */
static bool grow(void **array, size_t count, size_t *room, size_t size)
{
    if (count < *room) {
        return true;
    }
    size_t wanted = *room == 0 ? 64 : 2 * *room;
    void *larger = realloc(*array, wanted * size);
    if (larger == NULL) {
        return false;
    }
    *array = larger;
    *room = wanted;
    return true;
}

bool programme_add(struct programme *programme, struct movement movement)
{
    void *array = programme->movement;
    if (!grow(&array, programme->movement_count, &programme->movement_capacity, sizeof movement)) {
        return false;
    }
    programme->movement = array;
    movement.start_s = programme_length_s(programme);
    if (programme->movement_count > 0) {
        movement.rolled_from_mm = movement_rolled_end_mm(&programme->movement[programme->movement_count - 1]);
    }
    programme->movement[programme->movement_count++] = movement;
    return true;
}

bool programme_add_visit(struct programme *programme, unsigned spot)
{
    void *array = programme->visit;
    if (!grow(&array, programme->visit_count, &programme->visit_capacity, sizeof *programme->visit)) {
        return false;
    }
    programme->visit = array;
    const struct movement *last = &programme->movement[programme->movement_count - 1];
    programme->visit[programme->visit_count++] =
        (struct visit){spot, last->start_s, last->start_s + last->duration_s};
    return true;
}

void programme_add_button(struct programme *programme, double at_s)
{
    if (programme->button_count < SCHEDULE_BUTTON_MAX) {
        programme->button_s[programme->button_count++] = at_s;
    }
}

double programme_length_s(const struct programme *programme)
{
    if (programme->movement_count == 0) {
        return 0.0;
    }
    const struct movement *last = &programme->movement[programme->movement_count - 1];
    return last->start_s + last->duration_s;
}

struct motion programme_at(const struct programme *programme, double at_s)
{
    size_t low = 0;
    size_t high = programme->movement_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (programme->movement[middle].start_s <= at_s) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return movement_at(&programme->movement[low], at_s);
}

void programme_free(struct programme *programme)
{
    free(programme->movement);
    free(programme->visit);
    *programme = (struct programme){0};
}
