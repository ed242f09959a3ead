/* SPDX-License-Identifier: MIT */
#include "roller_link.h"

#include <stdio.h>

bool roller_link_open(struct link *link, const struct options *options, struct progress *progress, int stop_fd,
                      char *port, char *bytes, size_t size, size_t *heard, struct failure *failure)
{
    struct port_info found;
    *heard = 0;
    *port = '\0';
    if (options->port)
        return link_open(link, options->port, options->baud, failure);
    progress_say(progress, "Looking for the roller...");
    if (!port_finder_open_roller(link, options->baud, stop_fd, &found, bytes, size, heard, failure))
        return false;
    snprintf(port, PORT_FINDER_NAME_SIZE, "%s", found.name);
    progress_say(progress, "The roller is at %s.", found.name);
    return true;
}
