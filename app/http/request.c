/* SPDX-License-Identifier: MIT */
#include "http/request.h"

#include "http/event_stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The page runs its own scripts only, loads nothing from elsewhere, and cannot be framed. */
static const char page_policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; media-src 'self' blob:; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";
/* A report has no script, and must not act as this server even if it had one. */
static const char report_policy[] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
                                    "form-action 'none'; frame-ancestors 'self'; sandbox allow-popups";
static const char data_policy[] = "default-src 'none'; frame-ancestors 'none'; sandbox";

/* Send the answer when the server comes round to the request. A request that is answered later is resumed. */
static void answer(struct request *request, unsigned status, struct MHD_Response *response, const char *type,
                   const char *policy)
{
    if (!response) {
        status = MHD_HTTP_INTERNAL_SERVER_ERROR;
        response = MHD_create_response_from_buffer(0, "", MHD_RESPMEM_PERSISTENT);
    }
    if (response) {
        if (type)
            MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
        MHD_add_response_header(response, "Content-Security-Policy", policy);
        MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
        MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
        MHD_add_response_header(response, "Cross-Origin-Opener-Policy", "same-origin");
        MHD_add_response_header(response, "Cross-Origin-Resource-Policy", "same-origin");
        MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    }
    request->status = status;
    request->response = response;
    if (request->suspended)
        MHD_resume_connection(request->connection);
    request->suspended = false;
}

const char *request_parameter(const struct request *request, const char *name)
{
    return MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, name);
}

void request_done(struct request *request)
{
    answer(request, MHD_HTTP_NO_CONTENT, MHD_create_response_from_buffer(0, "", MHD_RESPMEM_PERSISTENT), NULL,
           data_policy);
}

static void answer_json_text(struct request *request, unsigned status, char *text, size_t length)
{
    struct MHD_Response *response = text ? MHD_create_response_from_buffer(length, text, MHD_RESPMEM_MUST_FREE) : NULL;
    if (!response)
        free(text);
    answer(request, status, response, "application/json", data_policy);
}

void request_answer_text(struct request *request, char *text, size_t length)
{
    answer_json_text(request, MHD_HTTP_OK, text, length);
}

void request_answer_json(struct request *request, json_t *value)
{
    char *text = value ? json_dumps(value, JSON_COMPACT) : NULL;
    json_decref(value);
    answer_json_text(request, MHD_HTTP_OK, text, text ? strlen(text) : 0);
}

void request_answer_error(struct request *request, unsigned status, const char *code, const char *sentence)
{
    json_t *value = json_pack("{s:s, s:s}", "error", sentence, "code", code);
    char *text = value ? json_dumps(value, JSON_COMPACT) : NULL;
    json_decref(value);
    answer_json_text(request, status, text, text ? strlen(text) : 0);
}

/* Make a response of the rest of a file. */
static struct MHD_Response *of_file(int fd)
{
    struct stat info;
    struct MHD_Response *response = NULL;
    if (fstat(fd, &info) == 0 && info.st_size >= 0)
        response = MHD_create_response_from_fd64((uint64_t)info.st_size, fd);
    if (!response)
        close(fd);
    return response;
}

void request_answer_report(struct request *request, int fd)
{
    answer(request, MHD_HTTP_OK, of_file(fd), "text/html; charset=utf-8", report_policy);
}

void request_answer_download(struct request *request, int fd, const char *name)
{
    char disposition[300] = "attachment; filename=\"";
    size_t length = strlen(disposition);
    /* The name goes into a header: only characters that mean nothing there. */
    for (const char *c = name; *c && length < sizeof disposition - 2; c++) {
        bool is_plain = (*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z') || *c == '-' ||
                        *c == '.' || *c == '_';
        disposition[length++] = is_plain ? *c : '_';
    }
    disposition[length++] = '"';
    disposition[length] = '\0';
    struct MHD_Response *response = of_file(fd);
    if (response)
        MHD_add_response_header(response, "Content-Disposition", disposition);
    answer(request, MHD_HTTP_OK, response, "text/csv; charset=utf-8", data_policy);
}

void request_answer_web(struct request *request, const char *type, const void *bytes, size_t size)
{
    /* The library takes a pointer that is not const, but does not write to memory that stays. */
    answer(request, MHD_HTTP_OK, MHD_create_response_from_buffer(size, (void *)bytes, MHD_RESPMEM_PERSISTENT), type,
           page_policy);
}

void request_answer_stream(struct request *request)
{
    struct event_stream *stream = NULL;
    struct server *server = request->server;
    struct MHD_Response *response = event_stream_open(server, request->connection, &stream);
    answer(request, MHD_HTTP_OK, response, "text/event-stream", data_policy);
    if (stream)
        server->owner.stream_opened(server->owner.owner, stream);
}

void request_log_in(struct request *request)
{
    char cookie[160];
    struct server *server = request->server;
    if (!access_is_equal(json_string_value(json_object_get(request->body, "token")), server->token)) {
        request_answer_error(request, MHD_HTTP_FORBIDDEN, "token",
                             "This address is out of date. Start foam-roller again.");
        return;
    }
    /* Cookies are shared by all ports of a host, so the port is in the name. */
    (void)snprintf(cookie, sizeof cookie, "foam_roller_%u=%s; Path=/; HttpOnly; SameSite=Strict", server->port,
                   server->cookie);
    struct MHD_Response *response = MHD_create_response_from_buffer(0, "", MHD_RESPMEM_PERSISTENT);
    if (response)
        MHD_add_response_header(response, MHD_HTTP_HEADER_SET_COOKIE, cookie);
    answer(request, MHD_HTTP_NO_CONTENT, response, NULL, data_policy);
}
