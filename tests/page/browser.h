/* SPDX-License-Identifier: MIT */
/* A headless Chromium, driven over its debugging pipe (the DevTools protocol: JSON messages that end in a
 * NUL, to its descriptor 3 and from its descriptor 4). Nothing is downloaded, and no port is opened. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <sys/types.h>

struct browser {
    pid_t pid;
    int to_fd, from_fd;
    char *held; /* bytes of an incomplete message */
    size_t held_length;
    json_int_t last_id;
    json_t *session; /* a string: the session id of the open page */
    bool loaded;     /* the page has fired its load event */
    json_t *events;  /* strings: console messages, errors and requests of the page */
};

/* A way to show a page. */
struct browser_look {
    const char *name;
    int width_px;
    bool dark, phone, print;
};

/* Start `program` with an empty profile folder. False, with a message on stderr, if that fails. */
bool browser_start(struct browser *browser, const char *program, const char *profile_folder);
void browser_stop(struct browser *browser);

/* Open a file in a new tab, with the given look and full height, and wait until it is loaded. The previous
 * tab is closed. */
bool browser_open(struct browser *browser, const char *path, const struct browser_look *look);

/* Evaluate a JavaScript expression. Returns its value, to be released with json_decref; NULL if it throws. */
json_t *browser_evaluate(struct browser *browser, const char *expression);

/* A size of paper, in inches. */
struct browser_paper {
    double width_in, height_in;
};

/* Print the page as PDF. */
bool browser_print(struct browser *browser, const struct browser_paper *paper, const char *path);

/* Write a screenshot as PNG. */
bool browser_picture(struct browser *browser, const char *path);
