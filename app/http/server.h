/* SPDX-License-Identifier: MIT */
/* An HTTP server for one user of this computer: it listens on 127.0.0.1 only, and gives data only to a browser that has
 * traded the token for a cookie (access.h).
 *
 * It has no thread of its own: app.c waits for its descriptors. Each request is answered at once, or suspended and
 * answered later, while others are served. */
#pragma once

#include "http/access.h"
#include "shared/failure.h"

#include <jansson.h>
#include <microhttpd.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/select.h>

#define SERVER_BODY_MAX_BYTES 65536
#define SERVER_CONNECTIONS_MAX 32 /* with one more, the one that has waited longest for a request is shut */
#define SERVER_REQUEST_LIMIT_S 10 /* for a complete request, so that slow ones cannot use up the connections */

struct server;
struct server_connection;
struct event_stream; /* event_stream.h */

/* A request that was allowed. The fields are for reading. */
struct request {
    struct server *server;
    struct MHD_Connection *connection;
    const char *path; /* decoded, such as "/api/state"; valid while the request is */
    bool is_post;
    json_t *body; /* of a POST: an object, perhaps empty; owned by the request */

    /* private */
    char *bytes; /* of the body */
    size_t length;
    bool is_begun;   /* the head was read */
    bool is_passed;  /* to the owner */
    bool suspended;  /* until it is answered */
    bool is_leaving; /* its answer is being sent */
    struct MHD_Response *response;
    unsigned status;
};

/* What the program does with requests. `answer` is called once for each request that is allowed. It calls one of the
 * functions of request.h, at once or later. `stream_opened`: a page listens now. */
struct server_owner {
    void (*answer)(void *owner, struct request *request);
    void (*stream_opened)(void *owner, struct event_stream *stream);
    void *owner;
};

struct server {
    struct MHD_Daemon *daemon;
    unsigned port;
    char token[ACCESS_SECRET_SIZE];  /* in the fragment of the address that is opened */
    char cookie[ACCESS_SECRET_SIZE]; /* what the token is traded for */
    struct server_owner owner;
    struct event_stream *streams;
    struct server_connection *connections;
    size_t leaving;        /* how many answers are being sent */
    bool is_stopping;      /* new requests are refused */
    int64_t kept_alive_us; /* when something was last sent to all streams */
};

/* Listen on `port` of 127.0.0.1; 0 = any free port. `server` must stay where it is. False (EXIT_STATUS_DEVICE) if the
 * port is in use. */
bool server_start(struct server *server, unsigned port, struct server_owner owner, struct failure *failure);
/* Send the last answers, for a second at most, and close all connections. No request may still be unanswered. */
void server_stop(struct server *server);

/* Add the server's descriptors to the sets for select, and raise *max_fd. Returns how long it can wait, ms. */
int server_add_descriptors(struct server *server, fd_set *readable, fd_set *writable, fd_set *other, int *max_fd);
/* Serve what select found. */
void server_run(struct server *server, const fd_set *readable, const fd_set *writable, const fd_set *other);

/* Send an event to every page that listens; `data` is borrowed. */
void server_send(struct server *server, const char *event, const json_t *data);
