/* SPDX-License-Identifier: MIT */
/*
 * This file is ours and under the MIT licence. It uses simavr, which is under the GPL version 3: a program that is
 * linked with both (virtual-roller, as built) may be passed on under the terms of the GPL version 3.
 */
#include "board.h"

#include "mux.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "avr_adc.h"
#include "avr_ioport.h"
#include "avr_twi.h"
#include "avr_uart.h"
#include "sim_avr.h"
#include "sim_cycle_timers.h"
#include "sim_elf.h"

#define SUPPLY_MV 5000u
#define ADC_STEPS 1023u
/* A conversion samples its input 1.5 of its clocks of 125 kHz after it began (data sheet, ADC timing). */
#define HOLD_CYCLES 192u
#define QUEUE_SIZE 256u
#define CYCLES_PER_BYTE (10u * BOARD_HZ / BOARD_BAUD)
#define ADCSRA_ADATE 0x20u
/* The stack pointer is written in two halves; what lasts for fewer instructions than these is such a half. */
#define STACK_STEADY 3u

/* What differs between the boards. */
struct wiring {
    unsigned elf_machine; /* EF_AVR_MACH of the image */
    const char *mcu;
    char mux_port, button_port;
    unsigned mux_shift, button_bit, led_bit; /* the LED is on mux_port */
    unsigned adcsra;
};

static const struct wiring WIRINGS[] = {
    {5, "atmega328p", 'B', 'D', 2, 2, 5, 0x7A},
    {6, "atmega2560", 'B', 'E', 4, 4, 7, 0x7A},
};

struct board {
    avr_t *avr;
    const struct wiring *wiring;
    struct board_world world;
    struct board_budget budget;
    struct mpu6050 imu;
    avr_irq_t *adc_input, *twi_input, *uart_input;
    struct mux mux;
    unsigned select_pins;
    double held_share, last_share; /* sampled by the conversion under way, by the one before */
    unsigned held_channel, last_channel;
    bool free_running;
    uint64_t sampling_start;
    bool led;
    uint8_t queue[QUEUE_SIZE];
    unsigned queue_head, queue_count;
    bool receiving, receiver_full;
    unsigned stack_low, stack_now, stack_steady;
};

/* simavr's messages would spoil what goes to standard output; what matters is told by return values. */
static void keep_quiet(avr_t *avr, const int level, const char *format, va_list arguments)
{
    (void)avr;
    (void)level;
    (void)format;
    (void)arguments;
}

/* Sleeping costs no time here; whoever runs the board paces it. */
static void do_not_sleep(avr_t *avr, avr_cycle_count_t cycles)
{
    (void)avr;
    (void)cycles;
}

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
    board->held_share = mux_output(&board->mux, when, selected_share(board));
    board->held_channel = board->mux.channel;
    return 0;
}

/* simavr converts what is on the pin when the result is read; so the held voltage is put there when its conversion
 * has ended, which in free-running mode is when the next one starts. */
static void on_conversion(avr_irq_t *irq, uint32_t value, void *param)
{
    struct board *board = param;
    (void)irq;
    (void)value;
    avr_t *avr = board->avr;
    bool free_running = (avr->data[board->wiring->adcsra] & ADCSRA_ADATE) != 0;
    if (free_running && !board->free_running) {
        board->sampling_start = avr->cycle;
    }
    board->free_running = free_running;
    board->last_share = board->held_share;
    board->last_channel = board->held_channel;
    double steps = board->last_share * ADC_STEPS + board->world.adc_noise(board->world.owner);
    uint32_t count = (uint32_t)lround(fmin(fmax(steps, 0.0), ADC_STEPS));
    /* The smallest voltage that simavr, which rounds down, converts to this count. */
    avr_raise_irq(board->adc_input, (count * SUPPLY_MV + ADC_STEPS - 1) / ADC_STEPS);
    avr_cycle_timer_register(avr, HOLD_CYCLES, on_hold, board);
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
    avr_ioport_external_t external = {.name = (unsigned)wiring->button_port & 0x7Fu,
                                      .mask = (1u << wiring->button_bit) & 0xFFu,
                                      .value = (down ? 0u : 1u << wiring->button_bit) & 0xFFu};
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

static avr_irq_t *pin_irq(struct board *board, char port, unsigned bit)
{
    return avr_io_getirq(board->avr, (uint32_t)AVR_IOCTL_IOPORT_GETIRQ(port), (int)bit);
}

static void wire(struct board *board)
{
    avr_t *avr = board->avr;
    const struct wiring *wiring = board->wiring;
    for (unsigned i = 0; i < 3; i++) {
        avr_irq_register_notify(pin_irq(board, wiring->mux_port, wiring->mux_shift + i), on_select_pin, board);
    }
    avr_irq_register_notify(pin_irq(board, wiring->mux_port, wiring->led_bit), on_led, board);
    board_press_button(board, false);

    uint32_t adc = (uint32_t)AVR_IOCTL_ADC_GETIRQ;
    board->adc_input = avr_io_getirq(avr, adc, ADC_IRQ_ADC0);
    avr_irq_register_notify(avr_io_getirq(avr, adc, ADC_IRQ_OUT_TRIGGER), on_conversion, board);

    uint32_t twi = (uint32_t)AVR_IOCTL_TWI_GETIRQ(0);
    board->twi_input = avr_io_getirq(avr, twi, TWI_IRQ_INPUT);
    avr_irq_register_notify(avr_io_getirq(avr, twi, TWI_IRQ_OUTPUT), on_twi, board);

    uint32_t uart = (uint32_t)AVR_IOCTL_UART_GETIRQ('0');
    uint32_t flags = 0; /* no echo to the terminal, no usleep */
    avr_ioctl(avr, (uint32_t)AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
    board->uart_input = avr_io_getirq(avr, uart, UART_IRQ_INPUT);
    avr_irq_register_notify(avr_io_getirq(avr, uart, UART_IRQ_OUTPUT), on_uart_byte, board);
    avr_irq_register_notify(avr_io_getirq(avr, uart, UART_IRQ_OUT_XON), on_receiver_ready, board);
    avr_irq_register_notify(avr_io_getirq(avr, uart, UART_IRQ_OUT_XOFF), on_receiver_full, board);
}

/* Which board an image is for: an ELF file of 32 bits for AVR says so in its flags. */
static const struct wiring *find_wiring(const char *image, struct sim_failure *failure)
{
    unsigned char header[40];
    FILE *file = fopen(image, "rb");
    if (file == NULL) {
        sim_failure_set(failure, SIM_INPUT, "cannot read the firmware %s: %s; build it with 'make firmware' or choose "
                        "one with --firmware", image, strerror(errno));
        return NULL;
    }
    size_t got = fread(header, 1, sizeof header, file);
    (void)fclose(file);
    bool is_avr = got == sizeof header && memcmp(header, "\177ELF\1", 5) == 0 && header[18] == 83 && header[19] == 0;
    for (size_t i = 0; is_avr && i < sizeof WIRINGS / sizeof WIRINGS[0]; i++) {
        if (WIRINGS[i].elf_machine == (header[36] & 0x7Fu)) {
            return &WIRINGS[i];
        }
    }
    sim_failure_set(failure, SIM_INPUT, "%s is no firmware image (ELF) for an ATmega328P or ATmega2560", image);
    return NULL;
}

static bool load(struct board *board, const char *image, struct sim_failure *failure)
{
    elf_firmware_t firmware = {0};
    if (elf_read_firmware(image, &firmware) != 0) {
        return sim_failure_set(failure, SIM_INPUT, "%s is damaged: simavr cannot load it", image);
    }
    board->avr = avr_make_mcu_by_name(board->wiring->mcu);
    bool fits = board->avr != NULL && avr_init(board->avr) == 0 && firmware.flash != NULL &&
                firmware.flashbase + firmware.flashsize <= board->avr->flashend + 1;
    if (fits) {
        firmware.frequency = BOARD_HZ;
        firmware.vcc = firmware.avcc = firmware.aref = SUPPLY_MV;
        avr_load_firmware(board->avr, &firmware);
        board->budget = (struct board_budget){.flash = firmware.flashsize,
                                              .flash_size = board->avr->flashend + 1,
                                              .ram = firmware.datasize + firmware.bsssize,
                                              .ram_size = board->avr->ramend - board->avr->ioend};
    }
    free(firmware.flash);
    free(firmware.eeprom);
    return fits || sim_failure_set(failure, SIM_INPUT, "%s does not fit the chip it is for", image);
}

struct board *board_open(const char *image, const struct board_world *world, struct sim_failure *failure)
{
    avr_global_logger_set(keep_quiet);
    const struct wiring *wiring = find_wiring(image, failure);
    if (wiring == NULL) {
        return NULL;
    }
    struct board *board = calloc(1, sizeof *board);
    if (board == NULL) {
        sim_failure_set(failure, SIM_INPUT, "not enough memory to run the firmware");
        return NULL;
    }
    board->wiring = wiring;
    board->world = *world;
    mpu6050_init(&board->imu, world->feel, world->owner);
    if (!load(board, image, failure)) {
        board_close(board);
        return NULL;
    }
    board->avr->sleep = do_not_sleep;
    board->stack_low = board->stack_now = board->avr->ramend;
    wire(board);
    return board;
}

void board_close(struct board *board)
{
    if (board != NULL && board->avr != NULL) {
        avr_terminate(board->avr);
        free(board->avr);
    }
    free(board);
}

/* ---- Running it ---- */

static void watch_stack(struct board *board)
{
    unsigned pointer = board->avr->data[R_SPL] | (unsigned)board->avr->data[R_SPH] << 8;
    if (pointer != board->stack_now) {
        board->stack_now = pointer;
        board->stack_steady = 0;
    } else if (++board->stack_steady >= STACK_STEADY && pointer < board->stack_low) {
        board->stack_low = pointer;
    }
}

bool board_run(struct board *board, uint64_t cycle)
{
    while (board->avr->cycle < cycle) {
        int state = avr_run(board->avr);
        if (state == cpu_Done || state == cpu_Crashed) {
            return false;
        }
        watch_stack(board);
    }
    return true;
}

uint64_t board_cycle(const struct board *board)
{
    return board->avr->cycle;
}

uint64_t board_sampling_start(const struct board *board)
{
    return board->sampling_start;
}

double board_last_sample(const struct board *board, unsigned *channel)
{
    *channel = board->last_channel;
    return board->last_share;
}

unsigned board_stack_used(const struct board *board)
{
    return board->avr->ramend - board->stack_low;
}

struct board_budget board_budget(const struct board *board)
{
    return board->budget;
}
