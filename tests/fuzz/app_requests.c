/* SPDX-License-Identifier: MIT */
/* What a browser, or anything else on this computer, sends to the app: any bytes on a connection, and commands with any
 * address and body, while programs print and end. Answers are as docs/FORMATS.md says, only the owner of the cookie
 * gets data, no program works outside the app's folders, and the session is never in a phase that does not fit.
 *
 * An input is a list of steps; a line feed and '%' are before each but the first:
 *     =BYTES                      as they are, on a new connection
 *     GPATH   or  PPATH LF BODY   a request with the right headers
 *     Aargument LF LINES          lines of the program that was started with this argument
 *     Eargument LF STATUS MESSAGE it ends */
#include "fuzz.h"
#include "fuzzed_app.h"

#include <string.h>

#define STEPS_MAX 24

/* A request with a path that a browser can send: without spaces and control characters. */
static void ask(const char *path, const char *body)
{
    for (const char *c = path; *c; c++)
        if ((unsigned char)*c <= ' ')
            return;
    fuzzed_app_ask(path, body);
}

static void take_step(struct app *app, char *step, size_t length)
{
    char *rest = memchr(step, '\n', length);
    if (step[0] == '=') {
        fuzzed_app_send(step + 1, length - 1);
        return;
    }
    if (rest)
        *rest++ = '\0';
    struct child *child = fake_child_find(&app->children, step + 1);
    switch (step[0]) {
    case 'G': ask(step + 1, NULL); break;
    case 'P': ask(step + 1, rest ? rest : ""); break;
    case 'A':
        for (char *line = rest; line && child && child_is_running(child);) {
            size_t line_length = strcspn(line, "\n");
            fake_child_print(child, line, line_length);
            line = line[line_length] ? line + line_length + 1 : NULL;
        }
        fuzzed_app_update();
        break;
    case 'E':
        if (child) {
            char *message = rest;
            int status = rest ? (int)(strtoul(rest, &message, 10) % 256) : 0;
            fake_child_end(&app->children, child, status, message ? message : "");
        }
        fuzzed_app_update();
        break;
    default: break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    char *text = malloc(count + 1), *step = text;
    struct app *app = fuzzed_app_open();
    FUZZ_HOLDS(text);
    memcpy(text, bytes, count);
    text[count] = '\0';
    for (size_t steps = 0; step < text + count && steps < STEPS_MAX; steps++) {
        size_t left = count - (size_t)(step - text), length = 0;
        while (length < left && !(step[length] == '\n' && length + 1 < left && step[length + 1] == '%'))
            length++;
        step[length] = '\0'; /* there is one more byte */
        if (length > 0)
            take_step(app, step, length);
        step += length + (length < left ? 2 : 0);
    }
    fuzzed_app_close();
    free(text);
    return 0;
}
