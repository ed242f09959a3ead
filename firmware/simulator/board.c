/* SPDX-License-Identifier: MIT */
/*
 * This file is ours and under the MIT licence. It uses simavr, which is under the GPL version 3: a program that is
 * linked with both (virtual-roller, as built) may be passed on under the terms of the GPL version 3.
 */
#include "board.h"

#include "converter.h"
#include "mux.h"
#include "stack_watch.h"
#include "wiring.h"

#include <stdlib.h>

#include <avr_adc.h>
#include <avr_ioport.h>
#include <avr_twi.h>
#include <avr_uart.h>
#include <sim_avr.h>
#include <sim_cycle_timers.h>

#define QUEUE_SIZE 256u
#define CYCLES_PER_BYTE (10u * CHIP_HZ / BOARD_BAUD)
#define ADCSRA 0x7Au /* of both chips */
#define ADCSRA_ADATE 0x20u

struct board {
    avr_t *avr;
    const struct wiring *wiring;
    struct board_world world;
    struct chip_budget budget;
    struct mpu6050 imu;
    avr_irq_t *adc_input, *twi_input, *uart_input;
    struct mux mux;
    unsigned select_pins;
    struct converter converter;
    uint8_t queue[QUEUE_SIZE];
    unsigned queue_head, queue_count;
    bool led, receiving, receiver_full;
    struct stack_watch stack;
};

/* ---- Strips: multiplexer and converter ---- */

static double selected_share(struct board *board)
{
    return board->world.strip_share(board->world.owner, board->mux.channel);
}

static void on_select_pin(avr_irq_t *irq, uint32_t value, void *param)
{
    struct board *board = param;
    unsigned bit = 1u << (irq->irq - board->wiring->mux_shift);
    board->select_pins = value ? board->select_pins | bit : board->select_pins & ~bit;
    mux_select(&board->mux, board->avr->cycle, board->select_pins, selected_share(board));
}

static avr_cycle_count_t on_hold(avr_t *avr, avr_cycle_count_t when, void *param)
{
    struct board *board = param;
    (void)avr;
    board->converter.held_share = mux_output(&board->mux, when, selected_share(board));
    return 0;
}

/* simavr converts what is on the pin when the result is read; so the held voltage is put there when its conversion
 * has ended, which in free-running mode is when the next one starts. */
static void on_conversion(avr_irq_t *irq, uint32_t value, void *param)
{
    struct board *board = param;
    (void)irq;
    (void)value;
    bool free_running = (board->avr->data[ADCSRA] & ADCSRA_ADATE) != 0;
    avr_raise_irq(board->adc_input, converter_next(&board->converter, board->avr->cycle, free_running,
                                                   board->world.adc_noise(board->world.owner), CHIP_SUPPLY_MV));
    avr_cycle_timer_register(board->avr, CONVERTER_HOLD_CYCLES, on_hold, board);
}

/* ---- TWI ---- */

static void on_twi(avr_irq_t *irq, uint32_t value, void *param)
{
    struct board *board = param;
    (void)irq;
    avr_twi_msg_irq_t message = {.u.v = value};
    uint8_t address = message.u.twi.addr >> 1;
    if (message.u.twi.msg & TWI_COND_START) {
        if (mpu6050_start(&board->imu, address, (message.u.twi.addr & 1) != 0)) {
            avr_raise_irq(board->twi_input, avr_twi_irq_msg(TWI_COND_ACK, message.u.twi.addr, 1));
        }
    }
    if (!board->imu.present || address != MPU6050_ADDRESS) {
        return;
    }
    if (message.u.twi.msg & TWI_COND_WRITE) {
        mpu6050_write(&board->imu, message.u.twi.data);
        avr_raise_irq(board->twi_input, avr_twi_irq_msg(TWI_COND_ACK, message.u.twi.addr, 1));
    }
    if (message.u.twi.msg & TWI_COND_READ) {
        avr_raise_irq(board->twi_input, avr_twi_irq_msg(TWI_COND_READ, message.u.twi.addr, mpu6050_read(&board->imu)));
    }
}

/* ---- UART ---- */

static void on_uart_byte(avr_irq_t *irq, uint32_t value, void *param)
{
    struct board *board = param;
    (void)irq;
    board->world.uart_byte(board->world.owner, (uint8_t)value);
}

static void on_receiver_ready(avr_irq_t *irq, uint32_t value, void *param)
{
    (void)irq;
    (void)value;
    ((struct board *)param)->receiver_full = false;
}

static void on_receiver_full(avr_irq_t *irq, uint32_t value, void *param)
{
    (void)irq;
    ((struct board *)param)->receiver_full = value != 0;
}

static avr_cycle_count_t on_byte_arrived(avr_t *avr, avr_cycle_count_t when, void *param)
{
    struct board *board = param;
    (void)avr;
    if (board->queue_count > 0 && !board->receiver_full) {
        uint8_t byte = board->queue[board->queue_head];
        board->queue_head = (board->queue_head + 1) % QUEUE_SIZE;
        board->queue_count--;
        avr_raise_irq(board->uart_input, byte);
    }
    board->receiving = board->queue_count > 0;
    return board->receiving ? when + CYCLES_PER_BYTE : 0;
}

bool board_send(struct board *board, const void *bytes, size_t count)
{
    if (count > QUEUE_SIZE - board->queue_count) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        board->queue[(board->queue_head + board->queue_count++) % QUEUE_SIZE] = ((const uint8_t *)bytes)[i];
    }
    if (!board->receiving && count > 0) {
        board->receiving = true;
        avr_cycle_timer_register(board->avr, CYCLES_PER_BYTE, on_byte_arrived, board);
    }
    return true;
}

/* ---- Button and LED ---- */

static void on_led(avr_irq_t *irq, uint32_t value, void *param)
{
    (void)irq;
    ((struct board *)param)->led = value != 0;
}

void board_press_button(struct board *board, bool down)
{
    const struct wiring *wiring = board->wiring;
    /* Without this simavr would pull the pin up again at the next write to its port. */
    uint8_t bit = (uint8_t)(1u << wiring->button_bit);
    avr_ioport_external_t external = {
        .name = (unsigned)wiring->button_port & 0x7Fu, .mask = bit, .value = down ? 0 : bit};
    avr_ioctl(board->avr, (uint32_t)AVR_IOCTL_IOPORT_SET_EXTERNAL(wiring->button_port), &external);
    avr_raise_irq(avr_io_getirq(board->avr, (uint32_t)AVR_IOCTL_IOPORT_GETIRQ(wiring->button_port),
                                (int)wiring->button_bit), down ? 0 : 1);
}

bool board_led(const struct board *board)
{
    return board->led;
}

struct mpu6050 *board_imu(struct board *board)
{
    return &board->imu;
}

/* ---- Building it ---- */

/* Be told by `notify` of signal `index` of a part of the chip. */
static void watch(struct board *board, uint32_t part, unsigned index, avr_irq_notify_t notify)
{
    avr_irq_register_notify(avr_io_getirq(board->avr, part, (int)index), notify, board);
}

static void wire(struct board *board)
{
    const struct wiring *wiring = board->wiring;
    uint32_t port = (uint32_t)AVR_IOCTL_IOPORT_GETIRQ(wiring->mux_port);
    for (unsigned i = 0; i < 3; i++) {
        watch(board, port, wiring->mux_shift + i, on_select_pin);
    }
    watch(board, port, wiring->led_bit, on_led);
    board_press_button(board, false);

    uint32_t adc = (uint32_t)AVR_IOCTL_ADC_GETIRQ;
    board->adc_input = avr_io_getirq(board->avr, adc, ADC_IRQ_ADC0);
    watch(board, adc, ADC_IRQ_OUT_TRIGGER, on_conversion);

    uint32_t twi = (uint32_t)AVR_IOCTL_TWI_GETIRQ(0);
    board->twi_input = avr_io_getirq(board->avr, twi, TWI_IRQ_INPUT);
    watch(board, twi, TWI_IRQ_OUTPUT, on_twi);

    uint32_t uart = (uint32_t)AVR_IOCTL_UART_GETIRQ('0');
    uint32_t flags = 0; /* no echo to the terminal, no usleep */
    avr_ioctl(board->avr, (uint32_t)AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
    board->uart_input = avr_io_getirq(board->avr, uart, UART_IRQ_INPUT);
    watch(board, uart, UART_IRQ_OUTPUT, on_uart_byte);
    watch(board, uart, UART_IRQ_OUT_XON, on_receiver_ready);
    watch(board, uart, UART_IRQ_OUT_XOFF, on_receiver_full);
}

static bool power_on(struct board *board, const char *path, struct sim_failure *failure)
{
    struct image image;
    if (!image_read(&image, path, failure)) {
        return false;
    }
    board->wiring = wiring_find(image.machine);
    if (board->wiring != NULL) {
        board->avr = chip_open(board->wiring->mcu, &image, path, &board->budget, failure);
    } else {
        sim_failure_set(failure, SIM_INPUT, "%s is not for an ATmega328P or ATmega2560", path);
    }
    image_free(&image);
    return board->avr != NULL;
}

struct board *board_open(const char *image, const struct board_world *world, struct sim_failure *failure)
{
    struct board *board = calloc(1, sizeof *board);
    if (board == NULL) {
        sim_failure_set(failure, SIM_INPUT, "not enough memory to run the firmware");
        return NULL;
    }
    board->world = *world;
    mpu6050_init(&board->imu, world->feel, world->owner);
    if (!power_on(board, image, failure)) {
        free(board);
        return NULL;
    }
    stack_watch_init(&board->stack, board->avr->ramend);
    wire(board);
    return board;
}

void board_close(struct board *board)
{
    if (board != NULL) {
        chip_close(board->avr);
        free(board);
    }
}

/* ---- Running it ---- */

bool board_run(struct board *board, uint64_t cycle)
{
    while (board->avr->cycle < cycle) {
        int state = avr_run(board->avr);
        if (state == cpu_Done || state == cpu_Crashed) {
            return false;
        }
        stack_watch_see(&board->stack, board->avr->data[R_SPL] | (unsigned)board->avr->data[R_SPH] << 8);
    }
    return true;
}

uint64_t board_cycle(const struct board *board)
{
    return board->avr->cycle;
}

double board_time_s(const struct board *board)
{
    return (double)converter_time(&board->converter, board->avr->cycle) / CHIP_HZ;
}

double board_sampling_start_s(const struct board *board)
{
    return (double)board->converter.sampling_start / CHIP_HZ;
}

unsigned board_stack_used(const struct board *board)
{
    return board->stack.top - board->stack.low;
}

struct chip_budget board_budget(const struct board *board)
{
    return board->budget;
}
