/* SPDX-License-Identifier: MIT */
/* Connections that never finish a request are closed, and do not keep others out for longer. */
#include "app/support/running_app.h"
#include "support/cmocka_includes.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define CONNECTIONS 60 /* more than are served at a time */

static void slow_heads_and_bodies_are_cut_off(void **state)
{
    struct running_app app;
    int fds[CONNECTIONS];
    char body[512];
    (void)state;
    running_app_make(&app);
    running_app_start(&app);
    int body_length = snprintf(body, sizeof body,
                               "POST /api/settings HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nOrigin: http://127.0.0.1:%u\r\n"
                               "Cookie: %s\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{",
                               app.port, app.port, app.cookie);
    for (size_t i = 0; i < CONNECTIONS; i++) {
        static const char head[] = "GET /api/state HTTP/1.1\r\nHost: ";
        fds[i] = running_app_connect(&app);
        if (i % 2 == 0)
            (void)send(fds[i], head, sizeof head - 1, MSG_NOSIGNAL);
        else
            (void)send(fds[i], body, (size_t)body_length, MSG_NOSIGNAL);
    }
    /* One of them sends a byte now and then, which restarts the timeout of a simple server. */
    struct timeval pause = {.tv_usec = 200000};
    char byte;
    assert_int_equal(setsockopt(fds[0], SOL_SOCKET, SO_RCVTIMEO, &pause, sizeof pause), 0);
    int tries = 0;
    while (recv(fds[0], &byte, 1, 0) != 0 && tries < APP_LIMIT_S * 5) {
        if (send(fds[0], "x", 1, MSG_NOSIGNAL) != 1)
            break;
        tries++;
    }
    assert_true(tries < APP_LIMIT_S * 5);
    http_expect_get(&app, "/api/state", 200);
    for (size_t i = 0; i < CONNECTIONS; i++)
        close(fds[i]);
    running_app_stop(&app, SIGTERM, 0);
    running_app_remove(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(slow_heads_and_bodies_are_cut_off)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
