/* SPDX-License-Identifier: MIT */
#include "http/server.h"

#include "http/connections.h"
#include "http/event_stream.h"
#include "http/request.h"
#include "http/web_files.h"
#include "platform/platform.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>

#define WAIT_MAX_MS 500
#define STOP_LIMIT_US 1000000 /* for the last answers; a browser that does not read them by then is cut off */
#define CONNECTIONS_OPEN_MAX (2u * SERVER_CONNECTIONS_MAX) /* with those that are shut, but not closed yet */

/* ---- Who may do what ---- */

static const char *header(const struct request *request, const char *name)
{
    return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

static const struct web_file *find_web_file(const char *path)
{
    for (const struct web_file *file = WEB_FILES; file->path; file++)
        if (strcmp(file->path, path) == 0)
            return file;
    return NULL;
}

static bool is_login(const struct request *request)
{
    return request->is_post && strcmp(request->path, "/api/login") == 0;
}

static bool has_cookie(const struct request *request)
{
    char name[32];
    (void)snprintf(name, sizeof name, "foam_roller_%u", request->server->port);
    const char *value = MHD_lookup_connection_value(request->connection, MHD_COOKIE_KIND, name);
    return access_is_equal(value, request->server->cookie);
}

/* Check the head of a request; false if it was refused. */
static bool check_access(struct request *request, const char *method)
{
    const char *type = header(request, "Content-Type"), *length = header(request, "Content-Length");
    unsigned port = request->server->port;
    if (!access_host_is_own(header(request, "Host"), port))
        request_answer_error(request, MHD_HTTP_FORBIDDEN, "host", "This server has another address.");
    else if (strcmp(method, "GET") != 0 && !request->is_post)
        request_answer_error(request, MHD_HTTP_METHOD_NOT_ALLOWED, "method", "Only GET and POST are known here.");
    else if (request->is_post && !access_origin_is_own(header(request, "Origin"), port))
        request_answer_error(request, MHD_HTTP_FORBIDDEN, "origin", "Only the page of this server may do that.");
    else if (!is_login(request) && !find_web_file(request->path) && !has_cookie(request))
        request_answer_error(request, MHD_HTTP_UNAUTHORIZED, "login", "Start foam-roller again to open its page.");
    else if (request->is_post && (!type || strncmp(type, "application/json", strlen("application/json")) != 0))
        request_answer_error(request, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, "type", "A command is a JSON object.");
    else if (length && strtoul(length, NULL, 10) > SERVER_BODY_MAX_BYTES)
        request_answer_error(request, MHD_HTTP_CONTENT_TOO_LARGE, "too_large", "The command is too long.");
    else
        return true;
    return false;
}

/* ---- From the library to the owner ---- */

/* Parse the body of a POST; false if the request was refused. */
static bool parse_body(struct request *request)
{
    if (!request->is_post)
        return true;
    if (request->length > SERVER_BODY_MAX_BYTES) {
        request_answer_error(request, MHD_HTTP_CONTENT_TOO_LARGE, "too_large", "The command is too long.");
        return false;
    }
    request->body =
        request->length > 0 ? json_loadb(request->bytes, request->length, JSON_REJECT_DUPLICATES, NULL) : json_object();
    if (json_is_object(request->body))
        return true;
    request_answer_error(request, MHD_HTTP_BAD_REQUEST, "json", "A command is a JSON object.");
    return false;
}

/* Pass a complete request to the owner. */
static void pass_on(struct request *request)
{
    struct server *server = request->server;
    const struct web_file *file = request->is_post ? NULL : find_web_file(request->path);
    request->is_passed = true;
    if (!parse_body(request))
        return;
    if (server->is_stopping)
        request_answer_error(request, MHD_HTTP_SERVICE_UNAVAILABLE, "ended", "foam-roller was ended.");
    else if (is_login(request))
        request_log_in(request);
    else if (file)
        request_answer_web(request, file->type, file->bytes, file->size);
    else
        server->owner.answer(server->owner.owner, request);
}

/* Queue the answer, or wait for it. */
static enum MHD_Result finish(struct request *request)
{
    if (!request->response) {
        MHD_suspend_connection(request->connection);
        request->suspended = true;
        return MHD_YES;
    }
    enum MHD_Result result = MHD_queue_response(request->connection, request->status, request->response);
    MHD_destroy_response(request->response);
    request->response = NULL;
    request->is_leaving = true;
    request->server->leaving++;
    return result;
}

static bool add_bytes(struct request *request, const char *bytes, size_t count)
{
    if (request->length + count > SERVER_BODY_MAX_BYTES) {
        request->length = SERVER_BODY_MAX_BYTES + 1; /* the rest is read and forgotten, then refused */
        return true;
    }
    char *grown = realloc(request->bytes, request->length + count);
    if (!grown)
        return false;
    memcpy(grown + request->length, bytes, count);
    request->bytes = grown;
    request->length += count;
    return true;
}

static enum MHD_Result handle(void *owner, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *bytes, size_t *count, void **context)
{
    struct request *request = *context;
    (void)version;
    if (!request)
        return MHD_NO; /* no memory when it began */
    if (!request->is_begun) {
        request->is_begun = true;
        request->server = owner;
        request->connection = connection;
        request->path = url;
        request->is_post = strcmp(method, "POST") == 0;
        return check_access(request, method) ? MHD_YES : finish(request);
    }
    if (*count > 0) {
        if (!add_bytes(request, bytes, *count))
            return MHD_NO;
        *count = 0;
        return MHD_YES;
    }
    connections_set_waiting(connection, 0);
    if (!request->is_passed)
        pass_on(request);
    return finish(request);
}

/* Called when the first line of a request was read. */
static void *begin(void *owner, const char *uri, struct MHD_Connection *connection)
{
    (void)owner, (void)uri, (void)connection;
    return calloc(1, sizeof(struct request));
}

static void complete(void *owner, struct MHD_Connection *connection, void **context,
                     enum MHD_RequestTerminationCode code)
{
    struct request *request = *context;
    (void)owner, (void)code;
    connections_set_waiting(connection, platform_now_us());
    if (!request)
        return;
    if (request->is_leaving)
        request->server->leaving--;
    if (request->response)
        MHD_destroy_response(request->response);
    json_decref(request->body);
    free(request->bytes);
    free(request);
    *context = NULL;
}

/* ---- The server ---- */

bool server_start(struct server *server, unsigned port, struct server_owner owner, struct failure *failure)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    *server = (struct server){.owner = owner};
    if (!access_make_secret(server->token) || !access_make_secret(server->cookie))
        return failure_set(failure, EXIT_STATUS_DEVICE, "There are no random numbers for the page's secret: %s.",
                           strerror(errno));
    errno = 0;
    server->daemon = MHD_start_daemon(MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle, server, MHD_OPTION_SOCK_ADDR,
                                      (struct sockaddr *)&address, MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_OPEN_MAX,
                                      MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SERVER_REQUEST_LIMIT_S,
                                      MHD_OPTION_URI_LOG_CALLBACK, begin, server, MHD_OPTION_NOTIFY_COMPLETED, complete,
                                      server, MHD_OPTION_NOTIFY_CONNECTION, connections_notice, server, MHD_OPTION_END);
    const union MHD_DaemonInfo *info =
        server->daemon ? MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    if (!info)
        return failure_set(failure, EXIT_STATUS_DEVICE, "Port %u of this computer cannot be used: %s.", port,
                           strerror(errno));
    server->port = info->port;
    return true;
}

int server_add_descriptors(struct server *server, fd_set *readable, fd_set *writable, fd_set *other, int *max_fd)
{
    MHD_UNSIGNED_LONG_LONG wait_ms;
    (void)MHD_get_fdset(server->daemon, readable, writable, other, max_fd);
    if (MHD_get_timeout(server->daemon, &wait_ms) != MHD_YES || wait_ms > WAIT_MAX_MS)
        return WAIT_MAX_MS;
    return (int)wait_ms;
}

void server_run(struct server *server, const fd_set *readable, const fd_set *writable, const fd_set *other)
{
    int64_t now_us = platform_now_us();
    (void)MHD_run_from_select(server->daemon, readable, writable, other);
    connections_shut_slow(server, now_us);
    event_stream_keep_alive(server, now_us);
}

void server_send(struct server *server, const char *event, const json_t *data)
{
    for (struct event_stream *stream = server->streams; stream; stream = stream->next)
        event_stream_send(stream, event, data);
}

/* Send what was answered, and end the streams. */
static void finish_answers(struct server *server)
{
    int64_t until_us = platform_now_us() + STOP_LIMIT_US;
    do {
        fd_set readable, writable, other;
        int max_fd = 0;
        FD_ZERO(&readable);
        FD_ZERO(&writable);
        FD_ZERO(&other);
        int wait_ms = server_add_descriptors(server, &readable, &writable, &other, &max_fd);
        struct timeval wait = {.tv_usec = (suseconds_t)wait_ms * 1000};
        if (select(max_fd + 1, &readable, &writable, &other, &wait) < 0) {
            FD_ZERO(&readable);
            FD_ZERO(&writable);
            FD_ZERO(&other);
        }
        (void)MHD_run_from_select(server->daemon, &readable, &writable, &other);
    } while (server->leaving > 0 && platform_now_us() < until_us);
}

void server_stop(struct server *server)
{
    if (!server->daemon)
        return;
    server->is_stopping = true;
    event_stream_end_all(server);
    finish_answers(server);
    MHD_stop_daemon(server->daemon);
    server->daemon = NULL;
}
