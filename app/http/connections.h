/* SPDX-License-Identifier: MIT */
/* Connections that do not send a request: shut after a while, or sooner if they are too many. The library then closes
 * them. */
#pragma once

#include "http/server.h"

/* A connection was opened or closed: MHD_OPTION_NOTIFY_CONNECTION of a struct server. */
void connections_notice(void *owner, struct MHD_Connection *connection, void **context,
                        enum MHD_ConnectionNotificationCode code);

/* The connection is to send a complete request from `since_us` on; 0: its request is being answered. */
void connections_set_waiting(struct MHD_Connection *connection, int64_t since_us);

/* Shut connections that have not sent a complete request in time. The library's own timeout restarts with every byte.
 */
void connections_shut_slow(struct server *server, int64_t now_us);
