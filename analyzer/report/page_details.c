/* SPDX-License-Identifier: MIT */
#include "report/page_sections.h"

#include "dwell/evidence.h"
#include "writing/markup.h"
#include "report/page_frame.h"
#include "result/words.h"

#include <math.h>

static void add_readings(struct text_buffer *out, const struct result *result)
{
    text_add(out, "<li>");
    if (result->lost_frames == 0)
        text_add(out, "Nothing was lost: ");
    else
        text_addf(out, "%zu of the readings were lost (%.2f %%): ", result->lost_frames, words_lost_percent(result));
    words_add_count(out, result->row_count, "reading", "readings");
    if (result->header.rate_hz > 0)
        text_addf(out, ", about %.0f per second", result->header.rate_hz);
    text_add(out, ".</li>\n");
    if (result->rejected_rows > 0) {
        text_add(out, "<li>Unreadable and left out: ");
        words_add_count(out, result->rejected_rows, "line", "lines");
        text_add(out, " of the file.</li>\n");
    }
    if (result->gap_count > 0) {
        text_add(out, "<li>");
        words_add_count(out, result->gap_count, "gap", "gaps");
        text_add(out, " in the recording.</li>\n");
    }
}

void page_add_quality(struct text_buffer *out, const struct result *result)
{
    text_add(out, "<section class=\"card\"><h2>How good is the recording?</h2>\n<ul class=\"plain\">\n");
    add_readings(out, result);
    text_add(out, result->closed_cleanly
                      ? "<li>The recording was closed cleanly.</li>\n"
                      : "<li>The recording was interrupted; all readings up to that time are used.</li>\n");
    if (isfinite(result->min_mm)) /* some positions are known */
        text_addf(out, "<li>The position on the thigh comes from %s: ± %s (95 %% sure); %s.</li>\n",
                  words_method(result->method), units_margin(result->options.units, result->uncertainty_mm).text,
                  words_origin(result));
    else if (result->loaded_s > 0)
        text_add(out, "<li>The position on the thigh is not known.</li>\n");
    text_add(out, "</ul>\n");
    if (result->warning_count > 0) {
        text_add(out, "<div class=\"note\"><p><b>Please note</b></p><ul class=\"plain\">\n");
        for (size_t i = 0; i < result->warning_count; i++) {
            text_add(out, "<li>");
            markup_add_html(out, result->warning[i]);
            text_add(out, "</li>\n");
        }
        text_add(out, "</ul></div>\n");
    }
    text_add(out, "</section>\n");
}

static void add_text_row(struct text_buffer *out, const char *name, const char *value)
{
    text_addf(out, "<tr><th scope=\"row\">%s</th><td>", name);
    markup_add_html(out, value[0] ? value : "not given");
    text_add(out, "</td></tr>\n");
}

static void add_number_row(struct text_buffer *out, const char *name, double value, int digits, const char *unit)
{
    const double steps = pow(10, digits);
    text_addf(out, "<tr><th scope=\"row\">%s</th><td>", name);
    if (isfinite(value))
        text_addf(out, "%.*f %s</td></tr>\n", digits, round(steps * value) / steps + 0.0, unit); /* never "-0.0" */
    else
        text_add(out, "not known</td></tr>\n");
}

/* Return NAN for 0, which stands for an unknown value; otherwise return `value`. */
static double nan_if_unknown(double value)
{
    return value > 0 ? value : NAN;
}

/* Add a heading that names the leg, if there are several. */
static void add_table_heading(struct text_buffer *out, const char *words, const struct result *result, bool names_leg)
{
    text_addf(out, "<h3>%s", words);
    if (names_leg)
        text_addf(out, ", %s thigh", session_leg_name(result->header.leg));
    text_add(out, "</h3>\n");
}

static void add_spot_table(struct text_buffer *out, const struct result *result)
{
    const enum units units = result->options.units;
    const char *length = units_length_symbol(units), *force = units_force_symbol(units);
    text_addf(
        out,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"The spots in numbers\"><table><thead><tr><th scope=\"col\">Spot</th><th "
        "scope=\"col\">Centre, %s</th><th scope=\"col\">± %s</th><th scope=\"col\">From, %s</th><th scope=\"col\">To, "
        "%s</th><th scope=\"col\">Of thigh, %%</th><th scope=\"col\">Time, s</th><th "
        "scope=\"col\">Visits</th><th scope=\"col\">Mean, %s</th><th scope=\"col\">Highest, "
        "%s</th><th scope=\"col\">Impulse, %s</th><th scope=\"col\">Marks</th><th "
        "scope=\"col\">Excess, s</th><th scope=\"col\">p</th></tr></thead><tbody>\n",
        length, length, length, length, force, force, units_impulse_symbol(units));
    for (size_t i = 0; i < result->spot_count; i++) {
        const struct result_spot *spot = &result->spot[i];
        text_addf(out, "<tr><th scope=\"row\">%u</th>", spot->rank);
        page_frame_add_length_cell(out, units, spot->center_mm);
        page_frame_add_length_cell(out, units, spot->center_uncertainty_mm);
        page_frame_add_length_cell(out, units, spot->start_mm);
        page_frame_add_length_cell(out, units, spot->end_mm);
        page_frame_add_number_cell(out, spot->thigh_percent, 1);
        page_frame_add_number_cell(out, spot->dwell_s, 2);
        text_addf(out, "<td>%u</td>", spot->visit_count);
        page_frame_add_force_cell(out, units, spot->mean_force_n, 1);
        page_frame_add_force_cell(out, units, spot->peak_force_n, 1);
        page_frame_add_force_cell(out, units, spot->impulse_n_s, 0);
        text_addf(out, "<td>%u</td>", spot->mark_count);
        page_frame_add_number_cell(out, spot->excess_s, 2);
        page_frame_add_number_cell(out, spot->p_value, 3);
        text_add(out, "</tr>\n");
    }
    text_add(out, "</tbody></table></div>\n");
}

static void add_session_table(struct text_buffer *out, const struct result *result)
{
    const struct session_header *header = &result->header;
    const enum units units = result->options.units;
    const double mm = units_length_mm(units), newton = units_force_n(units);
    const int digits = units_table_digits(units);
    const char *length = units_length_symbol(units);
    text_add(out, "<table class=\"pairs\"><tbody>\n");
    add_text_row(out, "File", result->file ? result->file : "");
    add_text_row(out, "Started", header->started);
    if (header->condition[0])
        add_text_row(out, "Condition", header->condition);
    if (header->study_visit[0])
        add_text_row(out, "Visit of the study", header->study_visit);
    add_text_row(out, "Device", header->device);
    add_text_row(out, "Recorded by", header->logger);
    add_text_row(out, "Calibration of the strips", header->calibration_source);
    add_number_row(out, "Thigh, fold to crease of the knee", nan_if_unknown(header->thigh_length_mm) / mm, digits,
                   length);
    add_number_row(out, "Loaded rolling radius", nan_if_unknown(header->rolling_radius_mm) / mm, digits, length);
    add_number_row(out, "Readings per second", nan_if_unknown(header->rate_hz), 1, "Hz");
    add_text_row(out, "Source of the position", position_method_name(result->method));
    add_number_row(out, "Range rolled, from", result->min_mm / mm, digits, length);
    add_number_row(out, "Range rolled, to", result->max_mm / mm, digits, length);
    add_number_row(out, "Distance rolled", result->distance_mm / mm, digits, length);
    add_number_row(out, "Mean speed", result->mean_speed_mm_s / mm, digits, units_speed_symbol(units));
    add_number_row(out, "Highest force", result->peak_force_n / newton, 1, units_force_symbol(units));
    add_number_row(out, "Impulse (force multiplied by time)", result->impulse_n_s / newton, 1,
                   units_impulse_symbol(units));
    text_add(out, "</tbody></table>\n");
}

/* Add the definition of a spot, with the limits that were used. */
static void add_spot_definition(struct text_buffer *out, const struct analysis_options *options)
{
    text_addf(out,
              "<h3>What counts as a spot</h3>\n"
              "<p>A region of the thigh where you held or rocked the loaded roller. In at least one visit it stayed "
              "within %s for at least %g s; both limits are options. Changes of direction, slow steady rolling and "
              "resting without load do not count. Visits whose centres lie within %s of each other are one spot. Its "
              "centre is their mean, weighted by time.</p>\n",
              units_round_length(options->units, options->spot_width_mm).text, options->spot_dwell_s,
              units_round_length(options->units, options->spot_merge_mm).text);
}

void page_add_details(struct text_buffer *out, const struct result *const result[], size_t count)
{
    const enum units units = result[0]->options.units;
    /* The content follows its switch instead of lying in it, so that it can be printed unfolded. */
    text_add(out, "<section class=\"card\"><details class=\"switch\"><summary>Method and numbers, for labs and the "
                  "curious</summary></details>\n<div class=\"folded\">\n");
    add_spot_definition(out, &result[0]->options);
    text_addf(
        out,
        "<h3>How to read the numbers</h3>\n"
        "<p>Position: the section above says what 0 is, and how sure the %s are. Slip of the roller on the "
        "skin is corrected as far as the ends of the strokes show it. Force: between thigh and roller, half the sum of "
        "all strips. Absolute forces are accurate to 15 to 25 %%, forces within one session to 5 to 10 %%. Under a "
        "long "
        "constant load the readings slowly rise.</p>\n"
        "<p>All times are under load. A stroke goes from one change of direction to the next. A change of direction "
        "counts once the roller has come back by a third of the range rolled. Excess is the part of the time on a spot "
        "that steady strokes and their changes of direction do not explain.</p>\n"
        "<p>p: in %d trials each pause is moved at random by up to %s. p is the fraction of trials in which as "
        "many pauses coincide anywhere on the thigh as coincide here. A small p means that you came back to exactly "
        "this place. Below 0.05 the list of spots says so; elsewhere chance can explain your visits. Each stroke "
        "counts once, however long you stayed. ",
        units_length_name(units), EVIDENCE_SIMULATIONS, units_round_length(units, EVIDENCE_JITTER_MM).text);
    text_addf(out, "Fewer than %d strokes are too few for a p.</p>\n", EVIDENCE_STROKES_MIN);
    text_add(
        out,
        "<h3>What the charts show</h3>\n"
        "<p>Along the thigh and stroke by stroke: seconds in bins of equal width. A row of the map is one stroke; "
        "where there are too many, it is the longest time among several. Minute by minute: the lowest and the highest "
        "reading of each column of pixels, so that every peak is visible. How hard: seconds at each force, then for "
        "each bin the median force in a band from the 10th to the 90th percentile. For other programs, run "
        "roller-analyzer report --json, or roller-analyzer export for each row of the session.</p>\n");
    for (size_t i = 0; i < count; i++) {
        if (result[i]->spot_count > 0) {
            add_table_heading(out, "The spots in numbers", result[i], count > 1);
            add_spot_table(out, result[i]);
        }
        add_table_heading(out, "The session", result[i], count > 1);
        add_session_table(out, result[i]);
    }
    page_frame_add_made_by(out, &result[0]->options);
    text_add(out, "</div></section>\n");
}
