/* SPDX-License-Identifier: MIT */
/* Attacks on the running app that take more than one request: floods of connections, stolen and old secrets, another
 * user of this computer; and what binds each answer. ATTACK_CONNECTIONS is the size of the flood. */
#include "app/support/running_app.h"
#include "support/cmocka_includes.h"
#include "support/now.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define CONNECTIONS_USUAL 400
#define CONNECTIONS_AT_A_TIME 200
#define APP_FDS_MAX 100 /* 32 connections, as many that are being closed, files, pipes */
#define STRANGER 65534  /* a user who is not the one of the app */

static unsigned flood_size(void)
{
    const char *given = getenv("ATTACK_CONNECTIONS");
    return given ? (unsigned)strtoul(given, NULL, 10) : CONNECTIONS_USUAL;
}

static unsigned count_descriptors(pid_t process)
{
    char path[64];
    unsigned count = 0;
    (void)snprintf(path, sizeof path, "/proc/%ld/fd", (long)process);
    DIR *fds = opendir(path);
    assert_non_null(fds);
    while (readdir(fds))
        count++;
    closedir(fds);
    return count;
}

/* Connect without waiting for the server to accept; -1 if the queue of the system is full. */
static int begin_to_connect(const struct running_app *app)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)app->port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    if (connect(fd, (const struct sockaddr *)&address, sizeof address) == 0 || errno == EINPROGRESS)
        return fd;
    close(fd);
    return -1;
}

/* A flood costs the app no more descriptors than it serves, and the page is answered as soon as the flood is cut off.
 */
static void a_flood_of_connections_is_outlived(void **state)
{
    static int fds[CONNECTIONS_AT_A_TIME];
    static const char half[] = "GET / HTTP/1.1\r\nHost: ";
    struct running_app app;
    unsigned opened = 0, most = 0;
    (void)state;
    running_app_make(&app);
    running_app_start(&app);
    for (size_t i = 0; i < CONNECTIONS_AT_A_TIME; i++)
        fds[i] = -1;
    while (opened < flood_size()) {
        int *fd = &fds[opened++ % CONNECTIONS_AT_A_TIME];
        if (*fd >= 0)
            close(*fd);
        *fd = begin_to_connect(&app);
        if (*fd >= 0)
            (void)send(*fd, half, sizeof half - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (opened % CONNECTIONS_AT_A_TIME == 0) {
            unsigned count = count_descriptors(app.program.pid);
            most = count > most ? count : most;
        }
    }
    assert_in_range(most, 1, APP_FDS_MAX);
    http_expect_get(&app, "/api/state", 200); /* with the last of the flood still connected */
    for (size_t i = 0; i < CONNECTIONS_AT_A_TIME; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    http_expect_get(&app, "/api/state", 200);
    running_app_stop(&app, SIGTERM, 0);
    running_app_remove(&app);
}

/* More idle connections than are served: the next one takes the place of the oldest. */
static void idle_connections_give_way(void **state)
{
    int fds[40];
    struct running_app app;
    (void)state;
    running_app_make(&app);
    running_app_start(&app);
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++)
        fds[i] = running_app_connect(&app);
    http_expect_get(&app, "/api/state", 200);
    char byte;
    assert_int_equal(recv(fds[0], &byte, 1, 0), 0); /* shut, without an answer */
    assert_true(recv(fds[39], &byte, 1, MSG_DONTWAIT) < 0);
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++)
        close(fds[i]);
    running_app_stop(&app, SIGTERM, 0);
    running_app_remove(&app);
}

/* The token opens more tabs while the app runs. Nothing that was valid before is valid after the next start. */
static void secrets_end_with_the_app(void **state)
{
    struct running_app app, before;
    char json[128];
    (void)state;
    running_app_make(&app);
    running_app_start(&app);
    before = app;
    (void)snprintf(json, sizeof json, "{\"token\":\"%s\"}", app.token);
    http_expect_post(&app, "/api/login", json, 204);
    running_app_stop(&app, SIGTERM, 0);
    running_app_start(&app);
    before.port = app.port;
    (void)snprintf(before.cookie, sizeof before.cookie, "foam_roller_%u=%s", app.port, strchr(before.cookie, '=') + 1);
    http_expect_get(&before, "/api/state", 401);
    http_expect_post(&app, "/api/login", json, 403);
    /* The token is no cookie, and the cookie no token. */
    (void)snprintf(before.cookie, sizeof before.cookie, "foam_roller_%u=%s", app.port, app.token);
    http_expect_get(&before, "/api/state", 401);
    (void)snprintf(json, sizeof json, "{\"token\":\"%s\"}", strchr(app.cookie, '=') + 1);
    http_expect_post(&app, "/api/login", json, 403);
    running_app_stop(&app, SIGTERM, 0);
    running_app_remove(&app);
}

static void expect_headers(const struct running_app *app, const char *path, int status, const char *policy)
{
    static const char *const always[] = {
        "\r\nX-Content-Type-Options: nosniff\r\n", "\r\nReferrer-Policy: no-referrer\r\n",
        "\r\nCross-Origin-Resource-Policy: same-origin\r\n", "\r\nCache-Control: no-store\r\n"};
    struct http_reply reply = http_get(app, path);
    char *end = strstr(reply.bytes, "\r\n\r\n");
    assert_non_null(end);
    end[2] = '\0'; /* the head only */
    if (reply.status != status || !strstr(reply.bytes, policy))
        fail_msg("%s: not status %d with %s: %s", path, status, policy, reply.bytes);
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
        if (!strstr(reply.bytes, always[i]))
            fail_msg("%s: not with %s: %s", path, always[i], reply.bytes);
    http_free(&reply);
}

static void every_route_has_its_policy(void **state)
{
    static const char page[] = "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self';";
    static const char data[] = "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'; sandbox\r\n";
    static const char report[] =
        "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";
    struct running_app app;
    char id[32] = "", path[128];
    (void)state;
    running_app_make(&app);
    running_app_add_session(&app, "samples/one-spot.csv", "Anna/one.csv");
    running_app_start(&app);
    struct http_reply reply = http_wait_for(&app, "/api/sessions", "\"pending\":0}");
    assert_int_equal(sscanf(strstr(reply.body, "\"id\":\""), "\"id\":\"%16[0-9a-f]\"", id), 1);
    http_free(&reply);
    expect_headers(&app, "/", 200, page);
    expect_headers(&app, "/main.js", 200, page);
    expect_headers(&app, "/api/state", 200, data);
    expect_headers(&app, "/api/sessions", 200, data);
    expect_headers(&app, "/trend?person=p9", 404, data);
    expect_headers(&app, "/nothing", 404, data);
    (void)snprintf(path, sizeof path, "/report/%s", id);
    expect_headers(&app, path, 200, report);
    (void)snprintf(path, sizeof path, "/api/report/%s", id);
    expect_headers(&app, path, 200, data);
    (void)snprintf(path, sizeof path, "/download/%s", id);
    expect_headers(&app, path, 200, data);
    app.cookie[0] = '\0';
    expect_headers(&app, path, 401, data);
    running_app_stop(&app, SIGTERM, 0);
    running_app_remove(&app);
}

/* As the stranger: 0 if nothing of the app's can be read. */
static int spy(const struct running_app *app, const char *const secrets[], size_t count)
{
    struct running_app own = *app;
    if (setgroups(0, NULL) != 0 || setgid(STRANGER) != 0 || setuid(STRANGER) != 0)
        return 1;
    for (size_t i = 0; i < count; i++)
        if (open(secrets[i], O_RDONLY) >= 0 || (errno != EACCES && errno != EPERM))
            return 2 + (int)i;
    own.cookie[0] = '\0';
    struct http_reply reply = http_get(&own, "/api/state");
    return reply.status == 401 ? 0 : 20;
}

static void another_user_gets_nothing(void **state)
{
    struct running_app app;
    char page[400], settings[400], locks[400], arguments[64], line[4096] = "";
    int ended;
    (void)state;
    if (geteuid() != 0) {
        print_message("skipped: only root can try as another user\n");
        skip();
    }
    running_app_make(&app);
    /* The folders above are as open as they can be. */
    assert_int_equal(
        chmod(app.dir.path, 0755) | chmod(app.folder, 0755) | chmod(app.config, 0755) | chmod(app.runtime, 0755), 0);
    running_app_start(&app);
    http_expect_post(&app, "/api/people", "{\"name\":\"Anna\"}", 200);
    (void)snprintf(page, sizeof page, "%s/open-foam-roller.html", app.folder);
    (void)snprintf(settings, sizeof settings, "%s/foam-roller/settings.json", app.config);
    (void)snprintf(locks, sizeof locks, "%s/foam-roller", app.runtime);
    const char *const secrets[] = {page, settings, locks};
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(access(secrets[i], R_OK), 0);
    pid_t process = fork();
    if (process == 0)
        _exit(spy(&app, secrets, 3));
    assert_int_equal(waitpid(process, &ended, 0), process);
    assert_true(WIFEXITED(ended));
    assert_int_equal(WEXITSTATUS(ended), 0);
    /* Every user sees the arguments of a process. */
    (void)snprintf(arguments, sizeof arguments, "/proc/%ld/cmdline", (long)app.program.pid);
    int fd = open(arguments, O_RDONLY | O_CLOEXEC);
    ssize_t length = read(fd, line, sizeof line - 1);
    close(fd);
    assert_true(length > 0);
    for (ssize_t i = 0; i < length; i++)
        line[i] = line[i] ? line[i] : ' ';
    assert_null(strstr(line, app.token));
    running_app_stop(&app, SIGTERM, 0);
    running_app_remove(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flood_of_connections_is_outlived), cmocka_unit_test(idle_connections_give_way),
        cmocka_unit_test(secrets_end_with_the_app),           cmocka_unit_test(every_route_has_its_policy),
        cmocka_unit_test(another_user_gets_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
