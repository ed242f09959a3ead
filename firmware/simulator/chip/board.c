/* SPDX-License-Identifier: MIT */
/* This file is under the MIT licence. It uses simavr, which is under the GPL version 3: a program linked with
 * both (virtual-roller, as built) may be distributed under the GPL version 3. */
#include "chip/board.h"

#include "chip/adc.h"

#include <stdlib.h>
#include <string.h>

#include <avr_adc.h>
#include <avr_eeprom.h>
#include <avr_ioport.h>
#include <sim_avr.h>
#include <sim_cycle_timers.h>

#define INSTRUCTION_CYCLES_MAX 16u /* longest instruction, including the entry of an interrupt */
#define ADCSRA 0x7Au               /* the same address on both chips */
#define ADCSRA_ADATE 0x20u
#define RJMP_TO_ITSELF 0xCFFFu
#define GPIOR0 0x3Eu /* the same address on both chips */
#define REGISTER_MARK 0x5Au

struct board {
    avr_t *avr;
    const struct wiring *wiring;
    struct board_world world;
    struct chip_memory memory;
    struct board_probe probe;
    struct imu_bus bus;
    struct host_line host;
    avr_irq_t *adc_input;
    struct mux mux;
    unsigned select_pins; /* levels of S2, S1, S0: the channel */
    struct adc adc;
    uint64_t step_start_cycle; /* cycle at which the current instruction or sleep began */
    uint64_t busy_cycles;      /* cycles in which the processor did not sleep */
    struct stack_watch stack;
};

/* ---- Strips: multiplexer and ADC ---- */

static double selected_fraction(struct board *board)
{
    return board->world.strip_fraction(board->world.owner, board->mux.channel);
}

static void on_select_pin(avr_irq_t *irq, uint32_t value, void *param)
{
    struct board *board = param;
    unsigned bit = 1u << (irq->irq - board->wiring->mux_shift);
    board->select_pins = value ? board->select_pins | bit : board->select_pins & ~bit;
    mux_select(&board->mux, board->avr->cycle, board->select_pins, selected_fraction(board));
    if (board->probe.select != NULL)
        board->probe.select(board->probe.owner, board->avr->cycle, board->select_pins);
}

/* Sample the input of the conversion in progress. */
static avr_cycle_count_t on_hold(avr_t *avr, avr_cycle_count_t when, void *param)
{
    struct board *board = param;
    (void)avr;
    board->adc.held_fraction = mux_output(&board->mux, when, selected_fraction(board));
    return 0;
}

/* Handle the start of a conversion. simavr converts the voltage that is on the pin when a conversion ends, so apply
 * the held voltage then; in free-running mode that is the start of the next conversion. */
static void on_conversion(avr_irq_t *irq, uint32_t value, void *param)
{
    struct board *board = param;
    (void)irq;
    (void)value;
    bool free_running = (board->avr->data[ADCSRA] & ADCSRA_ADATE) != 0;
    avr_raise_irq(board->adc_input, adc_begin_conversion(&board->adc, board->avr->cycle, free_running,
                                                         board->world.adc_noise(board->world.owner), CHIP_SUPPLY_MV));
    avr_cycle_timer_register(board->avr, ADC_HOLD_CYCLES, on_hold, board);
    if (board->probe.conversion != NULL)
        board->probe.conversion(board->probe.owner, board->step_start_cycle, board->avr->cycle);
}

/* ---- Button ---- */

void board_set_button(struct board *board, bool down)
{
    const struct wiring *wiring = board->wiring;
    /* Set the external level, too; otherwise simavr would pull the pin up at the next write to its port. */
    uint8_t bit = (uint8_t)(1u << wiring->button_bit);
    avr_ioport_external_t external = {
        .name = (unsigned)wiring->button_port & 0x7Fu, .mask = bit, .value = down ? 0 : bit};
    avr_ioctl(board->avr, (uint32_t)AVR_IOCTL_IOPORT_SET_EXTERNAL(wiring->button_port), &external);
    avr_raise_irq(
        avr_io_getirq(board->avr, (uint32_t)AVR_IOCTL_IOPORT_GETIRQ(wiring->button_port), (int)wiring->button_bit),
        down ? 0 : 1);
}

struct imu_bus *board_imu_bus(struct board *board)
{
    return &board->bus;
}

struct host_line *board_host_line(struct board *board)
{
    return &board->host;
}

void board_set_probe(struct board *board, const struct board_probe *probe)
{
    board->probe = *probe;
}

/* ---- EEPROM ---- */

void board_read_eeprom(struct board *board, uint8_t bytes[BOARD_EEPROM_SIZE])
{
    avr_eeprom_desc_t area = {.ee = bytes, .offset = 0, .size = BOARD_EEPROM_SIZE};
    avr_ioctl(board->avr, (uint32_t)AVR_IOCTL_EEPROM_GET, &area);
}

void board_write_eeprom(struct board *board, const uint8_t bytes[BOARD_EEPROM_SIZE])
{
    uint8_t copy[BOARD_EEPROM_SIZE];
    memcpy(copy, bytes, sizeof copy);
    avr_eeprom_desc_t area = {.ee = copy, .offset = 0, .size = BOARD_EEPROM_SIZE};
    avr_ioctl(board->avr, (uint32_t)AVR_IOCTL_EEPROM_SET, &area);
}

/* ---- Power on and off ---- */

/* Have simavr call `notify` at each change of signal `index` of a peripheral. */
static void watch_signal(struct board *board, uint32_t peripheral, unsigned index, avr_irq_notify_t notify)
{
    avr_irq_register_notify(avr_io_getirq(board->avr, peripheral, (int)index), notify, board);
}

static void connect_parts(struct board *board)
{
    const struct wiring *wiring = board->wiring;
    uint32_t port = (uint32_t)AVR_IOCTL_IOPORT_GETIRQ(wiring->mux_port);
    for (unsigned i = 0; i < 3; i++)
        watch_signal(board, port, wiring->mux_shift + i, on_select_pin);
    board_set_button(board, false);

    uint32_t adc = (uint32_t)AVR_IOCTL_ADC_GETIRQ;
    board->adc_input = avr_io_getirq(board->avr, adc, ADC_IRQ_ADC0);
    watch_signal(board, adc, ADC_IRQ_OUT_TRIGGER, on_conversion);

    imu_bus_init(&board->bus, board->avr, wiring, board->world.measure_motion, board->world.owner);
    host_line_init(&board->host, board->avr, board->world.uart_byte, board->world.owner);
}

static bool power_on(struct board *board, const char *path, struct failure *failure)
{
    struct image image;
    if (!image_read(&image, path, failure))
        return false;
    board->wiring = wiring_find(image.machine);
    if (board->wiring != NULL)
        board->avr = chip_open(board->wiring->mcu, &image, path, &board->memory, failure);
    else
        failure_set(failure, EXIT_STATUS_INPUT, "%s is not built for an ATmega328P or ATmega2560", path);
    image_free(&image);
    return board->avr != NULL;
}

struct board *board_open(const char *image, const struct board_world *world, struct failure *failure)
{
    struct board *board = calloc(1, sizeof *board);
    if (board == NULL) {
        failure_set(failure, EXIT_STATUS_INPUT, "not enough memory to run the firmware");
        return NULL;
    }
    board->world = *world;
    if (!power_on(board, image, failure)) {
        free(board);
        return NULL;
    }
    stack_watch_init(&board->stack, board->avr->ramend);
    connect_parts(board);
    return board;
}

void board_close(struct board *board)
{
    if (board != NULL) {
        chip_close(board->avr);
        free(board);
    }
}

/* ---- Running ---- */

bool board_hang(struct board *board)
{
    avr_t *avr = board->avr;
    if (avr->state != cpu_Sleeping)
        return false;
    for (uint32_t address = 0; address + 1 < avr->codeend; address += 2) {
        unsigned instruction = avr->flash[address] | (unsigned)avr->flash[address + 1] << 8;
        if (instruction == RJMP_TO_ITSELF) {
            avr->pc = address;
            return true;
        }
    }
    return false;
}

bool board_run(struct board *board, uint64_t until_cycle)
{
    while (board->avr->cycle < until_cycle) {
        board->step_start_cycle = board->avr->cycle;
        bool awake = board->avr->state == cpu_Running;
        int state = avr_run(board->avr);
        uint64_t step_cycles = board->avr->cycle - board->step_start_cycle;
        /* If a step took longer than an instruction can, the processor slept. */
        if (awake && step_cycles <= INSTRUCTION_CYCLES_MAX)
            board->busy_cycles += step_cycles;
        if (state == cpu_Done || state == cpu_Crashed)
            return false;
        stack_watch_update(&board->stack, board->avr->data[R_SPL] | (unsigned)board->avr->data[R_SPH] << 8);
    }
    return true;
}

void board_mark_registers(struct board *board)
{
    board->avr->data[GPIOR0] = REGISTER_MARK;
}

bool board_has_register_mark(const struct board *board)
{
    return board->avr->data[GPIOR0] == REGISTER_MARK;
}

uint64_t board_cycle(const struct board *board)
{
    return board->avr->cycle;
}

double board_time_s(const struct board *board)
{
    return (double)adc_time_cycles(&board->adc, board->avr->cycle) / CHIP_HZ;
}

double board_sampling_start_s(const struct board *board)
{
    return (double)board->adc.sampling_start_cycle / CHIP_HZ;
}

uint64_t board_busy_cycles(const struct board *board)
{
    return board->busy_cycles;
}

unsigned board_stack_used(const struct board *board)
{
    return board->stack.empty_address - board->stack.lowest_address;
}

struct chip_memory board_memory(const struct board *board)
{
    return board->memory;
}
