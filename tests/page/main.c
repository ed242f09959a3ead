/* SPDX-License-Identifier: MIT */
/* Show pages as users see them: on a wide screen and on a phone of 360 px, in light and dark mode, and on
 * paper. Each must load nothing, print nothing on the console, and pass checks.js.
 *
 * usage: page_check CHECKS.JS EMPTY_PROFILE_FOLDER PAGE...      PAGE_SHOTS=FOLDER keeps the screenshots */
#include "browser.h"

#include "support/temp_dir.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* JavaScript: so many sheets are enough for a report of few spots and warnings, or of both legs; 0 for other pages. */
#define SHEETS_MAX                                                                                                     \
    "document.querySelector('.folded') && document.querySelectorAll('.spots li').length < 7 &&"                        \
    "document.querySelectorAll('.note li').length < 4 ?"                                                               \
    "document.querySelector('h2.leg') ? 4 : 2 : 0"

static const struct browser_look looks[] = {
    {.name = "light", .width_px = 1280},
    {.name = "dark", .width_px = 1280, .dark = true},
    {.name = "phone", .width_px = 360, .phone = true},
    {.name = "phone-dark", .width_px = 360, .phone = true, .dark = true},
};

static size_t print_problems(const char *page, const char *look, const json_t *problems)
{
    const json_t *problem;
    size_t i;
    json_array_foreach(problems, i, problem) fprintf(stderr, "%s, %s: %s\n", page, look, json_string_value(problem));
    return json_array_size(problems);
}

/* Return the number of sheets of a PDF, whose objects are not compressed. */
static size_t count_sheets(const char *pdf, size_t length)
{
    static const char sheet[] = "/Type /Page\n";
    size_t count = 0;
    for (size_t i = 0; i + sizeof sheet <= length; i++)
        count += memcmp(pdf + i, sheet, sizeof sheet - 1) == 0;
    return count;
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

/* A size of paper, and how the page looks on it: without its margins of 9 mm. */
static const struct paper {
    struct browser_paper size;
    struct browser_look look;
} papers[] = {
    {{8.27, 11.69}, {.name = "A4", .width_px = 725, .print = true}},
    {{8.5, 11}, {.name = "Letter", .width_px = 747, .print = true}},
};

/* Check a page as it looks on paper, print it into `folder`, and check that it is as short as it should be. Returns the
 * number of problems. */
static size_t check_paper(struct browser *browser, const char *checks, const char *path, const struct paper *paper,
                          const char *folder)
{
    const char *slash = strrchr(path, '/'), *page = slash ? slash + 1 : path;
    const char *shots = getenv("PAGE_SHOTS"), *name = paper->look.name;
    char pdf_path[PATH_MAX];
    size_t length = 0, problems = check(browser, checks, path, &paper->look);
    snprintf(pdf_path, sizeof pdf_path, "%s/%.*s.%s.pdf", shots ? shots : folder, (int)strcspn(page, "."), page, name);
    char *pdf = browser_print(browser, &paper->size, pdf_path) ? temp_file_read(pdf_path, &length) : NULL;
    if (!pdf) {
        fprintf(stderr, "%s: cannot be printed on %s\n", page, name);
        return problems + 1;
    }
    json_t *max = browser_evaluate(browser, SHEETS_MAX);
    size_t sheets = count_sheets(pdf, length), sheets_max = (size_t)json_integer_value(max);
    bool is_wrong = sheets == 0 || (sheets_max > 0 && sheets > sheets_max);
    if (is_wrong)
        fprintf(stderr, "%s: %zu sheets of %s, not 1 to %zu\n", page, sheets, name, sheets_max);
    json_decref(max);
    free(pdf);
    return problems + is_wrong;
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
    for (int i = 3; i < argc; i++)
        for (size_t k = 0; k < sizeof papers / sizeof papers[0]; k++, shown++)
            problems += check_paper(&browser, checks, argv[i], &papers[k], argv[2]);
    browser_stop(&browser);
    free(checks);
    printf("%d pages, each light, dark, on a phone, on a dark phone, on A4 and on Letter: %zu checked, %zu problems\n",
           argc - 3, shown, problems);
    return problems == 0 ? 0 : 1;
}
