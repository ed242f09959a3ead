/* SPDX-License-Identifier: MIT */
#include "http/connections.h"

#include "platform/platform.h"

#include <stdlib.h>
#include <sys/socket.h>

#define REQUEST_LIMIT_US (SERVER_REQUEST_LIMIT_S * (int64_t)1000000)

/* A connection that must send a complete request in time. */
struct server_connection {
    struct server_connection *next;
    int fd;
    int64_t waiting_since_us; /* for the end of a request; 0 = one is being answered */
    bool is_shut;
};

static void shut(struct server_connection *own)
{
    own->is_shut = true;
    shutdown(own->fd, SHUT_RDWR);
}

/* With too many connections, shut the one that has waited longest for a request, so that any number of idle ones does
 * not keep the page out. Those that are being answered stay. */
static void make_room(struct server *server)
{
    size_t count = 0;
    struct server_connection *idle = NULL;
    for (struct server_connection *own = server->connections; own; own = own->next) {
        if (own->is_shut)
            continue;
        count++;
        if (own->waiting_since_us > 0 && (!idle || own->waiting_since_us <= idle->waiting_since_us))
            idle = own;
    }
    if (idle && count >= SERVER_CONNECTIONS_MAX)
        shut(idle);
}

void connections_notice(void *owner, struct MHD_Connection *connection, void **context,
                        enum MHD_ConnectionNotificationCode code)
{
    struct server *server = owner;
    struct server_connection *own = *context;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        own = calloc(1, sizeof *own);
        if (!own || !info) {
            free(own);
            return; /* then only the library's own timeout ends it */
        }
        make_room(server);
        *own = (struct server_connection){server->connections, info->connect_fd, platform_now_us(), false};
        server->connections = own;
        *context = own;
        return;
    }
    for (struct server_connection **link = &server->connections; own && *link; link = &(*link)->next)
        if (*link == own) {
            *link = own->next;
            free(own);
            break;
        }
    *context = NULL;
}

void connections_set_waiting(struct MHD_Connection *connection, int64_t since_us)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    if (info && info->socket_context)
        ((struct server_connection *)info->socket_context)->waiting_since_us = since_us;
}

void connections_shut_slow(struct server *server, int64_t now_us)
{
    for (struct server_connection *own = server->connections; own; own = own->next)
        if (own->waiting_since_us > 0 && now_us - own->waiting_since_us > REQUEST_LIMIT_US && !own->is_shut)
            shut(own);
}
