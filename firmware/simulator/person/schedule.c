/* SPDX-License-Identifier: MIT */
#include "person/schedule.h"

#include <stdlib.h>

/* Ensure capacity for one more element of `element_size` bytes. */
static bool grow(void **array, size_t count, size_t *capacity, size_t element_size)
{
    if (count < *capacity)
        return true;
    size_t new_capacity = *capacity == 0 ? 64 : 2 * *capacity;
    void *larger = realloc(*array, new_capacity * element_size);
    if (larger == NULL)
        return false;
    *array = larger;
    *capacity = new_capacity;
    return true;
}

bool schedule_add(struct schedule *schedule, struct movement movement)
{
    void *array = schedule->movement;
    if (!grow(&array, schedule->movement_count, &schedule->movement_capacity, sizeof movement))
        return false;
    schedule->movement = array;
    movement.start_s = schedule_duration_s(schedule);
    if (schedule->movement_count > 0) {
        struct motion before = movement_at_end(&schedule->movement[schedule->movement_count - 1]);
        movement.rolled_from_mm = before.rolled_mm;
        movement.offset_from_mm = before.offset_mm;
    }
    schedule->movement[schedule->movement_count++] = movement;
    return true;
}

bool schedule_add_visit(struct schedule *schedule, unsigned spot)
{
    void *array = schedule->visit;
    if (!grow(&array, schedule->visit_count, &schedule->visit_capacity, sizeof *schedule->visit))
        return false;
    schedule->visit = array;
    const struct movement *last = &schedule->movement[schedule->movement_count - 1];
    schedule->visit[schedule->visit_count++] = (struct visit){spot, last->start_s, last->start_s + last->duration_s};
    return true;
}

void schedule_add_rest(struct schedule *schedule)
{
    const struct movement *last = &schedule->movement[schedule->movement_count - 1];
    if (schedule->rest_count < SCHEDULE_RESTS_MAX)
        schedule->rest[schedule->rest_count++] = (struct rest){last->start_s, last->start_s + last->duration_s};
}

void schedule_add_button(struct schedule *schedule, double time_s)
{
    if (schedule->button_count < SCHEDULE_BUTTON_MAX)
        schedule->button_s[schedule->button_count++] = time_s;
}

double schedule_duration_s(const struct schedule *schedule)
{
    if (schedule->movement_count == 0)
        return 0.0;
    const struct movement *last = &schedule->movement[schedule->movement_count - 1];
    return last->start_s + last->duration_s;
}

struct motion schedule_at(const struct schedule *schedule, double time_s)
{
    /* Binary search for the last movement that has started by this time. */
    size_t first = 0;
    size_t end = schedule->movement_count;
    while (end - first > 1) {
        size_t middle = first + (end - first) / 2;
        if (schedule->movement[middle].start_s <= time_s)
            first = middle;
        else
            end = middle;
    }
    return movement_at(&schedule->movement[first], time_s);
}

void schedule_free(struct schedule *schedule)
{
    free(schedule->movement);
    free(schedule->visit);
    *schedule = (struct schedule){0};
}
