/* SPDX-License-Identifier: MIT */
/* A running foam-roller with its own folders, and a client that can also send what a browser never would. */
#pragma once

#include "support/run_program.h"
#include "support/temp_dir.h"

#include <stdbool.h>
#include <stddef.h>

#define APP_LIMIT_S 120 /* for anything that the program does */

struct running_app {
    struct temp_dir dir;
    char folder[300];  /* of the sessions */
    char config[300];  /* of the settings */
    char runtime[300]; /* XDG_RUNTIME_DIR */
    char path[400];    /* of the program; "" = the built one */
    char variable[64]; /* one more for its environment, NAME=value; "" = none */
    struct program program;
    unsigned port;
    char token[64], cookie[128]; /* the cookie as a header has it; "" = not logged in */
};

struct http_reply {
    int status;  /* 0 = the connection was closed without an answer */
    char *bytes; /* head and body; owned */
    const char *body;
    size_t body_length;
};

/* Make the folders; then start the program in them, wait for its address, and log in. */
void running_app_make(struct running_app *app);
void running_app_start(struct running_app *app);
/* End it by a signal, and expect this exit status. Then it may be started again. */
void running_app_stop(struct running_app *app, int signal_number, int expected_status);
/* Remove the folders. */
void running_app_remove(struct running_app *app);

/* Start a program in the same folders, to be waited for. */
struct program running_app_start_another(const struct running_app *app);

/* Copy a program, "FOLDER/name". Then copy the app's program into a folder, to be started there: it runs what is beside
 * it. */
void running_app_copy_file(const char *from, const char *folder, const char *name);
void running_app_copy_program(struct running_app *app, const char *folder);
/* Add Anna, who has the id p1, and record her with the virtual roller until it rolls. */
void running_app_start_rolling(const struct running_app *app);

/* Copy a sample to NAME in the folder of the sessions, and make it an hour old. */
void running_app_add_session(const struct running_app *app, const char *sample, const char *name);

/* Connect; the caller closes the socket. Read an answer until the server closes. */
int running_app_connect(const struct running_app *app);
struct http_reply http_read(int fd);
void http_free(struct http_reply *reply);

/* Send bytes as they are, and read the answer. */
struct http_reply http_raw(const struct running_app *app, const char *bytes, size_t length);
/* GET as the page does, with the cookie. */
struct http_reply http_get(const struct running_app *app, const char *path);
/* POST as the page does, with the cookie and the origin. */
struct http_reply http_post(const struct running_app *app, const char *path, const char *json);

/* GET or POST, and expect a status; returns nothing else. */
void http_expect_get(const struct running_app *app, const char *path, int status);
void http_expect_post(const struct running_app *app, const char *path, const char *json, int status);

/* Repeat GET until the body contains `text`; fails after APP_LIMIT_S. The caller frees the answer. */
struct http_reply http_wait_for(const struct running_app *app, const char *path, const char *text);
