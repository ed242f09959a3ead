/* SPDX-License-Identifier: MIT */
#include "screen_fixture.h"

int screen_setup(void **state)
{
    struct screen_fixture *fixture = calloc(1, sizeof *fixture);
    void *base = NULL;
    if (!fixture || fixture_setup(&base) != 0)
        return -1;
    fixture->base = base;
    fixture->roller.id = "5A3C21F0";
    *state = fixture;
    return 0;
}

int screen_teardown(void **state)
{
    struct screen_fixture *fixture = *state;
    void *base = fixture->base;
    if (fixture->roller.pty)
        fake_roller_stop(&fixture->roller);
    free(fixture);
    return fixture_teardown(&base);
}

void screen_start(struct screen_fixture *fixture, const char *env, unsigned columns, unsigned rows, const char *leg)
{
    const char *const argv[] = {LOGGER,
                                "record",
                                "--port",
                                fixture->base->pty.path,
                                "-o",
                                fixture->base->path,
                                "--leg",
                                leg,
                                "--thigh-length",
                                "350",
                                fixture->asks || strcmp(leg, "both") == 0 ? "--wait=0" : "--no-ask",
                                fixture->duration ? "--duration" : fixture->option,
                                fixture->duration,
                                NULL};
    const char *const entries[] = {env, NULL};
    device_pty_end_exclusive_mode(&fixture->base->pty);
    fake_roller_start(&fixture->roller, &fixture->base->pty);
    fake_terminal_start(&fixture->terminal, argv, entries, columns, rows);
}

unsigned screen_count(const struct fake_terminal *terminal, const char *text)
{
    char *shown = fake_terminal_text(terminal);
    unsigned count = 0;
    for (const char *found = shown; (found = strstr(found, text)); found++)
        count++;
    free(shown);
    return count;
}

unsigned screen_row_of(const struct fake_terminal *terminal, const char *text)
{
    char *shown = fake_terminal_text(terminal);
    const char *found = strstr(shown, text);
    unsigned row = 0;
    assert_non_null(found);
    for (const char *c = shown; c < found; c++)
        row += *c == '\n';
    free(shown);
    return row;
}

void screen_expect(struct screen_fixture *fixture, const char *text)
{
    if (fake_terminal_wait_for(&fixture->terminal, text, LIMIT_S))
        return;
    char *shown = fake_terminal_text(&fixture->terminal);
    fail_msg("\"%s\" is not on the screen:\n%s", text, shown);
}
