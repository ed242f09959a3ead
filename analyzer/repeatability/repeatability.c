/* SPDX-License-Identifier: MIT */
#include "repeatability/repeatability.h"

#include "multi_session/spot_tracks.h"
#include "shared/array_grow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SESSIONS_MIN 2

/* The sessions of a group, person after person, each in the order of time. */
struct table {
    const struct session_summary **session; /* [session_count] */
    size_t *person;                         /* [session_count] number of the person */
    size_t session_count, person_count;
    size_t *sessions_of; /* [person_count] */
    size_t columns;      /* sessions of each person that remain */
};

static bool is_in_group(const struct session_summary *session, const struct repeatability_group *group)
{
    return session->header.leg == group->leg && strcmp(session->header.condition, group->condition) == 0;
}

/* Add the sessions of the group that are the same person's as session `first`. */
static void add_person(struct table *table, const struct session_set *set, const struct repeatability_group *group,
                       size_t first)
{
    for (size_t i = first; i < set->count; i++) {
        const struct session_summary *session = &set->session[i];
        if (!is_in_group(session, group) || strcmp(session->header.subject, set->session[first].header.subject) != 0)
            continue;
        table->person[table->session_count] = table->person_count;
        table->session[table->session_count++] = session;
        table->sessions_of[table->person_count]++;
    }
    table->person_count++;
}

static bool is_first_of_person(const struct session_set *set, const struct repeatability_group *group, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (is_in_group(&set->session[i], group) &&
            strcmp(set->session[i].header.subject, set->session[index].header.subject) == 0)
            return false;
    return true;
}

static bool table_make(struct table *table, const struct session_set *set, const struct repeatability_group *group)
{
    *table = (struct table){.session = calloc(set->count, sizeof(struct session_summary *)),
                            .person = calloc(set->count, sizeof(size_t)),
                            .sessions_of = calloc(set->count, sizeof(size_t))};
    if (!table->session || !table->person || !table->sessions_of)
        return false;
    for (size_t i = 0; i < set->count; i++)
        if (is_in_group(&set->session[i], group) && is_first_of_person(set, group, i))
            add_person(table, set, group, i);
    return true;
}

static void table_free(struct table *table)
{
    free((void *)table->session);
    free(table->person);
    free(table->sessions_of);
}

/* Return the number of people with at least `sessions` sessions. */
static size_t count_people(const struct table *table, size_t sessions)
{
    size_t count = 0;
    for (size_t person = 0; person < table->person_count; person++)
        count += table->sessions_of[person] >= sessions;
    return count;
}

/* Choose the number of columns that makes the largest complete table, and of two equally large ones the table with more
 * people. It has at least two people if two have a second session. 0 columns if no person has one. */
static void choose_columns(struct table *table)
{
    size_t best_cells = 0;
    const size_t people_min = count_people(table, SESSIONS_MIN) > 1 ? 2 : 1;
    for (size_t columns = SESSIONS_MIN; count_people(table, columns) >= people_min; columns++) {
        size_t cells = columns * count_people(table, columns);
        if (cells > best_cells) {
            best_cells = cells;
            table->columns = columns;
        }
    }
}

/* Whether session `index` of the table, the `number`-th of its person from 0, remains. */
static bool is_kept(const struct table *table, size_t index, size_t number)
{
    return number < table->columns && table->sessions_of[table->person[index]] >= table->columns;
}

/* Return the track that is a spot in all sessions and has most dwell; NULL if there is none. */
static const struct spot_track *find_main_track(const struct spot_tracks *tracks)
{
    const struct spot_track *main_track = NULL;
    double main_dwell_s = 0;
    for (size_t t = 0; t < tracks->count; t++) {
        double dwell_s = 0;
        if (tracks->track[t].seen_count < tracks->session_count)
            continue;
        for (size_t i = 0; i < tracks->session_count; i++)
            dwell_s += tracks->track[t].spot[i]->dwell_s;
        if (dwell_s > main_dwell_s) {
            main_track = &tracks->track[t];
            main_dwell_s = dwell_s;
        }
    }
    return main_track;
}

static bool is_of_main_spot(enum repeatability_measure measure)
{
    return measure <= REPEATABILITY_SPOT_FORCE;
}

static double measure_session(const struct session_summary *session, enum repeatability_measure measure)
{
    return measure == REPEATABILITY_SPOTS_DWELL  ? session_summary_spots_s(session)
           : measure == REPEATABILITY_MEAN_FORCE ? session->mean_force_n
                                                 : session->impulse_n_s;
}

static double measure_spot(const struct result_spot *spot, enum repeatability_measure measure)
{
    return measure == REPEATABILITY_SPOT_CENTER  ? spot->center_mm
           : measure == REPEATABILITY_SPOT_DWELL ? spot->dwell_s
                                                 : spot->mean_force_n;
}

/* The values of a group: for each measure a complete table of those people who have it in each session. */
struct values {
    double *value[REPEATABILITY_MEASURES]; /* [people][columns] */
    size_t people[REPEATABILITY_MEASURES];
};

static void add_values(struct values *values, const struct session_summary *const session[], size_t columns,
                       const struct spot_track *main_track)
{
    for (enum repeatability_measure measure = 0; measure < REPEATABILITY_MEASURES; measure++) {
        double *row = values->value[measure] + values->people[measure] * columns;
        bool is_known = !is_of_main_spot(measure) || main_track;
        for (size_t i = 0; is_known && i < columns; i++) {
            row[i] = is_of_main_spot(measure) ? measure_spot(main_track->spot[i], measure)
                                              : measure_session(session[i], measure);
            is_known = isfinite(row[i]);
        }
        values->people[measure] += is_known;
    }
}

/* Add the values of each person that remains. False when out of memory. */
static bool collect_values(struct values *values, const struct table *table)
{
    for (size_t measure = 0; measure < REPEATABILITY_MEASURES; measure++)
        if (!(values->value[measure] = calloc(table->session_count, sizeof(double))))
            return false;
    for (size_t i = 0; i < table->session_count; i += table->sessions_of[table->person[i]]) {
        struct spot_tracks tracks;
        if (!is_kept(table, i, 0))
            continue;
        if (!spot_tracks_make(&tracks, &table->session[i], table->columns, false))
            return false;
        add_values(values, &table->session[i], table->columns, find_main_track(&tracks));
        spot_tracks_free(&tracks);
    }
    return true;
}

/* Leave out the sessions of the table that do not remain, with the reason. */
static bool leave_out_others(const struct table *table, struct session_set *set)
{
    bool ok = true;
    for (size_t i = 0, number = 0; ok && i < table->session_count; i++) {
        number = i > 0 && table->person[i] == table->person[i - 1] ? number + 1 : 0;
        if (is_kept(table, i, number))
            continue;
        ok = session_set_leave_out(
            set, table->session[i]->file, table->session[i]->header.subject,
            table->columns == 0 ? "Nobody has a second session with this leg and condition."
            : number >= table->columns
                ? "The table would not be complete: most others have fewer sessions with this leg and condition."
                : "The table would not be complete: most others have more sessions with this leg and condition.");
    }
    return ok;
}

static bool group_measure(struct repeatability_group *group, struct session_set *set)
{
    struct table table;
    struct values values = {0};
    bool ok = table_make(&table, set, group);
    if (ok) {
        choose_columns(&table);
        group->session_count = table.columns;
        group->subject_count = table.columns > 0 ? count_people(&table, table.columns) : 0;
        ok = collect_values(&values, &table) && leave_out_others(&table, set);
    }
    for (size_t measure = 0; ok && table.columns > 0 && measure < REPEATABILITY_MEASURES; measure++)
        if (values.people[measure] > 0)
            group->measure[measure] = reliability_compute(values.value[measure], values.people[measure], table.columns);
    for (size_t measure = 0; measure < REPEATABILITY_MEASURES; measure++)
        free(values.value[measure]);
    table_free(&table);
    return ok;
}

bool repeatability_make(struct repeatability *repeatability, struct session_set *set)
{
    *repeatability = (struct repeatability){0};
    for (size_t i = 0; i < set->count; i++) {
        const struct session_header *header = &set->session[i].header;
        size_t known = 0;
        while (known < repeatability->count && !is_in_group(&set->session[i], &repeatability->group[known]))
            known++;
        if (known < repeatability->count)
            continue;
        if (!array_grow(&repeatability->group, &repeatability->capacity, repeatability->count + 1,
                        sizeof *repeatability->group))
            return false;
        struct repeatability_group *group = &repeatability->group[repeatability->count];
        *group = (struct repeatability_group){.leg = header->leg};
        memcpy(group->condition, header->condition, sizeof group->condition);
        if (!group_measure(group, set))
            return false;
        repeatability->count++;
    }
    return true;
}

void repeatability_free(struct repeatability *repeatability)
{
    free(repeatability->group);
    *repeatability = (struct repeatability){0};
}
