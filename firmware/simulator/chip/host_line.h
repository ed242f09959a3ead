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

/* Connect; the line lives as long as the chip. */
void host_line_init(struct host_line *line, struct avr_t *avr, void (*uart_byte)(void *owner, uint8_t byte),
                    void *owner);

/* Bytes from the host: they arrive one after the other, at the speed that the firmware has set. False when
 * the queue has no room for all of them; then none is taken. */
bool host_line_send(struct host_line *line, const void *bytes, size_t count);

/* Cycles for a byte of 10 bits, as the firmware has set the UART. */
unsigned host_line_byte_cycles(const struct host_line *line);

/* From now on the UART takes `times` as long for a byte as the firmware has set: a host that is too slow. */
void host_line_slow_down(struct host_line *line, unsigned times);

#endif
