/* SPDX-License-Identifier: MIT */
#include "session/truth.h"

#include "session/output_file.h"

#include <jansson.h>
#include <math.h>

#define POSITION_STEP_S 0.1  /* time between two positions in the truth */
#define CENTER_STEP_S 0.01   /* interval between the positions whose mean is the centre of a spot */
#define VISIT_MIN_S 5.0      /* docs/FORMATS.md, "tender spot" */
#define LOADED_FRACTION 0.25 /* fraction of the full load below which the roller counts as unloaded */

static json_t *rounded(double value, double step)
{
    return json_real(round(value / step) * step + 0.0); /* never -0.0 */
}

static json_t *pair(double first, double first_step, double second, double second_step)
{
    return json_pack("[o, o]", rounded(first, first_step), rounded(second, second_step));
}

/* Append a value. When out of memory, *array becomes NULL, and so does everything made from it. */
static void append(json_t **array, json_t *value)
{
    if (json_array_append_new(*array, value) == 0)
        return;
    json_decref(*array);
    *array = NULL;
}

/* Append a spot, unless it was not visited. */
static void append_spot(const struct scene *scene, const struct truth_run *run, unsigned spot, json_t **spots)
{
    json_t *times = json_array();
    double dwell_s = 0.0;
    double sum_mm = 0.0;
    double samples = 0.0;
    for (size_t i = 0; i < scene->schedule.visit_count; i++) {
        const struct visit *visit = &scene->schedule.visit[i];
        double end_s = fmin(visit->end_s, run->end_s);
        if (visit->spot != spot || end_s - visit->start_s < VISIT_MIN_S)
            continue;
        dwell_s += end_s - visit->start_s;
        for (double time_s = visit->start_s; time_s < end_s; time_s += CENTER_STEP_S) {
            sum_mm += schedule_at(&scene->schedule, time_s).position_mm;
            samples += 1.0;
        }
        append(&times, pair(visit->start_s - run->first_row_s, 1e-3, end_s - run->first_row_s, 1e-3));
    }
    if (samples == 0.0) {
        json_decref(times);
        return;
    }
    append(spots, json_pack("{s:o, s:o, s:i, s:o}", "center_mm", rounded(sum_mm / samples, 0.01), "dwell_s",
                            rounded(dwell_s, 1e-3), "visits", (int)json_array_size(times), "visit_times_s", times));
}

static json_t *describe_spots(const struct scene *scene, const struct truth_run *run)
{
    json_t *spots = json_array();
    for (unsigned i = 0; i < scene->spot_count; i++)
        append_spot(scene, run, i, &spots);
    return spots;
}

static json_t *describe_marks(const struct scene *scene, const struct truth_run *run)
{
    json_t *marks = json_array();
    for (unsigned i = 0; i < scene->schedule.button_count; i++)
        if (scene->schedule.button_s[i] < run->end_s)
            append(&marks, rounded(scene->schedule.button_s[i] - run->first_row_s, 1e-3));
    return marks;
}

/* Append the positions over time, and the intervals under load. */
static void describe_motion(const struct scene *scene, const struct truth_run *run, json_t **position, json_t **loaded)
{
    double duration_s = run->end_s - run->first_row_s;
    bool was_loaded = false;
    double loaded_from_s = 0.0;
    for (long i = 0; (double)i * POSITION_STEP_S <= duration_s; i++) {
        double time_s = (double)i * POSITION_STEP_S;
        struct motion motion = schedule_at(&scene->schedule, time_s + run->first_row_s);
        append(position, pair(time_s, 1e-3, motion.position_mm, 1e-3));
        bool is_loaded = motion.load >= LOADED_FRACTION;
        if (is_loaded && !was_loaded)
            loaded_from_s = time_s;
        else if (!is_loaded && was_loaded)
            append(loaded, pair(loaded_from_s, 1e-3, time_s, 1e-3));
        was_loaded = is_loaded;
    }
    if (was_loaded)
        append(loaded, pair(loaded_from_s, 1e-3, duration_s, 1e-3));
}

static json_t *describe_behaviors(struct behaviors behaviors)
{
    json_t *names = json_array();
    for (enum behavior i = 0; i < BEHAVIOR_COUNT; i++)
        if (behaviors_include(behaviors, i))
            json_array_append_new(names, json_string(behavior_name(i)));
    return names;
}

static json_t *describe_rests(const struct scene *scene, const struct truth_run *run)
{
    json_t *rests = json_array();
    for (unsigned i = 0; i < scene->schedule.rest_count; i++) {
        const struct rest *rest = &scene->schedule.rest[i];
        if (rest->start_s < run->end_s)
            json_array_append_new(rests, pair(rest->start_s - run->first_row_s, 1e-3,
                                              fmin(rest->end_s, run->end_s) - run->first_row_s, 1e-3));
    }
    return rests;
}

/* Return over time how far the position is from what the rotation under load shows. */
static json_t *describe_offset(const struct scene *scene, const struct truth_run *run)
{
    json_t *offset = json_array();
    for (long i = 0; (double)i * POSITION_STEP_S <= run->end_s - run->first_row_s; i++) {
        double time_s = (double)i * POSITION_STEP_S;
        struct motion motion = schedule_at(&scene->schedule, time_s + run->first_row_s);
        json_array_append_new(offset, pair(time_s, 1e-3, motion.offset_mm, 1e-3));
    }
    return offset;
}

/* Return the slope of the thigh over time. */
static json_t *describe_slope(const struct scene *scene, const struct truth_run *run)
{
    json_t *slope = json_array();
    for (long i = 0; (double)i * POSITION_STEP_S <= run->end_s - run->first_row_s; i++) {
        double time_s = (double)i * POSITION_STEP_S;
        struct motion motion = schedule_at(&scene->schedule, time_s + run->first_row_s);
        json_array_append_new(slope, pair(time_s, 1e-3, motion.slope_rad * 180.0 / M_PI, 0.01));
    }
    return slope;
}

/* Return the times without load in which the roller is put back elsewhere or turned round. */
static json_t *describe_put_backs(const struct scene *scene, const struct truth_run *run)
{
    json_t *list = json_array();
    for (size_t i = 0; i < scene->schedule.movement_count; i++) {
        const struct movement *movement = &scene->schedule.movement[i];
        if (movement->is_carried && movement->start_s < run->end_s)
            json_array_append_new(list, json_pack("{s:o, s:o, s:b}", "at_s",
                                                  rounded(movement->start_s - run->first_row_s, 1e-3), "offset_mm",
                                                  rounded(movement->shift_mm, 1e-3), "turned_round",
                                                  (int)(movement->yaw_rad != 0.0)));
    }
    return list;
}

/* Return the times in which the motion sensor is frozen or lost. */
static json_t *describe_imu_outages(const struct imu_faults *faults, const struct truth_run *run)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < faults->outage_count; i++)
        json_array_append_new(list, pair(faults->outage[i].start_s - run->first_row_s, 1e-3,
                                         faults->outage[i].end_s - run->first_row_s, 1e-3));
    return list;
}

static void add_zero(json_t *truth, const struct scene *scene, const struct truth_run *run)
{
    if (truth != NULL && scene->schedule.has_zero && scene->schedule.zero_s < run->end_s)
        json_object_set_new(truth, "zero_s", rounded(scene->schedule.zero_s - run->first_row_s, 1e-3));
}

/* Add what is there only in a session with behaviours. */
static void add_behaviors(json_t *truth, const struct scene *scene, const struct truth_run *run)
{
    if (truth == NULL || scene->behaviors.bits == 0)
        return;
    json_object_set_new(truth, "behaviours", describe_behaviors(scene->behaviors));
    json_object_set_new(truth, "rests_s", describe_rests(scene, run));
    json_object_set_new(truth, "offset", describe_offset(scene, run));
    json_object_set_new(truth, "slope", describe_slope(scene, run));
    json_object_set_new(truth, "put_backs", describe_put_backs(scene, run));
    json_object_set_new(truth, "imu_outages_s", describe_imu_outages(&scene->imu_faults, run));
}

static json_t *describe_strips(const struct roller_body *body)
{
    json_t *strips = json_array();
    for (unsigned i = 0; i < BODY_STRIPS; i++) {
        const struct strip *strip = &body->strip[i];
        append(&strips, json_pack("{s:o, s:o, s:o}", "angle_deg", rounded(strip->angle_rad * 180.0 / M_PI, 0.01), "k_n",
                                  rounded(strip->k_n, 0.01), "p", rounded(strip->p, 1e-4)));
    }
    return strips;
}

static json_t *describe(const struct scene *scene, const struct truth_run *run)
{
    json_t *position = json_array();
    json_t *loaded = json_array();
    if (!run->on_rig)
        describe_motion(scene, run, &position, &loaded);
    json_t *dropped = run->device_dropped < 0 ? json_null() : json_integer(run->device_dropped);
    return json_pack(
        "{s:I, s:s, s:b, s:b, s:i, s:f, s:f, s:i, s:o, s:o, s:I, s:I, s:o, s:o, s:o, s:o, s:o, "
        "s:o, s:f, s:f}",
        "seed", (json_int_t)scene->seed, "leg", scene->leg, "hard", (int)scene->hard, "imu", (int)scene->imu, "strokes",
        run->on_rig ? 0 : (int)scene->schedule.strokes, "thigh_length_mm", scene->person.thigh_length_mm,
        "rolling_radius_mm", scene->body.radius_mm, "roll_direction", scene->body.direction, "weight_kg",
        rounded(scene->person.weight_kg, 0.1), "duration_s", rounded(run->end_s - run->first_row_s, 1e-3), "sent",
        (json_int_t)run->sent, "lost", (json_int_t)run->lost, "device_dropped", dropped, "spots",
        run->on_rig ? json_array() : describe_spots(scene, run), "marks_s",
        run->on_rig ? json_array() : describe_marks(scene, run), "loaded_s", loaded, "position", position, "strips",
        describe_strips(&scene->body), "hysteresis", scene->body.hysteresis, "bias_ratio", scene->body.bias_ratio);
}

bool truth_write(const char *path, const struct scene *scene, const struct truth_run *run, struct failure *failure)
{
    json_t *truth = describe(scene, run);
    add_zero(truth, scene, run);
    add_behaviors(truth, scene, run);
    if (truth == NULL)
        return failure_set(failure, EXIT_STATUS_OUTPUT, "out of memory; %s was not written", path);
    struct output_file file;
    if (!output_file_open(&file, path, failure)) {
        json_decref(truth);
        return false;
    }
    /* With 10 digits, rounded values are printed in short form. output_file_commit reports a failed write. */
    (void)json_dumpf(truth, file.stream, JSON_REAL_PRECISION(10));
    (void)fputc('\n', file.stream);
    json_decref(truth);
    return output_file_commit(&file, path, failure);
}
