/* SPDX-License-Identifier: MIT */

#include "fake_roller.h"
#include "support/cmocka_includes.h"
#include "wire_text.h"

#include <fcntl.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>

/* Until a logger has sent `?`, drop a line that does not fit, as a roller does. Afterwards block until the line
 * fits, so that no line is lost on a busy machine. */
static void send_all(struct fake_roller *roller, struct wire_text *wire)
{
    for (size_t sent = 0; sent < wire->length && !atomic_load(&roller->ended);) {
        ssize_t written = write(roller->pty->fd, wire->bytes + sent, wire->length - sent);
        struct pollfd writable = {.fd = roller->pty->fd, .events = POLLOUT};
        if (written > 0)
            sent += (size_t)written;
        else if (sent == 0 && !roller->was_asked)
            break;
        else
            poll(&writable, 1, 20);
    }
    wire_free(wire);
}

static void send_identity(struct fake_roller *roller)
{
    struct wire_text wire = {0};
    wire_add(&wire,
             "H,proto=1,fw=1.0.0,board=uno,id=%s,boot=00A1,reset=power,strips=8,full=6138,imu=mpu6050,accel_"
             "lsb=8192,gyro_lsb=32.8,period_us=%d,baud=250000,radius_mm=70.5%s",
             roller->id, WIRE_PERIOD_US, roller->extra ? roller->extra : "");
    for (int i = 0; i < 8; i++)
        wire_add(&wire, "C,%d,%d,100.5,1.1,measured", i, i * 45);
    send_all(roller, &wire);
}

static void send_reading(struct fake_roller *roller, unsigned seq)
{
    struct wire_text wire = {0};
    if (roller->stream)
        wire_add_raw(&wire, roller->stream, strlen(roller->stream));
    else if (atomic_load(&roller->lifted))
        wire_add(&wire, "D,%u,%u,0,0,0,0,0,0,0,0,0,-2,8192,0,5,-6", seq % 65536, seq * WIRE_PERIOD_US);
    else if (atomic_load(&roller->rolls))
        wire_add(&wire, "D,%u,%u,500,501,502,503,504,505,506,507,0,-2,8192,0,5,%d", seq % 65536, seq * WIRE_PERIOD_US,
                 1890 * atomic_load(&roller->rolls));
    else if (roller->is_steady)
        wire_add(&wire, "D,%u,%u,500,501,502,503,504,505,506,%u,0,-2,8192,0,5,-6", seq % 65536, seq * WIRE_PERIOD_US,
                 500 + seq % 2);
    else
        wire_add_data(&wire, seq, seq * WIRE_PERIOD_US);
    if (atomic_exchange(&roller->press, false))
        wire_add(&wire, "E,%u,mark", seq * WIRE_PERIOD_US);
    if (atomic_exchange(&roller->hold, false))
        wire_add(&wire, "E,%u,zero", seq * WIRE_PERIOD_US);
    send_all(roller, &wire);
    pthread_mutex_lock(&roller->lock);
    roller->sent++;
    pthread_cond_signal(&roller->reading_sent);
    pthread_mutex_unlock(&roller->lock);
}

static void reply_to_commands(struct fake_roller *roller)
{
    struct pollfd wanted = {.fd = roller->pty->fd, .events = POLLIN};
    char command[64];
    if (poll(&wanted, 1, 0) <= 0 || !(wanted.revents & POLLIN))
        return;
    ssize_t count = read(roller->pty->fd, command, sizeof command);
    if (count <= 0 || !memchr(command, '?', (size_t)count) || roller->stream)
        return;
    roller->was_asked = true;
    send_identity(roller);
}

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void *play(void *context)
{
    struct fake_roller *roller = context;
    int64_t start_us = now_us();
    fcntl(roller->pty->fd, F_SETFL, fcntl(roller->pty->fd, F_GETFL) | O_NONBLOCK);
    for (unsigned seq = 0; !atomic_load(&roller->ended); seq++) {
        reply_to_commands(roller);
        send_reading(roller, seq);
        while (now_us() < start_us + (int64_t)(seq + 1) * WIRE_PERIOD_US)
            nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    return NULL;
}

void fake_roller_start(struct fake_roller *roller, struct device_pty *pty)
{
    roller->pty = pty;
    pthread_mutex_init(&roller->lock, NULL);
    pthread_cond_init(&roller->reading_sent, NULL);
    assert_int_equal(pthread_create(&roller->thread, NULL, play, roller), 0);
}

void fake_roller_stop(struct fake_roller *roller)
{
    atomic_store(&roller->ended, true);
    pthread_join(roller->thread, NULL);
    pthread_cond_destroy(&roller->reading_sent);
    pthread_mutex_destroy(&roller->lock);
}

void fake_roller_wait_for_readings(struct fake_roller *roller, unsigned count)
{
    pthread_mutex_lock(&roller->lock);
    for (unsigned start = roller->sent; roller->sent - start < count;)
        pthread_cond_wait(&roller->reading_sent, &roller->lock);
    pthread_mutex_unlock(&roller->lock);
}
