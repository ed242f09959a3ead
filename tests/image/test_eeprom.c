/* SPDX-License-Identifier: MIT */
/*
 * Row 64 of the table of faults, on the image: each byte of the stored settings damaged in turn. What the
 * roller then says is one of three: what was saved last, what was saved before that (and it says older), the
 * defaults (and it says corrupt); never a mixture.
 */
#include "board_fixture.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* firmware/src/settings.h */
#define SLOT_A 16u
#define SLOT_B 128u
#define SLOT_SIZE 75u
#define BOOT_S 0.12 /* H and C lines are out */

/* All that the settings say, as text: H from period_us on without `settings`, and the C lines. */
struct story {
    char text[1024];
    char source[16];
};

static void tell(struct board_fixture *bench, const uint8_t *eeprom, struct story *story)
{
    fixture_open(bench, "uno.elf", true);
    if (eeprom != NULL) {
        board_write_eeprom(bench->board, eeprom);
    }
    fixture_run_s(bench, BOOT_S);
    *story = (struct story){0};
    const struct fixture_line *hello = fixture_find(bench, 'H', 0);
    assert_non_null(hello);
    const char *from = strstr(hello->text, ",period_us=");
    const char *to = strstr(hello->text, ",settings=");
    assert_true(from != NULL && to > from);
    assert_int_equal(fixture_count(bench, 'C'), FIXTURE_STRIPS);
    size_t length = (size_t)(to - from);
    memcpy(story->text, from, length);
    (void)snprintf(story->source, sizeof story->source, "%s", to + strlen(",settings="));
    for (unsigned strip = 0; strip < FIXTURE_STRIPS; strip++) {
        const char *text = fixture_find(bench, 'C', strip)->text;
        length += (size_t)snprintf(story->text + length, sizeof story->text - length, "\n%s", text);
        assert_true(length < sizeof story->text);
    }
}

static void say_all(struct board_fixture *bench, unsigned round)
{
    char text[64];
    for (unsigned strip = 0; strip < FIXTURE_STRIPS; strip++) {
        (void)snprintf(text, sizeof text, "K,%u,%u.%u,1.0%u\nG,%u,%u\n", strip, 80 + 10 * round + strip,
                       strip, strip, strip, 45 * strip + 3 + round);
        fixture_send(bench, text);
        fixture_run_s(bench, 0.1);
    }
    (void)snprintf(text, sizeof text, "L,7%u.5\nR,%u\nP,%u\n", round, 50 + 10 * round, round % 2);
    fixture_send(bench, text);
    fixture_run_s(bench, 0.3);
    fixture_send(bench, "W\n");
    fixture_run_s(bench, 0.5);
    assert_int_equal(fixture_count(bench, 'N'), 0);
}

/* Defaults on a new chip; after one save; after two. */
struct stories {
    struct story fresh, first, second;
    uint8_t eeprom[BOARD_EEPROM_SIZE]; /* after two */
};

static void make_stories(struct stories *stories)
{
    struct board_fixture bench;
    tell(&bench, NULL, &stories->fresh);
    assert_string_equal(stories->fresh.source, "default");
    fixture_run_s(&bench, 0.5);
    say_all(&bench, 1);
    board_read_eeprom(bench.board, stories->eeprom);
    say_all(&bench, 2);
    uint8_t twice[BOARD_EEPROM_SIZE];
    board_read_eeprom(bench.board, twice);
    fixture_close(&bench);
    tell(&bench, stories->eeprom, &stories->first);
    fixture_close(&bench);
    memcpy(stories->eeprom, twice, sizeof twice);
    tell(&bench, stories->eeprom, &stories->second);
    fixture_close(&bench);
    assert_string_equal(stories->first.source, "stored");
    assert_string_equal(stories->second.source, "stored");
    assert_string_not_equal(stories->first.text, stories->second.text);
    assert_string_not_equal(stories->first.text, stories->fresh.text);
}

/* What a chip with this EEPROM says. True when it goes on with what was saved last. */
static bool expect_one_story(const struct stories *stories, const uint8_t *eeprom)
{
    struct board_fixture bench;
    struct story story;
    tell(&bench, eeprom, &story);
    fixture_close(&bench);
    if (strcmp(story.source, "corrupt") == 0) {
        assert_string_equal(story.text, stories->fresh.text);
        return false;
    }
    assert_string_equal(story.source, "older"); /* which of the two was newer is not known any more */
    bool last = strcmp(story.text, stories->second.text) == 0;
    assert_true(last || strcmp(story.text, stories->first.text) == 0);
    return last;
}

static void each_byte_damaged_in_turn_gives_no_wrong_calibration(void **state)
{
    (void)state;
    struct stories stories;
    make_stories(&stories);
    unsigned last = 0;
    for (unsigned i = 0; i < SLOT_SIZE; i++) {
        uint8_t damaged[BOARD_EEPROM_SIZE];
        static const uint8_t FLIPS[] = {0x01, 0x80, 0xFF};
        uint8_t flip = FLIPS[i % sizeof FLIPS];
        memcpy(damaged, stories.eeprom, sizeof damaged);
        damaged[SLOT_A + i] ^= flip;
        unsigned of_a = expect_one_story(&stories, damaged);
        memcpy(damaged, stories.eeprom, sizeof damaged);
        damaged[SLOT_B + i] ^= flip;
        unsigned of_b = expect_one_story(&stories, damaged);
        assert_int_equal(of_a + of_b, 1); /* the damaged slot is never the one that is taken */
        last += of_a + of_b;
        damaged[SLOT_A + (i * 7) % SLOT_SIZE] ^= 0x10;
        assert_false(expect_one_story(&stories, damaged)); /* both: the defaults */
    }
    printf("figure: %u boots with a damaged EEPROM: what was saved last or before it, or the defaults, and "
           "said so\n",
           3 * SLOT_SIZE);
    assert_int_equal(last, SLOT_SIZE);
}

/* The device's name and its count of boots have their own checksums and leave the settings alone. */
static void a_damaged_name_leaves_the_settings_alone(void **state)
{
    (void)state;
    struct stories stories;
    make_stories(&stories);
    for (unsigned i = 0; i < 12; i++) {
        struct board_fixture bench;
        struct story story;
        uint8_t damaged[BOARD_EEPROM_SIZE];
        memcpy(damaged, stories.eeprom, sizeof damaged);
        damaged[i] ^= 0x21;
        tell(&bench, damaged, &story);
        fixture_close(&bench);
        assert_string_equal(story.source, "stored");
        assert_string_equal(story.text, stories.second.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_byte_damaged_in_turn_gives_no_wrong_calibration),
        cmocka_unit_test(a_damaged_name_leaves_the_settings_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
