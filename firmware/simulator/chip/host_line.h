/* SPDX-License-Identifier: MIT */
/* The serial line between the chip's UART 0 and the host, in simavr. */
#ifndef HOST_LINE_H
#define HOST_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HOST_LINE_QUEUE 256u

struct avr_t;     /* simavr's */
struct avr_irq_t; /* simavr's */

struct host_line {
    struct avr_t *avr;
    struct avr_irq_t *input;
    void *owner;
    void (*uart_byte)(void *owner, uint8_t byte); /* a byte left the UART */
    uint8_t queue[HOST_LINE_QUEUE];
    unsigned head, count;
    bool receiving, receiver_full;
};

/* Connect the line, which must outlive the AVR. */
void host_line_init(struct host_line *line, struct avr_t *avr, void (*uart_byte)(void *owner, uint8_t byte),
                    void *owner);

/* Send bytes from the host: they arrive one by one at the baud rate that the firmware has set. False, and
 * nothing is sent, if the queue lacks space for them all. */
bool host_line_send(struct host_line *line, const void *bytes, size_t count);

/* Return the cycles per byte of 10 bits at that baud rate. */
unsigned host_line_byte_cycles(const struct host_line *line);

/* Make the UART slower than the firmware has set it, by `factor`, to imitate a host that is too slow. */
void host_line_slow_down(struct host_line *line, unsigned factor);

#endif
