/* SPDX-License-Identifier: MIT */
#include "session/scene.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Random spots keep at least these distances from the ends of the thigh and from each other. */
#define SPOT_FROM_UPPER_END_MM 12.0
#define SPOT_FROM_KNEE_MM 20.0
#define SPOT_DISTANCE_MM 62.0
#define SPOT_FROM_ROCK_END_MM 32.0 /* from the ends of the thigh, if the person rocks widely */
#define HARD_SPOT_DISTANCE_MM 50.0

#define TAPE_RADIUS_SIGMA 0.004 /* errors of a radius and a thigh length measured with a tape */
#define TAPE_LENGTH_SIGMA_MM 3.0
#define PEAK_STEP_S 0.02 /* interval of the speeds whose largest is the peak */

#define SPOT_ATTEMPTS 10000    /* number of random positions tried in total */
#define ATTEMPTS_PER_START 200 /* number of positions tried before all spots are discarded and chosen again */
/* Smallest distance between spots that the user chooses. Closer spots could be mistaken for one. */
#define SPOT_DISTANCE_MIN_MM 35.0

/* Independent streams of random numbers, so that a choice by the user does not change the others. */
enum stream { STREAM_ROLLER, STREAM_PERSON, STREAM_SPOTS, STREAM_BODY, STREAM_SCHEDULE, STREAM_NOISE };

/* A comparison function for qsort. */
static int compare_numbers(const void *a, const void *b)
{
    double first = *(const double *)a, second = *(const double *)b;
    return (first > second) - (first < second);
}

/* Sort the spots by position; each keeps its dwell. */
static void sort_spots(struct scene *scene)
{
    struct {
        double mm; /* first, for compare_numbers */
        double dwell_s;
    } spot[SCHEDULE_SPOTS_MAX] = {0};
    for (unsigned i = 0; i < scene->spot_count; i++) {
        spot[i].mm = scene->spot_mm[i];
        spot[i].dwell_s = scene->spot_dwell_s[i];
    }
    qsort(spot, scene->spot_count, sizeof spot[0], compare_numbers);
    for (unsigned i = 0; i < scene->spot_count; i++) {
        scene->spot_mm[i] = spot[i].mm;
        scene->spot_dwell_s[i] = spot[i].dwell_s;
    }
}

static bool is_too_near(const double *spot_mm, unsigned count, double candidate_mm, double distance_mm)
{
    for (unsigned i = 0; i < count; i++)
        if (fabs(spot_mm[i] - candidate_mm) < distance_mm)
            return true;
    return false;
}

/* Return the distance from the ends of the thigh that the behaviours require of random spots. */
static double distance_from_ends_mm(struct behaviors behaviors)
{
    if (behaviors_include(behaviors, BEHAVIOR_RESTS))
        return SPOT_DISTANCE_MM; /* a rest lies at an end, and is no spot */
    return behaviors_include(behaviors, BEHAVIOR_ROCKS) ? SPOT_FROM_ROCK_END_MM : 0.0;
}

static bool choose_random_spots(const struct scene_request *request, struct scene *scene, struct failure *failure)
{
    struct random random;
    random_seed(&random, request->seed, STREAM_SPOTS);
    double from_end_mm = distance_from_ends_mm(request->behaviors);
    double min_mm = fmax(SPOT_FROM_UPPER_END_MM, from_end_mm);
    double max_mm = scene->person.thigh_length_mm - fmax(SPOT_FROM_KNEE_MM, from_end_mm);
    double distance_mm = request->hard ? HARD_SPOT_DISTANCE_MM : SPOT_DISTANCE_MM;
    for (unsigned attempts = 0; scene->spot_count < request->random_spots; attempts++) {
        if (attempts == SPOT_ATTEMPTS) {
            return failure_set(failure, EXIT_STATUS_USAGE,
                               "%u random spots do not fit on a thigh of %.0f mm; choose fewer", request->random_spots,
                               scene->person.thigh_length_mm);
        }
        if (attempts % ATTEMPTS_PER_START == ATTEMPTS_PER_START - 1)
            scene->spot_count = 0; /* the first spots may leave no space for the others, so start again */
        double candidate_mm = random_uniform(&random, min_mm, max_mm);
        if (!is_too_near(scene->spot_mm, scene->spot_count, candidate_mm, distance_mm))
            scene->spot_mm[scene->spot_count++] = candidate_mm;
    }
    sort_spots(scene);
    return true;
}

static bool copy_spots(const struct scene_request *request, struct scene *scene, struct failure *failure)
{
    for (unsigned i = 0; i < request->spot_count; i++) {
        if (request->spot_mm[i] > scene->person.thigh_length_mm) {
            return failure_set(failure, EXIT_STATUS_USAGE,
                               "the spot at %.0f mm lies beyond the thigh of %.0f mm; choose "
                               "another, or set --thigh-length",
                               request->spot_mm[i], scene->person.thigh_length_mm);
        }
        if (is_too_near(scene->spot_mm, scene->spot_count, request->spot_mm[i], SPOT_DISTANCE_MIN_MM)) {
            return failure_set(failure, EXIT_STATUS_USAGE,
                               "the spot at %.0f mm is less than %.0f mm from another: they "
                               "would count as one; omit one",
                               request->spot_mm[i], SPOT_DISTANCE_MIN_MM);
        }
        scene->spot_dwell_s[scene->spot_count] = request->spot_dwell_s[i];
        scene->spot_mm[scene->spot_count++] = request->spot_mm[i];
    }
    sort_spots(scene);
    return true;
}

static double requested_or(double requested, double random_value)
{
    return requested > 0.0 ? requested : random_value;
}

static void randomize_roller_and_person(const struct scene_request *request, struct scene *scene)
{
    struct random random;
    random_seed(&random, scene->person_seed, STREAM_ROLLER);
    const char *random_leg = random_chance(&random, 0.5) ? "left" : "right";
    const char *leg = request->leg[0] != '\0' ? request->leg : random_leg;
    memcpy(scene->leg, leg, strlen(leg) + 1);
    double radius_mm =
        requested_or(request->rolling_radius_mm, round(random_uniform(&random, 65.0, 76.0) * 10.0) / 10.0);
    double length_mm = requested_or(request->thigh_length_mm, round(random_uniform(&random, 300.0, 400.0)));
    int direction = random_chance(&random, 0.5) ? 1 : -1;
    random_seed(&random, scene->person_seed, STREAM_BODY);
    body_randomize(&scene->body, radius_mm, direction, request->hard, &random);
    scene->body.bias_ratio = request->bias_resistors ? BODY_BIAS_RATIO : 0.0;
    random_seed(&random, scene->person_seed, STREAM_PERSON);
    person_randomize(&scene->person, length_mm, &random);
    scene->person.weight_kg *= requested_or(request->force_factor, 1.0);
    random_seed(&scene->noise, request->seed, STREAM_NOISE);
}

/* Change the roller and the person as the request and the behaviours say. */
static void apply_to_body(const struct scene_request *request, struct scene *scene)
{
    struct random random;
    scene->stated_radius_mm = scene->body.radius_mm;
    scene->stated_length_mm = requested_or(request->stated_length_mm, scene->person.thigh_length_mm);
    if (behavior_begin(scene->behaviors, BEHAVIOR_BARE_RADIUS, scene->seed, &random))
        scene->stated_radius_mm = round(100.0 * scene->stated_radius_mm * random_uniform(&random, 1.05, 1.15)) / 100.0;
    if (behavior_begin(scene->behaviors, BEHAVIOR_TAPE, scene->seed, &random)) {
        double radius_mm = scene->stated_radius_mm * (1.0 + random_normal(&random, TAPE_RADIUS_SIGMA));
        scene->stated_radius_mm = round(100.0 * radius_mm) / 100.0;
        scene->stated_length_mm = round(scene->stated_length_mm + random_normal(&random, TAPE_LENGTH_SIGMA_MM));
    }
    if (behavior_begin(scene->behaviors, BEHAVIOR_SATURATION, scene->seed, &random)) {
        scene->person.weight_kg = random_uniform(&random, 95.0, 140.0);
        scene->body.saturation_n = random_uniform(&random, 90.0, 200.0);
    }
    if (behavior_begin(scene->behaviors, BEHAVIOR_LIGHT, scene->seed, &random)) {
        scene->person.weight_kg *= random_uniform(&random, 0.2, 0.45);
        scene->body.weight_n = random_uniform(&random, 18.0, 24.0);
    }
    if (behavior_begin(scene->behaviors, BEHAVIOR_LEVER, scene->seed, &random))
        scene->body.lever_mm = random_uniform(&random, 30.0, 150.0);
    if (behaviors_include(scene->behaviors, BEHAVIOR_TILT))
        scene->body.load_path = LOAD_PATH_TILT;
    else if (behaviors_include(scene->behaviors, BEHAVIOR_BRIDGE))
        scene->body.load_path = LOAD_PATH_BRIDGE;
}

/* Return the fastest rotation of a session. */
static double peak_rotation_dps(const struct scene *scene)
{
    double peak_mm_s = 0.0;
    double duration_s = schedule_duration_s(&scene->schedule);
    for (double time_s = 0.0; time_s < duration_s; time_s += PEAK_STEP_S)
        peak_mm_s = fmax(peak_mm_s, fabs(schedule_at(&scene->schedule, time_s).rolled_mm_s));
    return peak_mm_s / scene->body.radius_mm * 180.0 / M_PI;
}

uint64_t scene_person_seed(const struct scene_request *request)
{
    return request->has_person ? request->person : request->seed;
}

const char *scene_subject(const struct scene_request *request)
{
    return request->subject != NULL ? request->subject : "virtual runner";
}

bool scene_make(const struct scene_request *request, struct scene *scene, struct failure *failure)
{
    *scene = (struct scene){.seed = request->seed,
                            .person_seed = scene_person_seed(request),
                            .started = request->started,
                            .subject = scene_subject(request),
                            .hard = request->hard,
                            .imu = !request->no_imu,
                            .behaviors = request->behaviors};
    randomize_roller_and_person(request, scene);
    apply_to_body(request, scene);
    bool has_spots =
        request->random_spots > 0 ? choose_random_spots(request, scene, failure) : copy_spots(request, scene, failure);
    if (!has_spots)
        return false;
    struct person_request person_request = {.strokes = request->strokes,
                                            .spot_count = scene->spot_count,
                                            .start_mm = request->start_mm,
                                            .presses_zero = request->presses_zero,
                                            .zero_mm = request->zero_mm,
                                            .with_slip = request->hard,
                                            .radius_mm = scene->body.radius_mm,
                                            .behaviors = request->behaviors,
                                            .behavior_seed = request->seed};
    memcpy(person_request.spot_mm, scene->spot_mm, sizeof person_request.spot_mm);
    memcpy(person_request.spot_dwell_s, scene->spot_dwell_s, sizeof person_request.spot_dwell_s);
    struct random random;
    random_seed(&random, request->seed, STREAM_SCHEDULE);
    if (!person_plan(&scene->person, &person_request, &random, &scene->schedule))
        return failure_set(failure, EXIT_STATUS_OUTPUT, "out of memory for a session this long");
    imu_faults_randomize(&scene->imu_faults, scene->behaviors, scene->seed, schedule_duration_s(&scene->schedule),
                         peak_rotation_dps(scene));
    gaps_randomize(&scene->gaps, scene->behaviors, scene->seed, &scene->schedule);
    for (unsigned i = 0; i < request->button_count; i++)
        schedule_add_button(&scene->schedule, request->button_s[i]);
    qsort(scene->schedule.button_s, scene->schedule.button_count, sizeof scene->schedule.button_s[0], compare_numbers);
    return true;
}

void scene_free(struct scene *scene)
{
    schedule_free(&scene->schedule);
}
