/* SPDX-License-Identifier: MIT */
/* Uses simavr, which is under the GPL version 3; see board.c. */
#include "chip/imu_bus.h"

#include <avr_ioport.h>
#include <avr_twi.h>
#include <sim_avr.h>

/* Of both chips. */
#define TWCR 0xBCu
#define TWCR_TWEN 0x04u
#define TWCR_TWINT 0x80u

static void on_twi(avr_irq_t *irq, uint32_t value, void *param)
{
    struct imu_bus *bus = param;
    (void)irq;
    avr_twi_msg_irq_t message = {.u.v = value};
    uint8_t address = message.u.twi.addr >> 1;
    if (message.u.twi.msg & TWI_COND_START) {
        if (mpu6050_start(&bus->imu, address, (message.u.twi.addr & 1) != 0)) {
            avr_raise_irq(bus->input, avr_twi_irq_msg(TWI_COND_ACK, message.u.twi.addr, 1));
        }
    }
    if (!bus->imu.present || address != MPU6050_ADDRESS) {
        return;
    }
    if (message.u.twi.msg & TWI_COND_WRITE) {
        mpu6050_write(&bus->imu, message.u.twi.data);
        avr_raise_irq(bus->input, avr_twi_irq_msg(TWI_COND_ACK, message.u.twi.addr, 1));
    }
    if (message.u.twi.msg & TWI_COND_READ) {
        avr_raise_irq(bus->input,
                      avr_twi_irq_msg(TWI_COND_READ, message.u.twi.addr, mpu6050_read(&bus->imu)));
    }
}

/* An order to the peripheral while SDA is held low waits for ever; only switching it off gets through. */
static void on_control(avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
    struct imu_bus *bus = param;
    if (bus->clocks_left > 0 && (value & TWCR_TWEN) && (value & TWCR_TWINT)) {
        avr->data[address] = (uint8_t)(value & ~TWCR_TWINT);
        return;
    }
    bus->control(avr, address, value, bus->control_param);
}

/* Both wires have pull-ups; SDA may be held low. */
static void pull(struct imu_bus *bus)
{
    const struct wiring *wiring = bus->wiring;
    uint8_t sda = (uint8_t)(1u << wiring->sda_bit);
    uint8_t scl = (uint8_t)(1u << wiring->scl_bit);
    bool high = bus->clocks_left == 0;
    avr_ioport_external_t external = {.name = (unsigned)wiring->twi_port & 0x7Fu,
                                      .mask = (uint8_t)(sda | scl),
                                      .value = high ? (uint8_t)(sda | scl) : scl};
    avr_ioctl(bus->avr, (uint32_t)AVR_IOCTL_IOPORT_SET_EXTERNAL(wiring->twi_port), &external);
    avr_raise_irq(
        avr_io_getirq(bus->avr, (uint32_t)AVR_IOCTL_IOPORT_GETIRQ(wiring->twi_port), (int)wiring->sda_bit),
        high && !(bus->direction >> wiring->sda_bit & 1u));
}

/* A wire is pulled low by making its pin an output, and let go by making it an input. */
static void on_direction(avr_irq_t *irq, uint32_t value, void *param)
{
    struct imu_bus *bus = param;
    (void)irq;
    unsigned sda = 1u << bus->wiring->sda_bit;
    unsigned scl = 1u << bus->wiring->scl_bit;
    unsigned before = bus->direction;
    bus->direction = value;
    if ((before & scl) && !(value & scl)) {
        bus->clocks_seen++;
        if (bus->clocks_left > 0 && bus->clocks_left != IMU_BUS_FOREVER) {
            bus->clocks_left--;
        }
    }
    if ((before & sda) && !(value & sda) && !(value & scl)) {
        bus->stops_seen++;
    }
    pull(bus);
}

void imu_bus_hold_sda(struct imu_bus *bus, uint32_t clocks)
{
    bus->clocks_left = clocks;
    pull(bus);
}

void imu_bus_init(struct imu_bus *bus, avr_t *avr, const struct wiring *wiring, mpu6050_measure feel,
                  void *owner)
{
    *bus = (struct imu_bus){.avr = avr, .wiring = wiring};
    mpu6050_init(&bus->imu, feel, owner);
    uint32_t twi = (uint32_t)AVR_IOCTL_TWI_GETIRQ(0);
    bus->input = avr_io_getirq(avr, twi, TWI_IRQ_INPUT);
    avr_irq_register_notify(avr_io_getirq(avr, twi, TWI_IRQ_OUTPUT), on_twi, bus);
    avr_irq_register_notify(
        avr_io_getirq(avr, (uint32_t)AVR_IOCTL_IOPORT_GETIRQ(wiring->twi_port), IOPORT_IRQ_DIRECTION_ALL),
        on_direction, bus);
    bus->control = avr->io[AVR_DATA_TO_IO(TWCR)].w.c;
    bus->control_param = avr->io[AVR_DATA_TO_IO(TWCR)].w.param;
    avr->io[AVR_DATA_TO_IO(TWCR)].w.c = on_control;
    avr->io[AVR_DATA_TO_IO(TWCR)].w.param = bus;
    pull(bus);
}
