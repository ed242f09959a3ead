/* SPDX-License-Identifier: MIT */
/* The events of the logger in the app: any lines, in a session or in a check or calibration, with commands of the page
 * between them. The page is sent events with JSON, whatever the logger prints, and the session is never in a phase that
 * does not fit.
 *
 * The first byte of an input chooses what runs. Each further line is one of the program, or:
 *     >JSON or <JSON       the page's command for the session, or for the roller
 *     !STATUS MESSAGE      the program ends */
#include "fuzz.h"
#include "fuzzed_app.h"

#include <string.h>

#define LINES_MAX 400

static void start(char which)
{
    static const char *const begins[] = {
        "{\"command\":\"listen\",\"person_id\":\"p1\",\"legs\":\"right\",\"pain_before\":4}",
        "{\"command\":\"listen\",\"person_id\":\"p1\",\"legs\":\"both\"}",
        "{\"command\":\"check\"}",
        "{\"command\":\"calibrate\",\"what\":\"strips\"}",
        "{\"command\":\"calibrate\",\"what\":\"radius\"}",
    };
    size_t choice = (unsigned char)which % (sizeof begins / sizeof begins[0]);
    fuzzed_app_ask("/api/events", NULL);
    fuzzed_app_ask("/api/people", "{\"name\":\"Anna\",\"thigh_length_mm\":350}");
    fuzzed_app_ask("/api/roller", "{\"command\":\"virtual\"}");
    fuzzed_app_ask(choice < 2 ? "/api/session" : "/api/roller", begins[choice]);
    fuzzed_app_update(); /* the virtual roller is there now */
}

static void take_line(struct app *app, const char *line, size_t length)
{
    struct child *logger = fake_child_find(&app->children, "--events");
    if (line[0] == '>' || line[0] == '<') {
        fuzzed_app_ask(line[0] == '>' ? "/api/session" : "/api/roller", line + 1);
    } else if (logger && line[0] == '!') {
        char *message;
        int status = (int)(strtoul(line + 1, &message, 10) % 256);
        fake_child_end(&app->children, logger, status, message);
        fuzzed_app_update();
    } else if (logger) {
        fake_child_print(logger, line, length);
        fuzzed_app_update();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    char *text = malloc(count + 1), *line = text + 1;
    if (count == 0 || !text) {
        free(text);
        return 0;
    }
    memcpy(text, bytes, count);
    text[count] = '\0';
    struct app *app = fuzzed_app_open();
    start(text[0]);
    for (size_t lines = 0; line < text + count && lines < LINES_MAX; lines++) {
        size_t left = count - (size_t)(line - text);
        char *end = memchr(line, '\n', left);
        size_t length = end ? (size_t)(end - line) : left;
        line[length] = '\0';
        take_line(app, line, length);
        line += length + 1;
    }
    fuzzed_app_close();
    free(text);
    return 0;
}
