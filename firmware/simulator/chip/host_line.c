/* SPDX-License-Identifier: MIT */
/* Uses simavr, which is under the GPL version 3; see board.c. */
#include "chip/host_line.h"

#include <avr_uart.h>
#include <sim_avr.h>
#include <sim_cycle_timers.h>

/* Registers of the baud rate, the same on both chips. */
#define UBRR0L 0xC4u
#define UBRR0H 0xC5u

#define BITS_PER_BYTE 10u
#define CYCLES_PER_BIT 8u /* a bit takes 8 cycles * divisor, since the firmware sets the UART to double speed */

static void on_uart_byte(avr_irq_t *irq, uint32_t value, void *param)
{
    struct host_line *line = param;
    (void)irq;
    line->uart_byte(line->owner, (uint8_t)value);
}

static void on_receiver_ready(avr_irq_t *irq, uint32_t value, void *param)
{
    (void)irq;
    (void)value;
    ((struct host_line *)param)->receiver_full = false;
}

static void on_receiver_full(avr_irq_t *irq, uint32_t value, void *param)
{
    (void)irq;
    ((struct host_line *)param)->receiver_full = value != 0;
}

/* Return the divisor of the baud rate, 1 or more. */
static unsigned baud_divisor(const struct host_line *line)
{
    return (line->avr->data[UBRR0L] | (line->avr->data[UBRR0H] & 0x0Fu) << 8) + 1;
}

unsigned host_line_byte_cycles(const struct host_line *line)
{
    return BITS_PER_BYTE * CYCLES_PER_BIT * baud_divisor(line);
}

/* Pass the first byte of the queue to the UART. If the UART does not accept it, try again after the time that one byte
 * takes on the line. */
static avr_cycle_count_t on_byte_arrived(avr_t *avr, avr_cycle_count_t when, void *param)
{
    struct host_line *line = param;
    (void)avr;
    if (line->count > 0 && !line->receiver_full) {
        uint8_t byte = line->queue[line->head];
        line->head = (line->head + 1) % HOST_LINE_QUEUE;
        line->count--;
        avr_raise_irq(line->input, byte);
    }
    line->receiving = line->count > 0;
    return line->receiving ? when + host_line_byte_cycles(line) : 0;
}

bool host_line_send(struct host_line *line, const void *bytes, size_t count)
{
    if (count > HOST_LINE_QUEUE - line->count)
        return false;
    for (size_t i = 0; i < count; i++)
        line->queue[(line->head + line->count++) % HOST_LINE_QUEUE] = ((const uint8_t *)bytes)[i];
    if (!line->receiving && count > 0) {
        line->receiving = true;
        avr_cycle_timer_register(line->avr, host_line_byte_cycles(line), on_byte_arrived, line);
    }
    return true;
}

void host_line_slow_down(struct host_line *line, unsigned factor)
{
    unsigned divisor = factor * baud_divisor(line) - 1;
    unsigned low = AVR_DATA_TO_IO(UBRR0L);
    line->avr->data[UBRR0H] = (uint8_t)(divisor >> 8);
    line->avr->io[low].w.c(line->avr, UBRR0L, (uint8_t)divisor, line->avr->io[low].w.param);
}

void host_line_init(struct host_line *line, avr_t *avr, void (*uart_byte)(void *owner, uint8_t byte), void *owner)
{
    *line = (struct host_line){.avr = avr, .uart_byte = uart_byte, .owner = owner};
    uint32_t uart = (uint32_t)AVR_IOCTL_UART_GETIRQ('0');
    uint32_t flags = 0; /* no echo to the terminal, no usleep */
    avr_ioctl(avr, (uint32_t)AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
    line->input = avr_io_getirq(avr, uart, UART_IRQ_INPUT);
    avr_irq_register_notify(avr_io_getirq(avr, uart, UART_IRQ_OUTPUT), on_uart_byte, line);
    avr_irq_register_notify(avr_io_getirq(avr, uart, UART_IRQ_OUT_XON), on_receiver_ready, line);
    avr_irq_register_notify(avr_io_getirq(avr, uart, UART_IRQ_OUT_XOFF), on_receiver_full, line);
}
