/* SPDX-License-Identifier: MIT */
/*
 * A headless Chromium, driven over its debugging pipe (the DevTools protocol: JSON messages that end in a
 * NUL, to its descriptor 3 and from its descriptor 4). Nothing is downloaded, nothing listens on a port.
 */
#ifndef BROWSER_H
#define BROWSER_H

#include <jansson.h>
#include <stdbool.h>
#include <sys/types.h>

struct browser {
    pid_t pid;
    int to_fd, from_fd;
    char *held; /* bytes of a message that is not whole yet */
    size_t held_length;
    json_int_t last_id;
    json_t *session; /* of the page that is open: a string */
    bool loaded;     /* it has fired its load event */
    json_t *said;    /* strings: console messages, errors and requests of the page beyond itself */
};

/* How a page is to be shown. */
struct browser_look {
    const char *name;
    int width_px;
    bool dark, phone, print;
};

/* Start `program` with an empty profile folder. False, and a sentence on stderr, when that fails. */
bool browser_start(struct browser *browser, const char *program, const char *profile_folder);
void browser_stop(struct browser *browser);

/* Open a file in a tab of its own, as `look` says and as high as it is, and wait until it is loaded. The tab
 * before is closed. */
bool browser_open(struct browser *browser, const char *path, const struct browser_look *look);

/* The value of a JavaScript expression; NULL when it throws. The caller gives the reference back. */
json_t *browser_evaluate(struct browser *browser, const char *expression);

/* Keep what is shown as a PNG. */
bool browser_picture(struct browser *browser, const char *path);

#endif
