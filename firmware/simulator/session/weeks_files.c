/* SPDX-License-Identifier: MIT */
#include "session/weeks_files.h"

#include "session/direct_session.h"
#include "session/output_file.h"
#include "shared/iso_time.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define STARTED "2026-03-01T18:30:00.000+01:00"
#define STROKES 24
#define DWELL_MIN_S 5.5 /* a shorter stop is no visit */
#define END_MM 8.0      /* a spot nearer to an end of the rolled range is not reached */
#define LESS_PER_WEEK 0.94
#define MORE_PER_WEEK (1 / 0.94)
#define SESSION_SEEDS UINT64_C(1000003) /* seeds of a person's sessions are apart from those of others */

enum stream { STREAM_CHANGE = 101, STREAM_LEG };

static const char *const NAMES[WEEKS_CHANGE_COUNT] = {[WEEKS_CHANGE_NONE] = "none",
                                                      [WEEKS_CHANGE_NEW] = "new",
                                                      [WEEKS_CHANGE_GONE] = "gone",
                                                      [WEEKS_CHANGE_LESS] = "less",
                                                      [WEEKS_CHANGE_MORE] = "more"};

bool weeks_change_from_name(const char *name, enum weeks_change *change)
{
    for (int i = WEEKS_CHANGE_NONE; i < WEEKS_CHANGE_COUNT; i++) {
        if (strcmp(name, NAMES[i]) == 0) {
            *change = (enum weeks_change)i;
            return true;
        }
    }
    return false;
}

/* A person over weeks and the sessions so far. */
struct weeks {
    struct scene_request request; /* of the next session */
    struct weeks_habits habits;
    struct weeks_person person;
    enum weeks_change change;
    const char *first_started;
    struct iso_time first;
    json_t *sessions; /* their truth */
};

static enum weeks_change choose_change(enum weeks_change change, uint64_t seed)
{
    struct random random;
    random_seed(&random, seed, STREAM_CHANGE);
    return change == WEEKS_CHANGE_RANDOM ? (enum weeks_change)(1 + random_below(&random, WEEKS_CHANGE_COUNT - 1))
                                         : change;
}

static struct weeks_habits habits_with(unsigned weeks, enum weeks_change change, double thigh_length_mm)
{
    struct weeks_habits habits = WEEKS_USUAL;
    habits.session_count = weeks;
    habits.thigh_length_mm = thigh_length_mm;
    if (change == WEEKS_CHANGE_NEW)
        habits.first_from_session = weeks / 2;
    else if (change == WEEKS_CHANGE_GONE)
        habits.first_until_session = weeks / 2;
    else if (change == WEEKS_CHANGE_LESS || change == WEEKS_CHANGE_MORE)
        habits.change_per_week = change == WEEKS_CHANGE_LESS ? LESS_PER_WEEK : MORE_PER_WEEK;
    return habits;
}

/* Choose the leg of a person, unless it is requested. */
static void choose_leg(struct scene_request *request)
{
    struct random random;
    random_seed(&random, request->person, STREAM_LEG);
    const char *leg = random_chance(&random, 0.5) ? "left" : "right";
    if (request->leg[0] == '\0')
        memcpy(request->leg, leg, strlen(leg) + 1);
}

/* Put the stops of a session into the request, and return them for its truth; NULL when out of memory. What is too
 * short for a visit or beyond the rolled range is left out. */
static json_t *add_stops(struct scene_request *request, const struct weeks_person *person,
                         const struct weeks_session *session)
{
    json_t *stops = json_array();
    request->spot_count = request->spot_dwell_count = 0;
    for (size_t k = 0; k < person->spot_count; k++) {
        double center_mm = session->stop_mm[k] - session->start_mm;
        bool is_reached = center_mm >= END_MM && center_mm <= request->thigh_length_mm - END_MM;
        if (!session->is_stopped_at[k] || !is_reached || session->dwell_s[k] < DWELL_MIN_S)
            continue;
        request->spot_mm[request->spot_count++] = center_mm;
        request->spot_dwell_s[request->spot_dwell_count++] = session->dwell_s[k];
        if (json_array_append_new(stops, json_pack("{s:i, s:f, s:f}", "spot", (int)k + 1, "center_mm", center_mm,
                                                   "dwell_s", session->dwell_s[k])) != 0) {
            json_decref(stops);
            return NULL;
        }
    }
    return stops;
}

/* Write the date and time of a session: the first one's, so many days later. */
static void write_date(const struct weeks *weeks, double days, char date[ISO_TIME_SIZE], char *started, size_t size)
{
    int year, month, day;
    iso_time_civil(weeks->first.day + lround(days), &year, &month, &day);
    (void)snprintf(date, ISO_TIME_SIZE, "%04d-%02d-%02d", year, month, day);
    (void)snprintf(started, size, "%s%s", date, weeks->first_started + ISO_TIME_DATE_LENGTH);
}

static bool write_session(struct weeks *weeks, const char *folder, size_t index, struct failure *failure)
{
    const struct weeks_session session = weeks_next_session(&weeks->habits, &weeks->person, index);
    struct scene_request *request = &weeks->request;
    struct scene scene;
    char date[ISO_TIME_SIZE], started[64], name[64];
    write_date(weeks, session.days, date, started, sizeof started);
    (void)snprintf(name, sizeof name, "%s_%s.csv", date, request->leg);
    request->seed++;
    request->started = started;
    request->force_factor = session.force_factor;
    request->stated_length_mm = round(weeks->person.thigh_length_mm);
    request->thigh_length_mm = session.high_end_mm - session.start_mm;
    json_t *stops = add_stops(request, &weeks->person, &session);
    json_t *truth = json_pack("{s:s, s:s, s:f, s:f, s:o}", "file", name, "started", started, "start_mm",
                              session.start_mm, "force_factor", session.force_factor, "stops", stops);
    if (truth == NULL || json_array_append_new(weeks->sessions, truth) != 0)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "out of memory for the sessions");
    size_t size = strlen(folder) + sizeof name + 1;
    char *path = malloc(size);
    if (path == NULL)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "out of memory for the sessions");
    (void)snprintf(path, size, "%s/%s", folder, name);
    bool ok = scene_make(request, &scene, failure) && direct_session_write(path, NULL, &scene, failure);
    scene_free(&scene);
    free(path);
    return ok;
}

static json_t *describe_spots(const struct weeks *weeks)
{
    json_t *spots = json_array();
    size_t until = weeks->habits.first_until_session, count = weeks->habits.session_count;
    for (size_t k = 0; k < weeks->person.spot_count; k++) {
        json_t *spot =
            json_pack("{s:f, s:f, s:i, s:i}", "position_mm", weeks->person.position_mm[k], "usual_dwell_s",
                      weeks->person.dwell_s[k], "from_session", k == 0 ? (int)weeks->habits.first_from_session + 1 : 1,
                      "until_session", (int)(k == 0 && until > 0 ? until : count));
        if (json_array_append_new(spots, spot) != 0) {
            json_decref(spots);
            return NULL;
        }
    }
    return spots;
}

/* Write the truth; takes the sessions out of `weeks`. */
static bool write_truth(struct weeks *weeks, const char *path, uint64_t seed, struct failure *failure)
{
    double factor = weeks->habits.change_per_week > 0 ? weeks->habits.change_per_week : 1;
    json_t *truth =
        json_pack("{s:i, s:I, s:s, s:s, s:f, s:s, s:f, s:o, s:o}", "weeks", (int)weeks->habits.session_count, "seed",
                  (json_int_t)seed, "subject", weeks->request.subject, "leg", weeks->request.leg, "thigh_length_mm",
                  weeks->person.thigh_length_mm, "change", NAMES[weeks->change], "percent_per_week", 100 * (factor - 1),
                  "spots", describe_spots(weeks), "sessions", weeks->sessions);
    struct output_file file;
    weeks->sessions = NULL;
    if (truth == NULL)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "out of memory; %s was not written", path);
    bool is_open = output_file_open(&file, path, failure);
    if (is_open) {
        (void)json_dumpf(truth, file.stream, JSON_REAL_PRECISION(6) | JSON_INDENT(1));
        (void)fputc('\n', file.stream);
    }
    json_decref(truth);
    return is_open && output_file_commit(&file, path, failure);
}

bool weeks_files_write(const char *folder, const char *truth, unsigned count, enum weeks_change change,
                       const struct scene_request *request, struct failure *failure)
{
    struct weeks weeks = {.request = *request,
                          .change = choose_change(change, request->seed),
                          .first_started = request->started != NULL ? request->started : STARTED};
    uint64_t seed = request->seed;
    weeks.first = iso_time_parse(weeks.first_started);
    if (!weeks.first.known || strlen(weeks.first_started) <= ISO_TIME_DATE_LENGTH)
        return failure_set(failure, EXIT_STATUS_USAGE, "--started takes a time such as %s, not '%s'", STARTED,
                           weeks.first_started);
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "cannot make the folder %s: %s", folder, strerror(errno));
    weeks.habits = habits_with(count, weeks.change, request->thigh_length_mm);
    weeks.request.person = scene_person_seed(request);
    weeks.request.has_person = true;
    weeks.request.subject = scene_subject(request);
    weeks.request.seed = seed * SESSION_SEEDS;
    weeks.person = weeks_person_make(&weeks.habits, weeks.request.person);
    choose_leg(&weeks.request);
    if (weeks.request.strokes == 0)
        weeks.request.strokes = STROKES;
    weeks.sessions = json_array();
    bool ok = weeks.sessions != NULL || failure_set(failure, EXIT_STATUS_OUTPUT, "out of memory for the sessions");
    for (size_t i = 0; ok && i < count; i++)
        ok = write_session(&weeks, folder, i, failure);
    ok = ok && (truth == NULL || write_truth(&weeks, truth, seed, failure));
    json_decref(weeks.sessions);
    return ok;
}
