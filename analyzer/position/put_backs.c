/* SPDX-License-Identifier: MIT */
#include "position/put_backs.h"

#include "force/contact.h"
#include "numeric/range.h"

#include <math.h>
#include <stdlib.h>

#define BEYOND_FRACTION 0.06 /* the range may be longer than the thigh by this fraction ... */
#define BEYOND_MM 75.0       /* ... and by this: 2.5 deviations of what people roll beyond, slip and put back */
#define THIGH_MAX_MM 430.0   /* an unknown thigh is not longer */
#define MANY 3               /* so many show that the person does so, without a gyro */
#define NOT_TURNED (-2.0)    /* fewer do not, unless the gyro says that the roller was not turned end for end */
#define ROLLED_MIN_MM 50.0   /* a roller that turned this far without load may have been rolled back */
#define STROKE_FRACTION 0.62 /* of the thigh: a longer part is rolled from end to end ... */
#define LIKE_FRACTION 0.12   /* ... like that before, if they differ by at most this; then the middles agree ... */
#define LIKE_DEVIATION_MM 12.0
#define BEGIN_DEVIATION_MM 25.0 /* ... else the beginnings do */

/* What is known when a lift is decided. */
struct place {
    struct range rolled, part; /* before the lift; after it, up to the next */
    double begin_mm;           /* where the part begins */
    double turned_mm;          /* what the roller turned without load; NAN = unknown */
    double thigh_mm, limit_mm;
};

/* Return where the part after the lift is to be moved. */
static struct put_back put_back_to(const struct place *place)
{
    double rolled_mm = range_length_mm(place->rolled), part_mm = range_length_mm(place->part);
    if (fabs(place->turned_mm) > ROLLED_MIN_MM &&
        range_length_mm(range_join(place->rolled, range_shift(place->part, place->turned_mm))) <= place->limit_mm)
        return (struct put_back){.mm = place->turned_mm, .deviation_mm = BEGIN_DEVIATION_MM};
    double low_mm = place->rolled.low_mm - place->part.low_mm, high_mm = place->rolled.high_mm - place->part.high_mm;
    double middle_mm = (low_mm + high_mm) / 2;
    if (part_mm < STROKE_FRACTION * place->thigh_mm)
        return (struct put_back){.mm = middle_mm, .deviation_mm = (place->limit_mm - part_mm) / sqrt(12)};
    if (fabs(part_mm - rolled_mm) <= LIKE_FRACTION * place->thigh_mm)
        return (struct put_back){.mm = middle_mm, .deviation_mm = LIKE_DEVIATION_MM};
    bool begins_low = place->begin_mm - place->part.low_mm < place->part.high_mm - place->begin_mm;
    return (struct put_back){.mm = begins_low ? low_mm : high_mm, .deviation_mm = BEGIN_DEVIATION_MM};
}

/* Return the range of the loaded rows from *row on, up to `end` or a `zero` event, and set *row to it. */
static struct range range_up_to(const double *mm, const unsigned char *contact, size_t *row, size_t end)
{
    struct range range = RANGE_EMPTY;
    for (size_t first = *row; *row < end && (contact[*row] != CONTACT_ZEROED || *row == first); (*row)++)
        if (contact[*row] != CONTACT_UNLOADED && !isnan(mm[*row]))
            range = range_add(range, mm[*row]);
    return range;
}

/* Return what the roller turned, mm, between the last loaded row before `row` and it. */
static double turned_without_load_mm(const struct odometry_input *input, size_t row)
{
    size_t last = row;
    while (last > 0 && input->contact[last - 1] == CONTACT_UNLOADED)
        last--;
    return last > 0 ? input->radius_mm * (input->rotation_rad[row] - input->rotation_rad[last - 1]) : NAN;
}

/* Whether all of them are believed: the person does so again and again, or the gyro excludes the other explanation. */
static bool are_believed(const struct put_backs *backs, const struct lifts *lifts)
{
    if (backs->count >= MANY)
        return true;
    for (size_t b = 0, k = 0; b < backs->count; b++) {
        while (lifts->lift[k].row != backs->put_back[b].row)
            k++;
        if (lifts->lift[k].log_odds > NOT_TURNED)
            return false;
    }
    return true;
}

bool put_backs_find(struct put_backs *backs, const double *mm, const unsigned char *contact,
                    const struct odometry_input *input, const struct lifts *lifts, double thigh_length_mm)
{
    double thigh_mm = thigh_length_mm > 0 ? thigh_length_mm : THIGH_MAX_MM, shift_mm = 0;
    *backs = (struct put_backs){.put_back = malloc((lifts->count + 1) * sizeof *backs->put_back)};
    if (backs->put_back == NULL)
        return false;
    struct place place = {.rolled = RANGE_EMPTY, .thigh_mm = thigh_mm, .limit_mm = (1 + BEYOND_FRACTION) * thigh_mm};
    size_t row = 0;
    for (size_t k = 0; k <= lifts->count; k++) {
        size_t end = k < lifts->count ? lifts->lift[k].row : input->count;
        place.begin_mm = k > 0 ? mm[row] + shift_mm : NAN;
        place.turned_mm = k > 0 ? turned_without_load_mm(input, row) : NAN;
        size_t first = row;
        place.part = range_shift(range_up_to(mm, contact, &row, end), shift_mm);
        if (k > 0 && range_length_mm(range_join(place.rolled, place.part)) > place.limit_mm + BEYOND_MM &&
            range_length_mm(place.rolled) > 0 && range_length_mm(place.part) <= place.limit_mm + BEYOND_MM) {
            struct put_back back = put_back_to(&place);
            back.row = first;
            backs->put_back[backs->count++] = back;
            shift_mm += back.mm;
            place.part = range_shift(place.part, back.mm);
        }
        place.rolled = range_join(place.rolled, place.part);
        while (row < end) { /* each `zero` event is a new origin */
            shift_mm = 0;
            place.rolled = range_up_to(mm, contact, &row, end);
        }
    }
    if (!are_believed(backs, lifts))
        backs->count = 0;
    return true;
}

const struct put_back *put_backs_before(const struct put_backs *backs, size_t row)
{
    const struct put_back *found = NULL;
    for (size_t b = 0; b < backs->count && backs->put_back[b].row <= row; b++)
        found = &backs->put_back[b];
    return found;
}

void put_backs_free(struct put_backs *backs)
{
    free(backs->put_back);
    *backs = (struct put_backs){0};
}
