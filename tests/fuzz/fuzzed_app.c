/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* memmem */
#include "fuzzed_app.h"

#include "fuzz.h"
#include "http/event_stream.h"
#include "http/request.h"
#include "reply_check.h"
#include "state.h"
#include "store/path_format.h"
#include "support/temp_dir.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define CONNECTIONS_MAX 6
#define QUIET_ROUNDS 2
#define REPLY_MAX_BYTES 4000000
#define PATH_MAX_ANSWERED 1000
#define LIST_MAX 300 /* entries of any list that the state has */

struct connection {
    int fd;
    struct text_buffer received;
    bool is_trusted;
};

/* One for the program: a target has no place for it, and the folder lasts. */
static struct {
    struct app app;
    struct temp_dir dir;
    struct connection connection[CONNECTIONS_MAX];
    size_t connections;
    unsigned long answered; /* connections with a whole answer */
    struct server_owner owner;
    enum phase phase;
    bool is_command; /* the owner was asked for something since the last check */
} fuzzed;

static const char *const sessions[] = {"loose.csv", "Anna/2026-03-01_183000_right.csv",
                                       "Anna/2026-03-08_183000_left.csv.part",
                                       "Simulated/Anna/2026-03-02_183000_right.csv"};

/* ---- The folder ---- */

static void remove_folder(void)
{
    temp_dir_remove(&fuzzed.dir);
}

static void make_folders(struct places *places)
{
    static const char *const folders[] = {"", "/Anna", "/Simulated", "/Simulated/Anna"};
    char path[600];
    (void)snprintf(places->folder, sizeof places->folder, "%s/sessions", fuzzed.dir.path);
    (void)snprintf(places->runtime, sizeof places->runtime, "%s/runtime", fuzzed.dir.path);
    (void)snprintf(places->settings, sizeof places->settings, "%s/settings.json", fuzzed.dir.path);
    (void)mkdir(places->runtime, 0700);
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        FUZZ_HOLDS(path_format(path, sizeof path, "%s%s", places->folder, folders[i]));
        FUZZ_HOLDS(mkdir(path, 0700) == 0 || errno == EEXIST);
    }
}

/* As at the start: an input may have moved sessions to the trash, and saved settings. */
static void fill_folder(const struct places *places)
{
    struct temp_dir trash;
    char path[600];
    (void)unlink(places->settings);
    FUZZ_HOLDS(path_format(trash.path, sizeof trash.path, "%s/" SESSION_FILES_TRASH, places->folder));
    if (access(trash.path, F_OK) == 0)
        temp_dir_remove(&trash);
    for (size_t i = 0; i < sizeof sessions / sizeof sessions[0]; i++) {
        FUZZ_HOLDS(path_format(path, sizeof path, "%s/%s", places->folder, sessions[i]));
        if (access(path, F_OK) != 0)
            temp_file_write(path, "t_us\n1\n", 7);
    }
}

/* ---- Opening ---- */

/* What the server lets through has the secret, and is for this server. */
static void answer(void *owner, struct request *request)
{
    const char *host = MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, "Host");
    const char *origin = MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, "Origin");
    const char *cookie = MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, "Cookie");
    FUZZ_HOLDS(host && (strcmp(host, "127.0.0.1:8080") == 0 || strcmp(host, "localhost:8080") == 0));
    FUZZ_HOLDS(cookie && strstr(cookie, FUZZED_APP_COOKIE));
    if (request->is_post)
        FUZZ_HOLDS(json_is_object(request->body) && origin &&
                   (strcmp(origin, "http://127.0.0.1:8080") == 0 || strcmp(origin, "http://localhost:8080") == 0));
    fuzzed.is_command |= request->is_post;
    fuzzed.owner.answer(owner, request);
}

struct app *fuzzed_app_open(void)
{
    struct app *app = &fuzzed.app;
    struct failure failure;
    if (!*fuzzed.dir.path) {
        (void)signal(SIGPIPE, SIG_IGN);
        temp_dir_make(&fuzzed.dir);
        (void)atexit(remove_folder);
    }
    memset(app, 0, sizeof *app);
    make_folders(&app->places);
    fill_folder(&app->places);
    app->programs = (struct programs){&app->children, &app->places, "/programs/roller-logger",
                                      "/programs/roller-analyzer", "/programs/virtual-roller"};
    fake_child_set_places(&app->places);
    FUZZ_HOLDS(app_open(app, 0, &failure));
    (void)snprintf(app->server.token, sizeof app->server.token, "%s", FUZZED_APP_TOKEN);
    (void)snprintf(app->server.cookie, sizeof app->server.cookie, "%s", FUZZED_APP_COOKIE);
    app->server.port = FUZZED_APP_PORT;
    fuzzed.owner = app->server.owner;
    app->server.owner.answer = answer;
    fuzzed.phase = PHASE_READY;
    fuzzed.is_command = false;
    return app;
}

/* ---- What must hold ---- */

static bool is_open(enum phase phase)
{
    return phase == PHASE_LISTENING || phase == PHASE_ROLLING || phase == PHASE_CHANGE;
}

static void check_phase(const struct recorder *recorder)
{
    enum phase now = recorder->phase.phase;
    FUZZ_HOLDS(phase_name(now) != NULL);
    FUZZ_HOLDS(is_open(now) == recorder_is_active(recorder));
    FUZZ_HOLDS(now != PHASE_DONE || recorder->phase.saved > 0);
    FUZZ_HOLDS(now != PHASE_CHANGE || recorder->phase.saved > 0);
    /* The logger alone opens no session, and does not forget one. */
    FUZZ_HOLDS(fuzzed.is_command || is_open(fuzzed.phase) || now == fuzzed.phase);
    FUZZ_HOLDS(!recorder->roller->is_in_use || is_open(now));
    /* The logger of the session before leaves nothing in the one that comes. */
    FUZZ_HOLDS(!recorder->must_start || (recorder->phase.saved == 0 && !recorder->saved && !recorder->live &&
                                         !recorder->zero_set && !recorder->knee_set));
    FUZZ_HOLDS(!child_is_running(&recorder->logger) || !child_is_running(&recorder->roller->task.logger));
    fuzzed.phase = now;
    fuzzed.is_command = false;
}

/* No list grows without end. */
static void check_lists(const json_t *value)
{
    const char *key;
    json_t *entry;
    FUZZ_HOLDS(json_array_size(value) <= LIST_MAX);
    json_object_foreach((json_t *)value, key, entry) check_lists(entry);
}

static void check_state(void)
{
    static const char *const strings[] = {"version", "phase"}, *const objects[] = {"roller", "settings", "dose"};
    json_t *state = state_describe(&fuzzed.app);
    char *text = state ? json_dumps(state, JSON_COMPACT) : NULL;
    FUZZ_HOLDS(text && json_object_size(state) == 8 && json_is_array(json_object_get(state, "people")));
    for (size_t i = 0; i < 2; i++)
        FUZZ_HOLDS(json_is_string(json_object_get(state, strings[i])));
    for (size_t i = 0; i < 3; i++)
        FUZZ_HOLDS(json_is_object(json_object_get(state, objects[i])));
    FUZZ_HOLDS(json_is_object(json_object_get(state, "session")) == (fuzzed.phase != PHASE_READY));
    json_t *roller = json_object_get(state, "roller");
    check_lists(json_object_get(roller, "task"));
    check_lists(json_object_get(roller, "check"));
    check_lists(json_object_get(state, "session"));
    FUZZ_HOLDS(json_array_size(json_object_get(roller, "choices")) <= LIST_MAX);
    free(text);
    json_decref(state);
}

static void check_bounds(const struct app *app)
{
    size_t streams = 0;
    for (const struct event_stream *stream = app->server.streams; stream; stream = stream->next)
        streams += !stream->is_ended;
    FUZZ_HOLDS(streams <= EVENT_STREAMS_MAX && app->jobs.running <= 4);
    FUZZ_HOLDS(json_array_size(app->settings.people) <= SETTINGS_PEOPLE_MAX);
    FUZZ_HOLDS(app->recorder.file_count <= RECORDER_FILES_MAX);
}

/* ---- Connections ---- */

static void close_connection(size_t index)
{
    struct connection *connection = &fuzzed.connection[index];
    close(connection->fd);
    text_free(&connection->received);
    fuzzed.connections--;
    memmove(connection, connection + 1, (fuzzed.connections - index) * sizeof *connection);
}

/* Serve once. Returns whether something was answered. */
static bool serve(void)
{
    struct server *server = &fuzzed.app.server;
    fd_set readable, writable, other;
    struct timeval at_once = {0};
    int max_fd = 0;
    bool has_read = false;
    FD_ZERO(&readable);
    FD_ZERO(&writable);
    FD_ZERO(&other);
    (void)server_add_descriptors(server, &readable, &writable, &other, &max_fd);
    if (select(max_fd + 1, &readable, &writable, &other, &at_once) >= 0)
        server_run(server, &readable, &writable, &other);
    for (size_t i = 0; i < fuzzed.connections; i++) {
        char bytes[65536];
        ssize_t count = read(fuzzed.connection[i].fd, bytes, sizeof bytes);
        if (count > 0 && fuzzed.connection[i].received.length < REPLY_MAX_BYTES) {
            text_add_bytes(&fuzzed.connection[i].received, bytes, (size_t)count);
            has_read = true;
        }
    }
    return has_read;
}

void fuzzed_app_update(void)
{
    children_run(&fuzzed.app.children, NULL);
    app_update(&fuzzed.app);
    for (int quiet = 0; quiet < QUIET_ROUNDS; quiet++)
        if (serve())
            quiet = 0;
    app_update(&fuzzed.app);
    children_run(&fuzzed.app.children, NULL);
    for (size_t i = fuzzed.connections; i-- > 0;) {
        const struct connection *own = &fuzzed.connection[i];
        if (own->received.length > 0 && reply_check(own->received.bytes, own->received.length, own->is_trusted)) {
            close_connection(i);
            fuzzed.answered++;
        }
    }
    check_phase(&fuzzed.app.recorder);
    check_state();
    check_bounds(&fuzzed.app);
}

void fuzzed_app_send(const char *bytes, size_t count)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    int ends[2];
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fuzzed.connections == CONNECTIONS_MAX)
        close_connection(0);
    FUZZ_HOLDS(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) == 0);
    FUZZ_HOLDS(write(ends[0], bytes, count) == (ssize_t)count);
    bool is_trusted = memmem(bytes, count, FUZZED_APP_COOKIE, strlen(FUZZED_APP_COOKIE)) != NULL ||
                      memmem(bytes, count, FUZZED_APP_TOKEN, strlen(FUZZED_APP_TOKEN)) != NULL;
    fuzzed.connection[fuzzed.connections++] = (struct connection){.fd = ends[0], .is_trusted = is_trusted};
    /* The server closes its end, also if it refuses the connection. */
    (void)MHD_add_connection(fuzzed.app.server.daemon, ends[1], (struct sockaddr *)&address, sizeof address);
    fuzzed_app_update();
}

void fuzzed_app_ask(const char *path, const char *body)
{
    struct text_buffer text = {0};
    unsigned long answered = fuzzed.answered;
    text_addf(&text, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nCookie: foam_roller_%u=%s\r\n", body ? "POST" : "GET",
              path, FUZZED_APP_PORT, FUZZED_APP_PORT, FUZZED_APP_COOKIE);
    if (body)
        text_addf(&text, "Origin: http://127.0.0.1:%u\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n",
                  FUZZED_APP_PORT, strlen(body));
    text_addf(&text, "\r\n%s", body ? body : "");
    if (!text.failed)
        fuzzed_app_send(text.bytes, text.length);
    text_free(&text);
    /* At once, by a program that runs, or as a stream. */
    FUZZ_HOLDS(strlen(path) > PATH_MAX_ANSWERED || fuzzed.answered > answered || fuzzed.app.jobs.running > 0 ||
               fuzzed.connection[fuzzed.connections - 1].received.length > 0);
}

void fuzzed_app_close(void)
{
    while (fuzzed.connections > 0)
        close_connection(0);
    /* The app waits for what writes, and that ends by itself. */
    for (struct child *writer; (writer = fake_child_find(&fuzzed.app.children, "annotate"));)
        fake_child_end(&fuzzed.app.children, writer, 0, "");
    app_close(&fuzzed.app);
    FUZZ_HOLDS(fuzzed.app.children.first == NULL && fuzzed.app.jobs.first == NULL && fuzzed.app.server.streams == NULL);
}
