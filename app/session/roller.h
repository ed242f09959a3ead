/* SPDX-License-Identifier: MIT */
/* Which roller is there: found among the serial ports, chosen among several, or the virtual one. */
#pragma once

#include "jobs/programs.h"
#include "session/roller_task.h"

#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#define ROLLER_PORT_SIZE PATH_MAX

enum roller_status {
    ROLLER_SEARCHING,
    ROLLER_FOUND,
    ROLLER_NONE,
    ROLLER_PERMISSION, /* a port may be the roller, but this user may not open it */
    ROLLER_BUSY,       /* a port may be the roller, but another program has it open */
    ROLLER_TWO,        /* several: one must be chosen */
    ROLLER_LOST        /* unplugged during a session */
};

/* `changed` is called when something of it changed. */
struct roller {
    const struct programs *programs;
    void (*changed)(void *owner);
    void *owner;

    enum roller_status status;
    bool is_simulated;
    bool is_in_use; /* by the logger of a session: its port must not be opened */
    bool is_lost;   /* says that logger */
    char port[ROLLER_PORT_SIZE], name[128], text[400];
    json_t *choices;               /* list of id, name, port */
    char chosen[ROLLER_PORT_SIZE]; /* id that the user chose, or its port if it has none; "" = none */
    struct roller_task task;

    /* private */
    struct child lister, virtual_roller;
    char *listed; /* what `list` printed */
    uint64_t ports_seen;
    bool must_list;
    int64_t looked_us;
};

/* `server` gets the readings of a check or a calibration. */
void roller_init(struct roller *roller, const struct programs *programs, struct server *server,
                 void (*changed)(void *owner), void *owner);
/* End its programs; they are still to be waited for. */
void roller_stop(struct roller *roller);
void roller_free(struct roller *roller);

/* Look for ports that appeared or are gone. Call it now and then. */
void roller_update(struct roller *roller);

/* Use the virtual roller, or real ones again. */
void roller_simulate(struct roller *roller, bool is_simulated);
/* Choose one of several by its id; false if there is none. */
bool roller_choose(struct roller *roller, const char *id);

/* A session begins: the port is used from now on. The virtual roller starts to roll this leg ("left", "right" or
 * "both") of a person with this thigh length (0 = unknown). False if it cannot be started. */
bool roller_take(struct roller *roller, const char *legs, double thigh_length_mm, struct failure *failure);
/* Whether the port can be opened: the virtual roller takes a moment. */
bool roller_is_connected(const struct roller *roller);
/* Whether the virtual roller of this session has ended, and why. */
bool roller_has_failed(const struct roller *roller, struct failure *failure);
/* Whether the virtual roller of the session before has not ended yet. */
bool roller_is_ending(const struct roller *roller);
/* The session has ended. */
void roller_release(struct roller *roller);
/* The logger says whether the roller is unplugged. */
void roller_set_lost(struct roller *roller, bool is_lost);

/* Make what the page shows of it. NULL when out of memory. */
json_t *roller_describe(const struct roller *roller);
