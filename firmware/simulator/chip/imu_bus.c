/* SPDX-License-Identifier: MIT */
/* Uses simavr, which is under the GPL version 3; see board.c. */
#include "chip/imu_bus.h"

#include <math.h>
#include <string.h>

#include <avr_ioport.h>
#include <avr_twi.h>
#include <sim_avr.h>

#define REGISTER_GYRO_CONFIG 0x1B
#define REGISTER_ACCEL_CONFIG 0x1C
#define REGISTER_DATA 0x3B /* acceleration, temperature, angular rate: 7 words */
#define REGISTER_DATA_END 0x49
#define REGISTER_POWER 0x6B
#define REGISTER_WHO_AM_I 0x75
#define POWER_ASLEEP 0x40
#define POWER_RESET 0x80
#define TEMPERATURE_24_C (-4267) /* counts at 24 degrees Celsius: (24 - 36.53) * 340 */

/* Range settings that match the counts of mpu6050_measure: +-4 g, +-1000 degrees per second. */
#define MEASURED_ACCEL_RANGE 1
#define MEASURED_GYRO_RANGE 2

/* A register and its bits, the same on both chips. */
#define TWCR 0xBCu
#define TWCR_TWEN 0x04u
#define TWCR_TWINT 0x80u

/* ---- The sensor ---- */

static void reset_registers(struct mpu6050 *sensor)
{
    memset(sensor->reg, 0, sizeof sensor->reg);
    sensor->reg[REGISTER_POWER] = POWER_ASLEEP;
    sensor->reg[REGISTER_WHO_AM_I] = sensor->who_am_i;
}

void mpu6050_init(struct mpu6050 *sensor, mpu6050_measure measure, void *owner)
{
    *sensor = (struct mpu6050){.present = true, .who_am_i = MPU6050_WHO_AM_I, .measure = measure, .owner = owner};
    reset_registers(sensor);
}

/* Store a big-endian word, rounded and limited to its range. */
static void store_word(uint8_t *bytes, double value)
{
    int word = (int)lround(fmin(fmax(value, -32768.0), 32767.0));
    bytes[0] = (uint8_t)((unsigned)word >> 8 & 0xFF);
    bytes[1] = (uint8_t)((unsigned)word & 0xFF);
}

/* Return the range set in a configuration register, 0 to 3; each range is twice the one before. */
static int range_of(const struct mpu6050 *sensor, unsigned config_register)
{
    return sensor->reg[config_register] >> 3 & 3;
}

/* Measure, and store the sample in the data registers; a sensor that is asleep keeps its zeros. */
static void take_sample(struct mpu6050 *sensor)
{
    if (sensor->reg[REGISTER_POWER] & POWER_ASLEEP)
        return;
    int16_t counts[MPU6050_AXES];
    sensor->measure(sensor->owner, counts);
    for (unsigned axis = 0; axis < 3; axis++) {
        double accel = ldexp(counts[axis], MEASURED_ACCEL_RANGE - range_of(sensor, REGISTER_ACCEL_CONFIG));
        double gyro = ldexp(counts[3 + axis], MEASURED_GYRO_RANGE - range_of(sensor, REGISTER_GYRO_CONFIG));
        store_word(&sensor->reg[REGISTER_DATA + 2 * axis], accel);
        store_word(&sensor->reg[REGISTER_DATA + 8 + 2 * axis], gyro);
    }
    store_word(&sensor->reg[REGISTER_DATA + 6], TEMPERATURE_24_C);
}

bool mpu6050_start(struct mpu6050 *sensor, uint8_t address, bool read)
{
    if (!sensor->present || address != MPU6050_ADDRESS)
        return false;
    if (read)
        take_sample(sensor);
    else
        sensor->has_address = false;
    return true;
}

static uint8_t next_address(struct mpu6050 *sensor)
{
    uint8_t address = sensor->address;
    sensor->address = (address + 1) & 0x7F;
    return address;
}

void mpu6050_write(struct mpu6050 *sensor, uint8_t byte)
{
    if (!sensor->has_address) {
        sensor->address = byte & 0x7F;
        sensor->has_address = true;
        return;
    }
    uint8_t address = next_address(sensor);
    if (address == REGISTER_POWER && (byte & POWER_RESET))
        reset_registers(sensor);
    else if (address != REGISTER_WHO_AM_I && (address < REGISTER_DATA || address >= REGISTER_DATA_END))
        sensor->reg[address] = byte;
}

uint8_t mpu6050_read(struct mpu6050 *sensor)
{
    return sensor->reg[next_address(sensor)];
}

/* ---- The bus ---- */

/* Pass a message of the TWI of simavr to the sensor, and the reply back. */
static void on_twi(avr_irq_t *irq, uint32_t value, void *param)
{
    struct imu_bus *bus = param;
    (void)irq;
    avr_twi_msg_irq_t message = {.u.v = value};
    uint8_t address = message.u.twi.addr >> 1;
    bool read = (message.u.twi.addr & 1) != 0;
    if ((message.u.twi.msg & TWI_COND_START) && mpu6050_start(&bus->imu, address, read))
        avr_raise_irq(bus->input, avr_twi_irq_msg(TWI_COND_ACK, message.u.twi.addr, 1));
    if (!bus->imu.present || address != MPU6050_ADDRESS)
        return;
    if (message.u.twi.msg & TWI_COND_WRITE) {
        mpu6050_write(&bus->imu, message.u.twi.data);
        avr_raise_irq(bus->input, avr_twi_irq_msg(TWI_COND_ACK, message.u.twi.addr, 1));
    }
    if (message.u.twi.msg & TWI_COND_READ)
        avr_raise_irq(bus->input, avr_twi_irq_msg(TWI_COND_READ, message.u.twi.addr, mpu6050_read(&bus->imu)));
}

/* Handle a write to the control register. While SDA is low, TWI can be switched off, but no transfer proceeds. */
static void on_control(avr_t *avr, avr_io_addr_t address, uint8_t value, void *param)
{
    struct imu_bus *bus = param;
    if (bus->clocks_until_release > 0 && (value & TWCR_TWEN) && (value & TWCR_TWINT)) {
        avr->data[address] = (uint8_t)(value & ~TWCR_TWINT);
        return;
    }
    bus->simavr_control(avr, address, value, bus->simavr_control_param);
}

/* Update the levels of the lines: pulled up, unless SDA is held low. */
static void update_wires(struct imu_bus *bus)
{
    const struct wiring *wiring = bus->wiring;
    uint8_t sda = (uint8_t)(1u << wiring->sda_bit);
    uint8_t scl = (uint8_t)(1u << wiring->scl_bit);
    bool sda_released = bus->clocks_until_release == 0;
    avr_ioport_external_t external = {.name = (unsigned)wiring->twi_port & 0x7Fu,
                                      .mask = (uint8_t)(sda | scl),
                                      .value = sda_released ? (uint8_t)(sda | scl) : scl};
    avr_ioctl(bus->avr, (uint32_t)AVR_IOCTL_IOPORT_SET_EXTERNAL(wiring->twi_port), &external);
    avr_raise_irq(avr_io_getirq(bus->avr, (uint32_t)AVR_IOCTL_IOPORT_GETIRQ(wiring->twi_port), (int)wiring->sda_bit),
                  sda_released && !(bus->direction >> wiring->sda_bit & 1u));
}

/* Count bit-banged clocks and STOPs: an output pulls its line low, an input releases it. */
static void on_direction(avr_irq_t *irq, uint32_t value, void *param)
{
    struct imu_bus *bus = param;
    (void)irq;
    unsigned sda = 1u << bus->wiring->sda_bit;
    unsigned scl = 1u << bus->wiring->scl_bit;
    unsigned previous = bus->direction;
    bus->direction = value;
    if ((previous & scl) && !(value & scl)) {
        bus->clock_count++;
        if (bus->clocks_until_release > 0 && bus->clocks_until_release != IMU_BUS_FOREVER)
            bus->clocks_until_release--;
    }
    if ((previous & sda) && !(value & sda) && !(value & scl))
        bus->stop_count++;
    update_wires(bus);
}

void imu_bus_hold_sda(struct imu_bus *bus, uint32_t clocks)
{
    bus->clocks_until_release = clocks;
    update_wires(bus);
}

void imu_bus_init(struct imu_bus *bus, avr_t *avr, const struct wiring *wiring, mpu6050_measure measure, void *owner)
{
    *bus = (struct imu_bus){.avr = avr, .wiring = wiring};
    mpu6050_init(&bus->imu, measure, owner);
    uint32_t twi = (uint32_t)AVR_IOCTL_TWI_GETIRQ(0);
    bus->input = avr_io_getirq(avr, twi, TWI_IRQ_INPUT);
    avr_irq_register_notify(avr_io_getirq(avr, twi, TWI_IRQ_OUTPUT), on_twi, bus);
    avr_irq_register_notify(
        avr_io_getirq(avr, (uint32_t)AVR_IOCTL_IOPORT_GETIRQ(wiring->twi_port), IOPORT_IRQ_DIRECTION_ALL), on_direction,
        bus);
    bus->simavr_control = avr->io[AVR_DATA_TO_IO(TWCR)].w.c;
    bus->simavr_control_param = avr->io[AVR_DATA_TO_IO(TWCR)].w.param;
    avr->io[AVR_DATA_TO_IO(TWCR)].w.c = on_control;
    avr->io[AVR_DATA_TO_IO(TWCR)].w.param = bus;
    update_wires(bus);
}
