/* SPDX-License-Identifier: MIT */
/* Text made harmless, and the words that all outputs share. */
#include "support/cmocka_includes.h"

#include "writing/markup.h"
#include "analyzer/report/sample_result.h"
#include "result/words.h"

#include <math.h>
#include <string.h>

static void assert_markup(const char *text, const char *expected)
{
    struct text_buffer out = {0};
    markup_add_html(&out, text);
    text_add(&out, "");
    assert_string_equal(out.bytes, expected);
    text_free(&out);
}

static void markup_escapes_special_characters(void **state)
{
    (void)state;
    assert_markup("<script>alert('1')</script>", "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;");
    assert_markup("\" onload=\"x", "&quot; onload=&quot;x");
    assert_markup("`id` & co", "&#96;id&#96; &amp; co");
    assert_markup("a\nb\x1b[31m\x7f", "a?b?[31m?");
    assert_markup("\xff\xc0\x80", "???");
    assert_markup("m\xc3\xbc", "m\xc3\xbc");
}

static void assert_comment(const char *text, const char *expected)
{
    struct text_buffer out = {0};
    markup_add_comment(&out, text);
    assert_string_equal(out.bytes, expected);
    text_free(&out);
}

static void a_comment_contains_no_formula(void **state)
{
    (void)state;
    assert_comment("sore,=HYPERLINK(1)", "sore,'=HYPERLINK(1)");
    assert_comment("a; +1,-2,@x", "a; '+1,'-2,'@x");
    assert_comment("a,\"=1\"", "a,\"'=1\"");
    assert_comment("1+1=2, as ever", "1+1=2, as ever");
}

static void positions_are_named_by_their_fraction_of_the_thigh(void **state)
{
    (void)state;
    assert_string_equal(words_position(33.3), "about a third of the way to the knee");
    assert_string_equal(words_position(50), "about halfway to the knee");
    assert_string_equal(words_position(66.7), "about two thirds of the way to the knee");
    assert_string_equal(words_position(-3), "right at the top of the thigh");
    assert_string_equal(words_position(-20), "above the top of the thigh");
    assert_string_equal(words_position(103), "right at the knee");
    assert_string_equal(words_position(140), "beyond the knee");
    assert_string_equal(words_position(NAN), "");
}

static void assert_duration(double seconds, const char *expected)
{
    struct text_buffer out = {0};
    words_add_duration(&out, seconds);
    assert_string_equal(out.bytes, expected);
    text_free(&out);
}

static void durations_are_rounded(void **state)
{
    (void)state;
    assert_duration(59.4, "59 s");
    assert_duration(59.6, "1 min 00 s");
    assert_duration(125, "2 min 05 s");
    assert_duration(3600 + 120, "1 h 02 min");
    assert_duration(NAN, "unknown");
}

static void assert_words(void (*add)(struct text_buffer *, const struct result *), const struct result *result,
                         const char *expected)
{
    struct text_buffer out = {0};
    add(&out, result);
    assert_string_equal(out.bytes, expected);
    text_free(&out);
}

static void add_longest_spot(struct text_buffer *out, const struct result *result)
{
    words_add_longest_spot(out, result, "+-");
}

static void the_headline_counts_places(void **state)
{
    (void)state;
    struct result result;
    sample_result_make(&result);
    assert_words(words_add_headline, &result, "You stayed at 3 places on your right thigh.");
    assert_words(add_longest_spot, &result,
                 "You stayed longest about a third of the way to the knee (120 +-5 mm from the upper thigh): 30 "
                 "s in 2 visits.");
    size_t count = result.spot_count;
    result.spot_count = 1;
    result.spot[0].thigh_percent = NAN;
    assert_words(words_add_headline, &result, "You stayed at 1 place on your right thigh.");
    assert_words(add_longest_spot, &result, "It is 120 +-5 mm from the upper thigh: 30 s in 2 visits.");
    result.origin = POSITION_ORIGIN_KNEE;
    assert_words(add_longest_spot, &result, "It is 120 +-5 mm from the upper thigh: 30 s in 2 visits.");
    result.header.thigh_length_mm = 0; /* so positions are counted from the knee */
    result.spot[0].center_mm = -120;
    assert_words(add_longest_spot, &result, "It is -120 +-5 mm from the knee: 30 s in 2 visits.");
    result.spot_count = 0;
    result.header.leg = SESSION_LEG_UNKNOWN;
    assert_words(words_add_headline, &result, "You did not stay at any place.");
    result.spot_count = count;
    result_free(&result);
}

static void the_ends_of_the_thigh_are_named_by_what_is_known(void **state)
{
    (void)state;
    struct result result = {.header.thigh_length_mm = 350, .origin = POSITION_ORIGIN_ZERO, .origin_uncertainty_mm = 60};
    struct text_buffer note = {0};
    struct words_landmarks landmarks = words_landmarks(&result);
    assert_string_equal(landmarks.upper, "fold below the buttock");
    assert_string_equal(landmarks.knee, "crease of the knee");
    assert_true(landmarks.upper_mm == 0 && landmarks.knee_mm == 350);
    assert_false(words_add_origin_note(&note, &result));
    result.origin = POSITION_ORIGIN_ASSUMED;
    result.header.thigh_length_mm = 0;
    landmarks = words_landmarks(&result);
    assert_string_equal(landmarks.upper, "where the roller first lay");
    assert_string_equal(landmarks.knee, "towards the knee");
    assert_true(landmarks.upper_mm == 0 && isnan(landmarks.knee_mm));
    assert_true(words_add_origin_note(&note, &result));
    assert_non_null(strstr(note.bytes, "zero was not set"));
    assert_non_null(strstr(note.bytes, "60 mm from the fold"));
    text_free(&note);
    result.origin = POSITION_ORIGIN_KNEE; /* positions are counted from the knee */
    landmarks = words_landmarks(&result);
    assert_string_equal(landmarks.upper, "upper thigh");
    assert_string_equal(landmarks.knee, "crease of the knee");
    assert_true(isnan(landmarks.upper_mm) && landmarks.knee_mm == 0);
}

static void dates_are_written_out_or_left_as_they_are(void **state)
{
    (void)state;
    struct text_buffer out = {0};
    words_add_date(&out, "2026-03-01T08:05:00.000+01:00");
    assert_string_equal(out.bytes, "1 March 2026, 08:05");
    text_clear(&out);
    words_add_date(&out, "2026-13-01T08:05:00");
    assert_string_equal(out.bytes, "2026-13-01T08:05:00");
    text_clear(&out);
    words_add_date(&out, "2026-+3-01T18:-0/");
    assert_string_equal(out.bytes, "2026-+3-01T18:-0/");
    text_free(&out);
}

static void assert_evidence(unsigned visit_count, double p_value, const char *expected)
{
    const struct result_spot spot = {.visit_count = visit_count, .p_value = p_value};
    struct text_buffer out = {0};
    assert_int_equal(words_add_evidence(&out, &spot, 14), expected != NULL);
    if (expected)
        assert_string_equal(out.bytes, expected);
    else
        assert_int_equal(out.length, 0);
    text_free(&out);
}

/* p measures how often visits return to a spot, not how long they last; 0.05 or more is not evidence. */
static void evidence_is_worded_by_p_and_visits(void **state)
{
    (void)state;
    assert_evidence(4, 0.009, "you came back to this place, 4 visits in 14 strokes: clearly more than chance");
    assert_evidence(4, 0.01, "you came back to this place, 4 visits in 14 strokes: more than chance");
    assert_evidence(2, 0.049, "you came back to this place, 2 visits in 14 strokes: more than chance");
    assert_evidence(2, 0.05, NULL);
    assert_evidence(2, NAN, NULL);
    assert_evidence(1, 0.001, NULL); /* one visit is no return */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markup_escapes_special_characters),
        cmocka_unit_test(a_comment_contains_no_formula),
        cmocka_unit_test(positions_are_named_by_their_fraction_of_the_thigh),
        cmocka_unit_test(durations_are_rounded),
        cmocka_unit_test(the_headline_counts_places),
        cmocka_unit_test(the_ends_of_the_thigh_are_named_by_what_is_known),
        cmocka_unit_test(dates_are_written_out_or_left_as_they_are),
        cmocka_unit_test(evidence_is_worded_by_p_and_visits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
