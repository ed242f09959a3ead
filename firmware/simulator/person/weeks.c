/* SPDX-License-Identifier: MIT */
#include "person/weeks.h"

#include <math.h>

#define DWELL_DEVIATION 0.35
#define FORCE_DEVIATION 0.15
#define STOP_MM 4.0       /* deviation of where the person stops at a spot */
#define SPACING_MIN_MM 60 /* between the spots of a person */
#define END_MARGIN_MM 40  /* between a spot and the ends of the thigh */
#define DAYS_PER_WEEK 7

enum stream { STREAM_PERSON = 100 }; /* apart from the streams of a session */

const struct weeks_habits WEEKS_USUAL = {.session_count = 30,
                                         .days_between = DAYS_PER_WEEK,
                                         .start_deviation_mm = 10,
                                         .end_deviation_mm = 5,
                                         .skip_probability = 0.2};

static bool is_near_another(const struct weeks_person *person, size_t spot)
{
    for (size_t j = 0; j < spot; j++)
        if (fabs(person->position_mm[spot] - person->position_mm[j]) < SPACING_MIN_MM)
            return true;
    return false;
}

static void place_spots(const struct weeks_habits *habits, struct weeks_person *person)
{
    double low_mm = END_MARGIN_MM, high_mm = person->thigh_length_mm - END_MARGIN_MM;
    person->spot_count = habits->gap_mm > 0 ? 2 : 1 + random_below(&person->random, 3);
    for (size_t k = 0; k < person->spot_count; k++) {
        if (habits->gap_mm > 0)
            person->position_mm[k] = k == 0 ? random_uniform(&person->random, low_mm, high_mm - habits->gap_mm)
                                            : person->position_mm[0] + habits->gap_mm;
        else
            do
                person->position_mm[k] = random_uniform(&person->random, low_mm, high_mm);
            while (is_near_another(person, k));
        person->dwell_s[k] = random_log_uniform(&person->random, 10, 50);
    }
}

struct weeks_person weeks_person_make(const struct weeks_habits *habits, uint64_t seed)
{
    struct weeks_person person = {0};
    random_seed(&person.random, seed, STREAM_PERSON);
    double random_length_mm = random_uniform(&person.random, 330, 430);
    person.thigh_length_mm = habits->thigh_length_mm > 0 ? habits->thigh_length_mm : random_length_mm;
    place_spots(habits, &person);
    return person;
}

static bool exists(const struct weeks_habits *habits, size_t spot, size_t session)
{
    if (spot > 0)
        return true;
    return session >= habits->first_from_session &&
           (habits->first_until_session == 0 || session < habits->first_until_session);
}

/* Return the factor by which a session's dwell differs for good from that of the first. */
static double lasting_factor(const struct weeks_habits *habits, size_t index)
{
    double weeks = habits->days_between * (double)index / DAYS_PER_WEEK;
    double factor = habits->change_per_week > 0 ? pow(habits->change_per_week, weeks) : 1;
    return habits->step_factor > 0 && index >= habits->step_session ? factor * habits->step_factor : factor;
}

struct weeks_session weeks_next_session(const struct weeks_habits *habits, struct weeks_person *person, size_t index)
{
    struct random *random = &person->random;
    struct weeks_session session = {.days = habits->days_between * (double)index};
    double keep = index == 0 ? 0 : habits->autocorrelation;
    session.start_mm = random_normal(random, habits->start_deviation_mm);
    session.low_end_mm = random_normal(random, habits->end_deviation_mm);
    session.high_end_mm = person->thigh_length_mm + random_normal(random, habits->end_deviation_mm);
    session.force_factor = exp(random_normal(random, FORCE_DEVIATION));
    for (size_t k = 0; k < person->spot_count; k++) {
        person->variation[k] = keep * person->variation[k] + random_normal(random, sqrt(1 - keep * keep));
        session.dwell_s[k] =
            person->dwell_s[k] * exp(DWELL_DEVIATION * person->variation[k]) * lasting_factor(habits, index);
        session.stop_mm[k] = person->position_mm[k] + random_normal(random, STOP_MM);
        session.is_stopped_at[k] = !random_chance(random, habits->skip_probability) && exists(habits, k, index);
    }
    return session;
}
