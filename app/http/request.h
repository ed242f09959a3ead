/* SPDX-License-Identifier: MIT */
/* Answers to requests. Each function ends the request, which must not be used afterwards. */
#pragma once

#include "http/server.h"

/* Return a parameter of the address, such as "left" for "leg" of "?leg=left"; NULL if it is not there. */
const char *request_parameter(const struct request *request, const char *name);

/* Answer without a body (204). */
void request_done(struct request *request);
/* Answer with a value, which is released; NULL: out of memory. */
void request_answer_json(struct request *request, json_t *value);
/* Answer with text that is JSON already, and free it; NULL: out of memory. */
void request_answer_text(struct request *request, char *text, size_t length);
/* Answer with an error: a status, a word for the page, and one plain sentence for the user. */
void request_answer_error(struct request *request, unsigned status, const char *code, const char *sentence);
/* Answer with a page of the analyzer in the open file `fd`, which is closed. It is shown in a sandboxed frame only. */
void request_answer_report(struct request *request, int fd);
/* Answer with a file that the browser saves under `name`. `fd` is closed. */
void request_answer_download(struct request *request, int fd, const char *name);
/* Answer with a file of the page, and with the headers that bind it to this server. */
void request_answer_web(struct request *request, const char *type, const void *bytes, size_t size);
/* Answer with the stream of events (event_stream.h). */
void request_answer_stream(struct request *request);
/* Trade the token in the body for the cookie. */
void request_log_in(struct request *request);
