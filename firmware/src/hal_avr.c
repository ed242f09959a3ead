/* SPDX-License-Identifier: MIT */
/* The port to ATmega328P and ATmega2560 at 16 MHz: the only file that touches registers. */
#ifdef __AVR__

#include "hal.h"

#include <string.h>

#include <avr/eeprom.h>
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/pgmspace.h>
#include <avr/sleep.h>
#include <avr/wdt.h>
#include <util/delay.h>
#include <util/twi.h>

#if defined(__AVR_ATmega2560__)
#define MUX_SHIFT 4
#define LED_BIT PB7
#define BUTTON_PIN PINE
#define BUTTON_PORT PORTE
#define BUTTON_BIT PE4
#define TWI_PORT PORTD
#define TWI_DDR DDRD
#define TWI_PIN PIND
#define SCL_BIT PD0
#define SDA_BIT PD1
#define USART_RX_vect USART0_RX_vect
#define USART_UDRE_vect USART0_UDRE_vect
#elif defined(__AVR_ATmega328P__)
#define MUX_SHIFT 2
#define LED_BIT PB5
#define BUTTON_PIN PIND
#define BUTTON_PORT PORTD
#define BUTTON_BIT PD2
#define TWI_PORT PORTC
#define TWI_DDR DDRC
#define TWI_PIN PINC
#define SDA_BIT PC4
#define SCL_BIT PC5
#else
#error "The port supports the ATmega328P and the ATmega2560"
#endif
#define MUX_MASK (7 << MUX_SHIFT)

#if F_CPU != 16000000L
#error "The conversion interval and the baud rates assume 16 MHz"
#endif

const char *hal_flash_copy(char *out, uint8_t size, const char *flash_text)
{
    strlcpy_P(out, flash_text, size);
    return out;
}

/* ---- The cause of the reset ---- */

#define NOINIT __attribute__((section(".noinit")))

/* These variables are not cleared at the start, so they survive every reset except power-on. */
static NOINIT uint16_t ram_mark;                        /* RAM_MARK if the variables survived */
static NOINIT volatile uint16_t conversions_since_feed; /* conversions since the watchdog was fed */
static NOINIT volatile uint8_t reset_flags;             /* MCUSR at the start */
static NOINIT volatile uint8_t bootloader_flags;        /* r2 at the start */
#define RAM_MARK 0xA55Au
#define HANG_CONVERSIONS_MIN 3500u /* 0.36 s, the shortest timeout of the watchdog; nominally it is 0.5 s */
#define RESET_FLAGS (_BV(PORF) | _BV(EXTRF) | _BV(BORF) | _BV(WDRF))

/* Save the reset flags, and stop the watchdog, which keeps running with its shortest timeout after a reset. Bootloaders
 * clear MCUSR; Optiboot 6 and later leave its value in r2, as WDT_vect does. Section .init3 runs before the
 * variables are initialised. */
void save_reset_flags(void) __attribute__((naked, used, section(".init3")));
void save_reset_flags(void)
{
    __asm__ __volatile__("sts %0, r2" : : "i"(&bootloader_flags) : "memory");
    reset_flags = MCUSR;
    MCUSR = 0;
    wdt_disable();
}

/* Guess the cause of the reset if the bootloader hides it, as the Uno's Optiboot 4 does. If the watchdog had not been
 * fed for many conversions, the watchdog was the cause. A hang with interrupts off is reported as an external reset,
 * because conversions are not counted then. */
static enum hal_reset guess_reset_cause(bool ram_survived)
{
    if (!ram_survived)
        return HAL_RESET_POWER;
    return conversions_since_feed >= HANG_CONVERSIONS_MIN ? HAL_RESET_WATCHDOG : HAL_RESET_EXTERNAL;
}

/* The watchdog interrupts first, and the program then restarts by a jump: the bootloaders of old Nanos and Megas leave
 * the watchdog on after its reset, so they would be reset by it again and again. With interrupts off, its second
 * timeout resets the chip. Stop what interrupts and drives pins; the start sets up everything else again. r1 may not be
 * zero here, so it is cleared for the compiler. */
ISR(WDT_vect, ISR_NAKED)
{
    __asm__ __volatile__("clr r1" ::: "memory");
    ADCSRA = 0;
    UCSR0B = 0;
    TWCR = 0;
    __asm__ __volatile__("ldi r16, %0\n\tmov r2, r16\n\tjmp 0" : : "M"(_BV(WDRF)) : "r16");
}

static enum hal_reset reset_cause;

static enum hal_reset find_reset_cause(void)
{
    bool ram_survived = ram_mark == RAM_MARK;
    uint8_t flags = reset_flags;
    ram_mark = RAM_MARK;
    /* A bootloader cleared MCUSR. Optiboot 6 and later pass its value in r2; other bootloaders leave garbage there,
     * which shows if any bit other than the reset flags is set. */
    if (flags == 0 && (bootloader_flags & ~RESET_FLAGS) == 0)
        flags = bootloader_flags;
    if (flags & _BV(PORF))
        return HAL_RESET_POWER;
    if (flags & _BV(EXTRF))
        return HAL_RESET_EXTERNAL;
    if (flags & _BV(BORF))
        return HAL_RESET_BROWNOUT;
    return flags & _BV(WDRF) ? HAL_RESET_WATCHDOG : guess_reset_cause(ram_survived);
}

enum hal_reset hal_reset_cause(void)
{
    return reset_cause;
}

/* ---- The board ---- */

static void set_up_twi(void)
{
    TWI_PORT |= _BV(SDA_BIT) | _BV(SCL_BIT);      /* pull-ups */
    TWBR = (uint8_t)((F_CPU / 400000L - 16) / 2); /* 400 kHz without prescaler */
    TWSR = 0;
    TWCR = _BV(TWEN);
}

void hal_init(void)
{
    reset_cause = find_reset_cause();
    /* The Arduino core counts milliseconds in this interrupt. The firmware does not need them, and the interrupt would
     * delay the others by 6 us. */
    TIMSK0 = 0;

    DDRB |= MUX_MASK | _BV(LED_BIT);
    PORTB &= (uint8_t) ~(MUX_MASK | _BV(LED_BIT));
    BUTTON_PORT |= _BV(BUTTON_BIT);

    UCSR0A = _BV(U2X0);                 /* double speed: 8 cycles per bit */
    UCSR0C = _BV(UCSZ01) | _BV(UCSZ00); /* 8 data bits, no parity, 1 stop bit */
    UCSR0B = _BV(RXEN0) | _BV(TXEN0) | _BV(RXCIE0);

    set_up_twi();
    SMCR = 0; /* idle mode: everything except the processor runs */
    wdt_enable(WDTO_500MS);
    WDTCSR |= _BV(WDIE);
    hal_feed_watchdog();
    sei();
}

const char *hal_board(void)
{
#if defined(__AVR_ATmega2560__)
    return HAL_FLASH("mega");
#elif defined(ARDUINO_AVR_NANO)
    return HAL_FLASH("nano");
#else
    return HAL_FLASH("uno");
#endif
}

void hal_feed_watchdog(void)
{
    wdt_reset();
    uint8_t lock = hal_lock();
    conversions_since_feed = 0;
    hal_unlock(lock);
}

uint8_t hal_lock(void)
{
    uint8_t lock = SREG;
    cli();
    return lock;
}

void hal_unlock(uint8_t lock)
{
    __asm__ __volatile__("" ::: "memory");
    SREG = lock;
}

static volatile bool work_pending;

void hal_wake(void)
{
    work_pending = true;
}

void hal_sleep(void)
{
    cli();
    while (!work_pending) {
        /* sei takes effect one instruction later, so no interrupt can come between the check and sleep. */
        SMCR = _BV(SE);
        sei();
        sleep_cpu();
        SMCR = 0;
        cli();
    }
    work_pending = false;
    sei();
}

void hal_set_led(bool lit)
{
    /* Each assignment compiles to one instruction (sbi, cbi), so the conversion interrupt, which writes the same port,
     * cannot interfere. */
    if (lit)
        PORTB |= _BV(LED_BIT);
    else
        PORTB &= (uint8_t)~_BV(LED_BIT);
}

bool hal_button_is_down(void)
{
    return (BUTTON_PIN & _BV(BUTTON_BIT)) == 0;
}

/* ---- Sampling ---- */

#define ADC_SUPPLY_REFERENCE _BV(REFS0)
#define ADC_PRESCALER_128 (_BV(ADPS2) | _BV(ADPS1) | _BV(ADPS0)) /* 125 kHz; 13 clocks per conversion = 104 us */

void hal_start_sampling(void)
{
    DIDR0 = _BV(ADC0D);
    ADMUX = ADC_SUPPLY_REFERENCE;
    ADCSRB = 0; /* free running */
    ADCSRA = _BV(ADEN) | _BV(ADSC) | _BV(ADATE) | _BV(ADIF) | _BV(ADIE) | ADC_PRESCALER_128;
}

ISR(ADC_vect)
{
    uint8_t channel = hal_on_conversion(ADC);
    PORTB = (uint8_t)((PORTB & ~MUX_MASK) | (channel << MUX_SHIFT));
    conversions_since_feed++;
}

/* Constants of FNV-1a, a 32-bit hash. */
#define FNV_OFFSET 2166136261u
#define FNV_PRIME 16777619u
#define NOISE_CONVERSIONS 64

/* Hash the RAM, whose content after power-on differs between chips, and the noise of open pins. */
uint32_t hal_entropy(void)
{
    uint32_t hash = FNV_OFFSET;
    for (const volatile uint8_t *byte = (const volatile uint8_t *)RAMSTART; byte <= (const volatile uint8_t *)RAMEND;
         byte++)
        hash = (hash ^ *byte) * FNV_PRIME;
    ADCSRB = 0; /* no automatic start of conversions; channels 0 to 7 */
    for (uint8_t i = 0; i < NOISE_CONVERSIONS; i++) {
        ADMUX = (uint8_t)(ADC_SUPPLY_REFERENCE | (i & 7));
        ADCSRA = _BV(ADEN) | _BV(ADSC) | ADC_PRESCALER_128;
        loop_until_bit_is_clear(ADCSRA, ADSC);
        hash = (hash ^ (uint8_t)ADC) * FNV_PRIME;
    }
    ADCSRA = 0;
    return hash;
}

/* ---- UART ---- */

/* Ring buffers. An 8-bit index into 256 bytes wraps around by itself; an index into 32 bytes is masked. One byte
 * stays free, so that a full ring differs from an empty one. */
#define RX_RING_SIZE 32
static char tx_ring[256];
static volatile uint8_t tx_head;
static volatile uint8_t tx_tail;
static uint8_t rx_ring[RX_RING_SIZE];
static volatile uint8_t rx_head;
static volatile uint8_t rx_tail;

void hal_uart_set_baud(uint32_t baud)
{
    _delay_us(100); /* the hardware may still be sending two bytes: 80 us at 250000 baud */
    UBRR0 = (uint16_t)(F_CPU / 8 / baud - 1);
}

bool hal_uart_is_empty(void)
{
    return tx_head == tx_tail;
}

uint16_t hal_uart_free_space(void)
{
    return (uint8_t)(tx_tail - tx_head - 1);
}

void hal_uart_write(const char *bytes, uint16_t count)
{
    uint8_t head = tx_head;
    uint16_t to_end = (uint16_t)(sizeof tx_ring - head);
    uint16_t before_wrap = count < to_end ? count : to_end;
    memcpy(&tx_ring[head], bytes, before_wrap);
    memcpy(tx_ring, bytes + before_wrap, count - before_wrap);
    head = (uint8_t)(head + count);
    /* The interrupt sends no byte of the line until tx_head has changed. */
    uint8_t lock = hal_lock();
    tx_head = head;
    UCSR0B |= _BV(UDRIE0);
    hal_unlock(lock);
}

ISR(USART_UDRE_vect)
{
    uint8_t tail = tx_tail;
    UDR0 = (uint8_t)tx_ring[tail];
    tail++;
    tx_tail = tail;
    if (tail == tx_head)
        UCSR0B &= (uint8_t)~_BV(UDRIE0);
}

ISR(USART_RX_vect)
{
    uint8_t error_flags = UCSR0A & (_BV(FE0) | _BV(DOR0));
    uint8_t byte = UDR0;
    uint8_t head = rx_head;
    uint8_t next = (head + 1) & (RX_RING_SIZE - 1);
    if (next == rx_tail) {
        /* The ring is full: replace its last byte with a 0, which marks lost bytes (hal_uart_read). */
        rx_ring[(head - 1) & (RX_RING_SIZE - 1)] = 0;
    } else {
        rx_ring[head] = error_flags != 0 ? 0 : byte;
        rx_head = next;
    }
    hal_wake();
}

bool hal_uart_read(uint8_t *byte)
{
    uint8_t tail = rx_tail;
    if (tail == rx_head)
        return false;
    *byte = rx_ring[tail];
    rx_tail = (tail + 1) & (RX_RING_SIZE - 1);
    return true;
}

/* ---- TWI ---- */

static struct {
    uint8_t address;
    const uint8_t *out;
    uint8_t *in;
    uint8_t out_remaining;
    uint8_t in_remaining;
} twi;
static volatile uint8_t twi_state = HAL_TWI_DONE;

/* Clearing the interrupt flag lets the hardware take its next step. */
#define TWI_GO (_BV(TWINT) | _BV(TWEN) | _BV(TWIE))

void hal_twi_start(uint8_t address, const uint8_t *out, uint8_t out_count, uint8_t *in, uint8_t in_count)
{
    /* Wait for the STOP of the previous transfer, which takes some microseconds. On a stuck bus it never ends, so
     * the wait is limited. */
    for (uint8_t i = 0; i < 100 && (TWCR & _BV(TWSTO)) != 0; i++) {
    }
    uint8_t lock = hal_lock();
    twi.address = address;
    twi.out = out;
    twi.out_remaining = out_count;
    twi.in = in;
    twi.in_remaining = in_count;
    twi_state = HAL_TWI_BUSY;
    TWCR = TWI_GO | _BV(TWSTA);
    hal_unlock(lock);
}

enum hal_twi hal_twi_state(void)
{
    enum hal_twi state = (enum hal_twi)twi_state;
    /* Prevent the compiler from reading a buffer before it has read the state. */
    __asm__ __volatile__("" ::: "memory");
    return state;
}

/* Bit-banging: an output pulls its line low (the PORT bit is 0), an input releases it. */
static void pull_line_low(uint8_t bit)
{
    TWI_DDR = (uint8_t)(TWI_DDR | _BV(bit));
    _delay_us(5);
}

static void release_line(uint8_t bit)
{
    TWI_DDR = (uint8_t)(TWI_DDR & ~_BV(bit));
    _delay_us(5);
}

/* Free a stuck bus as described at hal_twi_abort. */
static void release_bus(void)
{
    TWI_PORT &= (uint8_t) ~(_BV(SDA_BIT) | _BV(SCL_BIT));
    for (uint8_t i = 0; i < 9 && (TWI_PIN & _BV(SDA_BIT)) == 0; i++) {
        pull_line_low(SCL_BIT);
        release_line(SCL_BIT);
    }
    /* STOP: SDA rises while SCL is high. */
    pull_line_low(SCL_BIT);
    pull_line_low(SDA_BIT);
    release_line(SCL_BIT);
    release_line(SDA_BIT);
}

void hal_twi_abort(void)
{
    TWCR = 0;
    twi_state = HAL_TWI_FAILED;
    release_bus();
    set_up_twi();
}

/* Send a STOP and wake the main loop. */
static void end_transfer(enum hal_twi state)
{
    TWCR = _BV(TWINT) | _BV(TWEN) | _BV(TWSTO);
    twi_state = (uint8_t)state;
    hal_wake();
}

/* Receive the next byte; acknowledge all except the last. */
static void receive_next(void)
{
    TWCR = twi.in_remaining > 1 ? TWI_GO | _BV(TWEA) : TWI_GO;
}

ISR(TWI_vect)
{
    switch (TW_STATUS) {
    case TW_START:
    case TW_REP_START:
        TWDR = (uint8_t)(twi.address << 1 | (twi.out_remaining > 0 ? TW_WRITE : TW_READ));
        TWCR = TWI_GO;
        break;
    case TW_MT_SLA_ACK:
    case TW_MT_DATA_ACK:
        if (twi.out_remaining > 0) {
            twi.out_remaining--;
            TWDR = *twi.out++;
            TWCR = TWI_GO;
        } else if (twi.in_remaining > 0) {
            TWCR = TWI_GO | _BV(TWSTA);
        } else {
            end_transfer(HAL_TWI_DONE);
        }
        break;
    case TW_MR_SLA_ACK: receive_next(); break;
    case TW_MR_DATA_ACK:
        *twi.in++ = TWDR;
        twi.in_remaining--;
        receive_next();
        break;
    case TW_MR_DATA_NACK:
        *twi.in = TWDR;
        end_transfer(HAL_TWI_DONE);
        break;
    default: /* not acknowledged, arbitration lost, bus error */ end_transfer(HAL_TWI_FAILED); break;
    }
}

/* ---- EEPROM ---- */

uint8_t hal_eeprom_read(uint16_t address)
{
    return eeprom_read_byte((const uint8_t *)address);
}

bool hal_eeprom_is_busy(void)
{
    return !eeprom_is_ready();
}

void hal_eeprom_write(uint16_t address, uint8_t byte)
{
    eeprom_write_byte((uint8_t *)address, byte);
}

#endif
