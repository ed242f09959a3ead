/* SPDX-License-Identifier: MIT */
#include "session/simulate.h"

#include "body/rig.h"
#include "chip/board.h"
#include "chip/host_line.h"
#include "chip/imu_bus.h"
#include "person/person.h"
#include "wire/wire_line.h"
#include "wire/vocabulary.h"

/* Time from power-on to the start of the schedule; by then the firmware has booted and is sending frames. */
#define LEAD_S 0.5
#define SLICE_CYCLES (CHIP_HZ / 1000u)
#define BODY_STEP_S 0.001
/* Delay of the MPU-6050's low-pass filter at 44 Hz (RM-MPU-6000A, CONFIG). */
#define IMU_DELAY_S 0.0049
#define ADC_NOISE_COUNTS 1.0
/* The simulation does not catch up if it lags by more than this, for example after the process was stopped. */
#define LAG_MAX_US 500000u
#define MEASURING_S 30.0 /* length of the run that measures the use of memory */

struct simulation {
    struct scene *scene;
    struct board *board;
    struct pty *pty;    /* NULL: discard the bytes, which does not count as a loss */
    double body_time_s; /* schedule time up to which the body has been simulated */
    bool pressed;       /* the button is pressed */
    bool on_rig;        /* true: on the rig; false: a person rolls */
    struct rig rig;
    struct rig_commands commands;
    double next_command_s; /* schedule time before which no command is executed */
    bool ended;            /* a command has ended the run */
    struct wire_decoder decoder;
    bool line_damaged; /* a byte of the current line was lost */
    bool has_first_row;
    uint32_t first_row_us; /* device time of the first row */
    unsigned long sent, lost;
    long device_dropped;
};

/* Return the current schedule time. */
static double now_s(const struct simulation *simulation)
{
    return board_time_s(simulation->board) - LEAD_S;
}

/* ---- The world around the board ---- */

static double strip_fraction(void *owner, unsigned strip)
{
    struct simulation *simulation = owner;
    struct scene *scene = simulation->scene;
    double time_s = now_s(simulation);
    double step_s = time_s - simulation->body_time_s;
    if (step_s >= BODY_STEP_S && simulation->on_rig) {
        double strip_force_n[BODY_STRIPS];
        rig_strip_forces(&simulation->rig, &scene->body, time_s, strip_force_n);
        body_apply_strip_forces(&scene->body, strip_force_n, step_s, &scene->noise);
        simulation->body_time_s = time_s;
    } else if (step_s >= BODY_STEP_S) {
        struct motion motion = schedule_at(&scene->schedule, time_s);
        body_advance(&scene->body, &motion, person_force_n(&scene->person, time_s, &motion), step_s, &scene->noise);
        simulation->body_time_s = time_s;
    }
    return body_strip_fraction(&scene->body, strip);
}

static double adc_noise(void *owner)
{
    return random_normal(&((struct simulation *)owner)->scene->noise, ADC_NOISE_COUNTS);
}

static void measure_motion(void *owner, int16_t counts[MPU6050_AXES])
{
    struct simulation *simulation = owner;
    double time_s = now_s(simulation) - IMU_DELAY_S;
    struct motion motion =
        simulation->on_rig ? rig_motion(&simulation->rig, time_s) : schedule_at(&simulation->scene->schedule, time_s);
    body_imu_counts(&simulation->scene->body, &motion, &simulation->scene->noise, counts);
    imu_faults_apply(&simulation->scene->imu_faults, time_s, counts);
}

static void count_line(struct simulation *simulation, const struct wire_line *line)
{
    if (line->type == WIRE_DATA) {
        if (!simulation->has_first_row)
            simulation->has_first_row = wire_parse_unsigned(line->field[1], &simulation->first_row_us);
        simulation->sent++;
        if (simulation->line_damaged)
            simulation->lost++;
    } else if (line->type == WIRE_STATUS) {
        const char *text = wire_line_find_key(line, WIRE_KEY_DROPPED);
        uint32_t dropped;
        if (text != NULL && wire_parse_unsigned(text, &dropped))
            simulation->device_dropped = (long)dropped;
    }
}

static void uart_byte(void *owner, uint8_t byte)
{
    struct simulation *simulation = owner;
    if (simulation->pty != NULL && !pty_put(simulation->pty, byte))
        simulation->line_damaged = true;
    struct wire_line line;
    bool accepted = false;
    (void)wire_decoder_feed(&simulation->decoder, &byte, 1, &line, &accepted);
    if (accepted)
        count_line(simulation, &line);
    if (byte == '\n')
        simulation->line_damaged = false;
}

static bool open_simulation(struct simulation *simulation, const char *image, struct scene *scene, struct pty *pty,
                            struct failure *failure)
{
    *simulation = (struct simulation){
        .scene = scene, .pty = pty, .body_time_s = -2.0 * LEAD_S, .device_dropped = -1, .commands.fd = -1};
    wire_decoder_init(&simulation->decoder, false);
    struct board_world world = {simulation, strip_fraction, adc_noise, measure_motion, uart_byte};
    simulation->board = board_open(image, &world, failure);
    if (simulation->board == NULL)
        return false;
    board_imu_bus(simulation->board)->imu.present = scene->imu;
    return true;
}

/* ---- Time ---- */

static void update_button(struct simulation *simulation)
{
    const struct schedule *schedule = &simulation->scene->schedule;
    bool down = simulation->on_rig && rig_is_pressing(&simulation->rig, now_s(simulation));
    for (unsigned i = 0; !simulation->on_rig && i < schedule->button_count; i++) {
        double since_s = now_s(simulation) - schedule->button_s[i];
        down = down || (since_s >= 0.0 && since_s < RIG_PRESS_S);
    }
    if (!simulation->on_rig && schedule->has_zero) {
        double until_s = schedule->zero_s - now_s(simulation);
        down = down || (until_s > 0.0 && until_s <= SCHEDULE_ZERO_PRESS_S);
    }
    if (down != simulation->pressed) {
        simulation->pressed = down;
        board_set_button(simulation->board, down);
    }
}

/* The motion sensor stops answering, and answers again. */
static void update_imu(struct simulation *simulation)
{
    const struct scene *scene = simulation->scene;
    board_imu_bus(simulation->board)->imu.present =
        scene->imu && !imu_faults_is_lost(&scene->imu_faults, now_s(simulation));
}

/* Execute the commands that have arrived and are due. */
static bool execute_commands(struct simulation *simulation, struct failure *failure)
{
    while (!simulation->ended && now_s(simulation) >= simulation->next_command_s) {
        struct rig_command command;
        if (!rig_commands_next(&simulation->commands, &command, failure))
            return false;
        if (command.kind == RIG_NONE)
            return true;
        simulation->ended = command.kind == RIG_END;
        if (command.kind == RIG_WAIT)
            simulation->next_command_s = now_s(simulation) + command.seconds;
        rig_execute(&simulation->rig, &simulation->scene->body, &command, now_s(simulation));
    }
    return true;
}

/* Run for a millisecond. */
static bool run_slice(struct simulation *simulation, const char *image, struct failure *failure)
{
    if (simulation->on_rig && !execute_commands(simulation, failure))
        return false;
    update_button(simulation);
    update_imu(simulation);
    if (!board_run(simulation->board, board_cycle(simulation->board) + SLICE_CYCLES)) {
        return failure_set(failure, EXIT_STATUS_INPUT, "the firmware %s crashed after %.3f s", image,
                           board_time_s(simulation->board));
    }
    return true;
}

/* Wait until the real clock has caught up, and forward bytes from the host meanwhile. `*power_on_us` is the real
 * clock's time at power-on. */
static void keep_pace(struct simulation *simulation, bool full_speed, uint64_t *power_on_us)
{
    uint64_t due_us = *power_on_us + (uint64_t)(1e6 * board_time_s(simulation->board));
    uint64_t now_us = pty_now_us();
    if (full_speed || now_us > due_us) {
        if (now_us > due_us + LAG_MAX_US)
            *power_on_us += now_us - due_us;
        due_us = now_us;
    }
    uint8_t bytes[64];
    size_t count;
    while ((count = pty_read_until(simulation->pty, due_us, bytes, sizeof bytes)) > 0) {
        /* A full queue is like an overrun UART: the bytes are lost. */
        (void)host_line_send(board_host_line(simulation->board), bytes, count);
        if (pty_now_us() >= due_us)
            break;
    }
}

static void summarize_run(const struct simulation *simulation, struct truth_run *run)
{
    /* time 0 of the firmware's clock, as schedule time */
    double firmware_zero_s = board_sampling_start_s(simulation->board) - LEAD_S;
    *run = (struct truth_run){.first_row_s = firmware_zero_s + simulation->first_row_us / 1e6,
                              .end_s = now_s(simulation),
                              .sent = simulation->sent,
                              .lost = simulation->lost,
                              .device_dropped = simulation->device_dropped,
                              .on_rig = simulation->on_rig};
}

/* Put the roller on the rig. */
static bool move_to_rig(struct simulation *simulation, const char *path, struct failure *failure)
{
    struct roller_body *body = &simulation->scene->body;
    simulation->on_rig = true;
    rig_init(&simulation->rig);
    body->hysteresis = BODY_RIG_HYSTERESIS;
    return rig_commands_open(&simulation->commands, path, failure);
}

static bool is_over(const struct simulation *simulation, double duration_s)
{
    return simulation->on_rig ? simulation->ended : now_s(simulation) >= duration_s;
}

bool simulate(const struct simulate_options *options, struct scene *scene, struct pty *pty, struct truth_run *run,
              struct failure *failure)
{
    *run = (struct truth_run){.device_dropped = -1};
    struct simulation simulation;
    if (!open_simulation(&simulation, options->image, scene, pty, failure))
        return false;
    bool ok = options->rig_commands == NULL || move_to_rig(&simulation, options->rig_commands, failure);
    if (ok && pty_wait_until_open(pty)) {
        uint64_t power_on_us = pty_now_us();
        double duration_s = schedule_duration_s(&scene->schedule);
        while (ok && !pty_check_stopped(pty) && !is_over(&simulation, duration_s)) {
            ok = run_slice(&simulation, options->image, failure) && pty_flush(pty, failure);
            keep_pace(&simulation, options->full_speed, &power_on_us);
        }
        ok = ok && pty_drain(pty, failure);
    }
    summarize_run(&simulation, run);
    rig_commands_close(&simulation.commands);
    board_close(simulation.board);
    return ok;
}

bool simulate_measure_memory(const char *image, struct scene *scene, struct simulate_memory *memory,
                             struct failure *failure)
{
    struct simulation simulation;
    if (!open_simulation(&simulation, image, scene, NULL, failure))
        return false;
    bool ok = true;
    while (ok && now_s(&simulation) < MEASURING_S)
        ok = run_slice(&simulation, image, failure);
    *memory = (struct simulate_memory){.chip = board_memory(simulation.board),
                                       .stack = board_stack_used(simulation.board),
                                       .running_s = MEASURING_S + LEAD_S};
    board_close(simulation.board);
    return ok;
}
