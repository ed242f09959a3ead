/* SPDX-License-Identifier: MIT */
/* Show pages as users see them: on a wide screen and on a phone of 360 px, in light and dark mode, and
 * printed. Each must load nothing, print nothing on the console, and pass checks.js.
 *
 * usage: page_check CHECKS.JS EMPTY_PROFILE_FOLDER PAGE...      PAGE_SHOTS=FOLDER keeps the screenshots */
#include "browser.h"

#include "support/temp_dir.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct browser_look looks[] = {
    {.name = "light", .width_px = 1280},
    {.name = "dark", .width_px = 1280, .dark = true},
    {.name = "phone", .width_px = 360, .phone = true},
    {.name = "phone-dark", .width_px = 360, .phone = true, .dark = true},
    {.name = "print", .width_px = 700, .print = true},
};

static size_t print_problems(const char *page, const char *look, const json_t *problems)
{
    const json_t *problem;
    size_t i;
    json_array_foreach(problems, i, problem) fprintf(stderr, "%s, %s: %s\n", page, look, json_string_value(problem));
    return json_array_size(problems);
}

/* Show and check a page. Returns the number of problems. */
static size_t check(struct browser *browser, const char *checks, const char *path, const struct browser_look *look)
{
    const char *slash = strrchr(path, '/'), *page = slash ? slash + 1 : path;
    const char *shots = getenv("PAGE_SHOTS");
    if (!browser_open(browser, path, look)) {
        fprintf(stderr, "%s, %s: cannot be shown\n", page, look->name);
        return 1;
    }
    if (shots) {
        char picture[PATH_MAX];
        snprintf(picture, sizeof picture, "%s/%.*s.%s.png", shots, (int)strcspn(page, "."), page, look->name);
        if (!browser_picture(browser, picture))
            fprintf(stderr, "%s: cannot be written\n", picture);
    }
    json_t *problems = browser_evaluate(browser, checks);
    size_t count = problems ? print_problems(page, look->name, problems) : 1;
    json_decref(problems);
    return count + print_problems(page, look->name, browser->events);
}

int main(int argc, char *argv[])
{
    struct browser browser;
    char *checks = argc > 3 ? temp_file_read(argv[1], NULL) : NULL;
    size_t problems = 0, shown = 0;
    if (!checks) {
        fputs("usage: page_check CHECKS.JS EMPTY_PROFILE_FOLDER PAGE...\n", stderr);
        return 2;
    }
    if (!browser_start(&browser, "chromium", argv[2]))
        return 1;
    for (int i = 3; i < argc; i++)
        for (size_t k = 0; k < sizeof looks / sizeof looks[0]; k++, shown++)
            problems += check(&browser, checks, argv[i], &looks[k]);
    browser_stop(&browser);
    free(checks);
    printf("%d pages, each light, dark, on a phone, on a dark phone and printed: %zu checked, %zu problems\n", argc - 3,
           shown, problems);
    return problems == 0 ? 0 : 1;
}
