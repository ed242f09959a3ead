/* SPDX-License-Identifier: MIT */
/* The serial line between the chip's UART 0 and the host, in simavr. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HOST_LINE_QUEUE 256u /* bytes on the way to the chip */

struct avr_t;     /* simavr's */
struct avr_irq_t; /* simavr's */

struct host_line {
    struct avr_t *avr;
    struct avr_irq_t *input;                      /* simavr's signal that carries bytes to the UART */
    void *owner;                                  /* argument of uart_byte */
    void (*uart_byte)(void *owner, uint8_t byte); /* called when a byte has left the UART */
    uint8_t queue[HOST_LINE_QUEUE];               /* ring of the bytes that the host sends */
    unsigned head, count;                         /* index of the first byte in the ring; number of bytes */
    bool receiving;                               /* the first byte is being transferred */
    bool receiver_full;                           /* the UART of simavr accepts no byte now */
};

/* Connect the line to the AVR; the line must outlive the AVR. */
void host_line_init(struct host_line *line, struct avr_t *avr, void (*uart_byte)(void *owner, uint8_t byte),
                    void *owner);

/* Send bytes from the host: they arrive one by one at the baud rate that the firmware has set. If the queue lacks
 * space for all bytes, nothing is sent and the function returns false. */
bool host_line_send(struct host_line *line, const void *bytes, size_t count);

/* Return the cycles per byte (10 bits) at the baud rate that the firmware has set. */
unsigned host_line_byte_cycles(const struct host_line *line);

/* Divide the baud rate that the firmware has set by `factor`, to imitate a host that is too slow. */
void host_line_slow_down(struct host_line *line, unsigned factor);
