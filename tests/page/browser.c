/* SPDX-License-Identifier: MIT */
#include "browser.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define WAIT_MS 120000 /* long, because the machine may be busy */
#define HEIGHT_MAX_PX 16000

static bool fail(const char *message)
{
    fprintf(stderr, "browser: %s\n", message);
    return false;
}

/* Run the browser in place of the child process. All pipe descriptors are 10 or higher, so 3 and 4 are free. */
static void exec_browser(const char *program, const char *profile_folder, int in_fd, int out_fd)
{
    char profile[PATH_MAX];
    snprintf(profile, sizeof profile, "--user-data-dir=%s", profile_folder);
    int null = open("/dev/null", O_RDWR);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    setpgid(0, 0);
    if (dup2(in_fd, 3) == 3 && dup2(out_fd, 4) == 4)
        execlp(program, program, "--remote-debugging-pipe", "--headless", "--no-sandbox", "--disable-gpu",
               "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
               "--disable-sync", "--hide-scrollbars", profile, "about:blank", (char *)NULL);
    _exit(127);
}

bool browser_start(struct browser *browser, const char *program, const char *profile_folder)
{
    int to[2], from[2], high[4];
    *browser = (struct browser){.events = json_array()};
    if (pipe(to) != 0 || pipe(from) != 0)
        return fail("cannot make pipes");
    const int ends[4] = {to[0], to[1], from[0], from[1]};
    for (int i = 0; i < 4; i++) {
        high[i] = fcntl(ends[i], F_DUPFD_CLOEXEC, 10);
        close(ends[i]);
    }
    signal(SIGPIPE, SIG_IGN);
    browser->pid = fork();
    if (browser->pid == 0)
        exec_browser(program, profile_folder, high[0], high[3]);
    close(high[0]);
    close(high[3]);
    browser->to_fd = high[1];
    browser->from_fd = high[2];
    return browser->pid > 0 || fail("cannot be started");
}

void browser_stop(struct browser *browser)
{
    close(browser->to_fd);
    close(browser->from_fd);
    if (browser->pid > 0) {
        kill(-browser->pid, SIGKILL);
        while (waitpid(browser->pid, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
    json_decref(browser->events);
    json_decref(browser->session);
    free(browser->held);
}

/* Return the next complete message; NULL if none arrives in time. */
static json_t *next_message(struct browser *browser)
{
    for (;;) {
        char *end = browser->held_length > 0 ? memchr(browser->held, '\0', browser->held_length) : NULL;
        if (end) {
            json_t *message = json_loads(browser->held, 0, NULL);
            size_t used = (size_t)(end - browser->held) + 1;
            browser->held_length -= used;
            memmove(browser->held, end + 1, browser->held_length);
            return message;
        }
        struct pollfd waiting = {.fd = browser->from_fd, .events = POLLIN};
        char block[65536];
        if (poll(&waiting, 1, WAIT_MS) <= 0)
            return NULL;
        ssize_t bytes_read = read(browser->from_fd, block, sizeof block);
        if (bytes_read <= 0)
            return NULL;
        char *grown = realloc(browser->held, browser->held_length + (size_t)bytes_read);
        if (!grown)
            return NULL;
        memcpy(grown + browser->held_length, block, (size_t)bytes_read);
        browser->held = grown;
        browser->held_length += (size_t)bytes_read;
    }
}

static const char *text_at(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

/* Record an event of the page: a console message, an error or a request. */
static void add_event(struct browser *browser, const json_t *message)
{
    const char *method = text_at(message, "method");
    const json_t *params = json_object_get(message, "params");
    if (strcmp(method, "Page.loadEventFired") == 0) {
        browser->loaded = true;
    } else if (strcmp(method, "Network.requestWillBeSent") == 0) {
        const char *url = text_at(json_object_get(params, "request"), "url");
        if (strcmp(text_at(params, "type"), "Document") != 0 || strncmp(url, "file:", 5) != 0)
            json_array_append_new(browser->events, json_sprintf("asks for %.200s", url));
    } else if (strcmp(method, "Log.entryAdded") == 0) {
        json_array_append_new(browser->events,
                              json_sprintf("console: %s", text_at(json_object_get(params, "entry"), "text")));
    } else if (strcmp(method, "Runtime.consoleAPICalled") == 0 || strcmp(method, "Runtime.exceptionThrown") == 0) {
        json_array_append_new(browser->events, json_sprintf("console: %s", method));
    }
}

/* Send a command and wait for its answer; consumes `params`. NULL if it failed. */
static json_t *call(struct browser *browser, const char *method, json_t *params)
{
    json_t *message =
        json_pack("{s:I,s:s,s:o}", "id", (json_int_t)++browser->last_id, "method", method, "params", params);
    if (browser->session)
        json_object_set(message, "sessionId", browser->session);
    char *line = json_dumps(message, JSON_COMPACT);
    json_decref(message);
    size_t length = line ? strlen(line) + 1 : 0, done = 0;
    while (done < length) {
        ssize_t step = write(browser->to_fd, line + done, length - done);
        if (step <= 0)
            break;
        done += (size_t)step;
    }
    free(line);
    json_t *answer;
    while (done == length && (answer = next_message(browser)) != NULL) {
        const json_t *id = json_object_get(answer, "id");
        if (!id)
            add_event(browser, answer);
        if (id && json_integer_value(id) == browser->last_id) {
            json_t *result = json_incref(json_object_get(answer, "result"));
            if (!result)
                fprintf(stderr, "browser: %s: %s\n", method, text_at(json_object_get(answer, "error"), "message"));
            json_decref(answer);
            return result;
        }
        json_decref(answer);
    }
    fprintf(stderr, "browser: no answer to %s\n", method);
    return NULL;
}

/* Like call, but return only whether it succeeded. */
static bool succeeds(struct browser *browser, const char *method, json_t *params)
{
    json_t *result = call(browser, method, params);
    json_decref(result);
    return result != NULL;
}

/* Open a new tab and close the previous one. */
static bool new_tab(struct browser *browser)
{
    if (browser->session) {
        succeeds(browser, "Page.close", json_object());
        json_decref(browser->session);
        browser->session = NULL;
    }
    json_t *target = call(browser, "Target.createTarget", json_pack("{s:s}", "url", "about:blank"));
    json_t *attached = call(browser, "Target.attachToTarget",
                            json_pack("{s:s,s:b}", "targetId", text_at(target, "targetId"), "flatten", 1));
    browser->session = json_incref(json_object_get(attached, "sessionId"));
    json_decref(target);
    json_decref(attached);
    return browser->session != NULL;
}

static bool set_size(struct browser *browser, const struct browser_look *look, int height_px)
{
    return succeeds(browser, "Emulation.setDeviceMetricsOverride",
                    json_pack("{s:i,s:i,s:i,s:b}", "width", look->width_px, "height", height_px, "deviceScaleFactor",
                              look->phone ? 2 : 1, "mobile", look->phone));
}

bool browser_open(struct browser *browser, const char *path, const struct browser_look *look)
{
    static const char *const enabled[] = {"Page.enable", "Runtime.enable", "Log.enable", "Network.enable"};
    char absolute[PATH_MAX], url[PATH_MAX + 8];
    if (!realpath(path, absolute))
        return fail(path);
    snprintf(url, sizeof url, "file://%s", absolute);
    json_array_clear(browser->events);
    bool ok = new_tab(browser);
    for (size_t i = 0; ok && i < sizeof enabled / sizeof enabled[0]; i++)
        ok = succeeds(browser, enabled[i], json_object());
    browser->loaded = false;
    ok = ok && set_size(browser, look, 900) &&
         succeeds(browser, "Emulation.setEmulatedMedia",
                  json_pack("{s:s,s:[{s:s,s:s}]}", "media", look->print ? "print" : "", "features", "name",
                            "prefers-color-scheme", "value", look->dark ? "dark" : "light")) &&
         succeeds(browser, "Page.navigate", json_pack("{s:s}", "url", url));
    while (ok && !browser->loaded) {
        json_t *message = next_message(browser);
        ok = message != NULL;
        if (message)
            add_event(browser, message);
        json_decref(message);
    }
    json_t *height =
        ok ? browser_evaluate(browser, "if (!matchMedia('print').matches)"
                                       "    for (const d of document.querySelectorAll('details')) d.open = true; "
                                       "Math.ceil(document.documentElement.getBoundingClientRect().height)")
           : NULL;
    int height_px = (int)json_integer_value(height);
    json_decref(height);
    return ok && height_px > 0 && set_size(browser, look, height_px < HEIGHT_MAX_PX ? height_px : HEIGHT_MAX_PX);
}

json_t *browser_evaluate(struct browser *browser, const char *expression)
{
    json_t *result =
        call(browser, "Runtime.evaluate", json_pack("{s:s,s:b}", "expression", expression, "returnByValue", 1));
    const json_t *thrown = json_object_get(result, "exceptionDetails");
    if (thrown)
        fprintf(stderr, "browser: %s\n", text_at(json_object_get(thrown, "exception"), "description"));
    json_t *value = thrown ? NULL : json_incref(json_object_get(json_object_get(result, "result"), "value"));
    json_decref(result);
    return value;
}

static int base64_digit(char digit)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = digit ? strchr(digits, digit) : NULL;
    return found ? (int)(found - digits) : -1;
}

/* Write the bytes that base64 text stands for. */
static void write_decoded(FILE *file, const char *data)
{
    unsigned bits = 0, held = 0;
    for (; base64_digit(*data) >= 0; data++) {
        held = held << 6 | (unsigned)base64_digit(*data);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            fputc((int)(held >> bits & 0xFF), file);
        }
    }
}

/* Call a method whose result has the bytes of a file as "data", and write them. */
static bool save(struct browser *browser, const char *method, json_t *params, const char *path)
{
    json_t *result = call(browser, method, params);
    const char *data = text_at(result, "data");
    FILE *file = data[0] ? fopen(path, "wb") : NULL;
    if (file)
        write_decoded(file, data);
    json_decref(result);
    return file && fclose(file) == 0;
}

bool browser_picture(struct browser *browser, const char *path)
{
    return save(browser, "Page.captureScreenshot", json_pack("{s:s}", "format", "png"), path);
}

bool browser_print(struct browser *browser, const struct browser_paper *paper, const char *path)
{
    return save(browser, "Page.printToPDF",
                json_pack("{s:f,s:f,s:b}", "paperWidth", paper->width_in, "paperHeight", paper->height_in,
                          "printBackground", 1),
                path);
}
