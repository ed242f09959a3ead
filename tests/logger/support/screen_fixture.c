/* SPDX-License-Identifier: MIT */
#include "screen_fixture.h"

int screen_setup(void **state)
{
    struct screen_fixture *fixture = calloc(1, sizeof *fixture);
    void *base = NULL;
    if (!fixture || fixture_setup(&base) != 0)
        return -1;
    fixture->base = base;
    fixture->roller = (struct fake_roller){.id = "5A3C21F0", .is_steady = true};
    temp_dir_make(&fixture->config);
    *state = fixture;
    return 0;
}

int screen_teardown(void **state)
{
    struct screen_fixture *fixture = *state;
    void *base = fixture->base;
    if (fixture->roller.pty)
        fake_roller_stop(&fixture->roller);
    temp_dir_remove(&fixture->config);
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
                                fixture->asks ? "--wait=0" : "--no-ask",
                                fixture->duration ? "--duration" : fixture->option,
                                fixture->duration,
                                NULL};
    char config[600];
    const char *const entries[] = {env, config, NULL};
    snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s", fixture->config.path);
    device_pty_end_exclusive_mode(&fixture->base->pty);
    fake_roller_start(&fixture->roller, &fixture->base->pty);
    fake_terminal_start(&fixture->terminal, argv, entries, columns, rows);
}

void screen_start_with(struct screen_fixture *fixture, const char *const *options)
{
    const char *argv[24] = {LOGGER, "record", "--port", fixture->base->pty.path, "-o", fixture->base->path};
    char config[600];
    const char *const entries[] = {config, NULL};
    for (size_t i = 0; options[i]; i++)
        argv[6 + i] = options[i];
    snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s", fixture->config.path);
    device_pty_end_exclusive_mode(&fixture->base->pty);
    fake_roller_start(&fixture->roller, &fixture->base->pty);
    fake_terminal_start(&fixture->terminal, argv, entries, 100, 30);
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
