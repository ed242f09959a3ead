/* SPDX-License-Identifier: MIT */
/* Any bytes as a session file, through the complete analysis to every output. The JSON parses and contains no
 * NaN, the page contains no control characters and no script, the gnuplot script contains no text from the
 * file, and the same bytes produce the same report. */
#include "pipeline/pipeline.h"
#include "charts/charts.h"
#include "fuzz.h"
#include "memory_file.h"
#include "output_check.h"
#include "report/report.h"
#include "script_check.h"

#include <string.h>

static void check_outputs(const struct result *result, struct text_buffer *json)
{
    struct text_buffer text = {0}, page = {0}, script = {0};
    report_json_add(json, result);
    report_text_add(&text, result, NULL, &(struct terminal_style){.ascii = false});
    report_html_add(&page, result, NULL, "not drawn here");
    charts_script(result, &script);
    FUZZ_HOLDS(!json->failed && !text.failed && !page.failed && !script.failed);
    output_check_json(json, "report", REPORT_JSON_VERSION, "tender_spots");
    output_check_text(text.bytes, text.length);
    output_check_page(&page);
    script_check(script.bytes, script.length);
    text_free(&text);
    text_free(&page);
    text_free(&script);
}

static bool analyse(const char *path, struct text_buffer *json)
{
    struct analysis_options options = {0};
    struct result result = {0};
    struct failure failure = {0};
    analysis_options_fill_defaults(&options);
    bool ok = pipeline_run(path, &options, &result, &failure);
    FUZZ_HOLDS(ok || (failure.status == EXIT_STATUS_INPUT && failure.message[0] != '\0'));
    if (ok)
        check_outputs(&result, json);
    result_free(&result);
    return ok;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    struct memory_file file;
    struct text_buffer first = {0}, second = {0};
    memory_file_make(&file, bytes, count);
    bool ok = analyse(file.path, &first);
    if (ok && count % 8 == 0) { /* only for some inputs, because this doubles the run time */
        FUZZ_HOLDS(analyse(file.path, &second));
        FUZZ_HOLDS(first.length == second.length && memcmp(first.bytes, second.bytes, first.length) == 0);
    }
    memory_file_drop(&file);
    text_free(&first);
    text_free(&second);
    return 0;
}
