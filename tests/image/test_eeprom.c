/* SPDX-License-Identifier: MIT */
/* Row 64 of the table of faults, on the image: each byte of the stored settings is damaged in turn. The
 * roller must then report the latest save, the save before it (with settings=older), or the defaults (with
 * settings=corrupt), but never a mixture. */
#include "board_fixture.h"
#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* firmware/src/settings.h */
#define SLOT_A 16u
#define SLOT_B 128u
#define SLOT_SIZE 75u
#define BOOT_S 0.12 /* time until the H and C lines have been sent */

/* The reported settings as text: H from period_us on, without its last key `settings`, then the C lines. */
struct description {
    char text[1024];
    char source[16];
};

static void boot_and_describe(struct board_fixture *fixture, const uint8_t *eeprom, struct description *description)
{
    fixture_open(fixture, "uno.elf", true);
    if (eeprom != NULL)
        board_write_eeprom(fixture->board, eeprom);
    fixture_run_s(fixture, BOOT_S);
    *description = (struct description){0};
    const struct fixture_line *hello = fixture_find(fixture, 'H', 0);
    assert_non_null(hello);
    const char *from = strstr(hello->text, ",period_us=");
    const char *text_end = strstr(hello->text, ",settings=");
    assert_true(from != NULL && text_end > from);
    assert_int_equal(fixture_count(fixture, 'C'), FIXTURE_STRIPS);
    size_t length = (size_t)(text_end - from);
    memcpy(description->text, from, length);
    (void)snprintf(description->source, sizeof description->source, "%s", text_end + strlen(",settings="));
    for (unsigned strip = 0; strip < FIXTURE_STRIPS; strip++) {
        const char *text = fixture_find(fixture, 'C', strip)->text;
        length += (size_t)snprintf(description->text + length, sizeof description->text - length, "\n%s", text);
        assert_true(length < sizeof description->text);
    }
}

static void change_and_save(struct board_fixture *fixture, unsigned round)
{
    char text[64];
    for (unsigned strip = 0; strip < FIXTURE_STRIPS; strip++) {
        (void)snprintf(text, sizeof text, "K,%u,%u.%u,1.0%u\nG,%u,%u\n", strip, 80 + 10 * round + strip, strip, strip,
                       strip, 45 * strip + 3 + round);
        fixture_send(fixture, text);
        fixture_run_s(fixture, 0.1);
    }
    (void)snprintf(text, sizeof text, "L,7%u.5\nR,%u\nP,%u\n", round, 50 + 10 * round, round % 2);
    fixture_send(fixture, text);
    fixture_run_s(fixture, 0.3);
    fixture_send(fixture, "W\n");
    fixture_run_s(fixture, 0.5);
    assert_int_equal(fixture_count(fixture, 'N'), 0);
}

/* Settings reported by a new chip (the defaults), after one save, and after two. */
struct descriptions {
    struct description fresh, first, second;
    uint8_t eeprom[BOARD_EEPROM_SIZE]; /* content after two saves */
};

static void make_descriptions(struct descriptions *descriptions)
{
    struct board_fixture fixture;
    boot_and_describe(&fixture, NULL, &descriptions->fresh);
    assert_string_equal(descriptions->fresh.source, "default");
    fixture_run_s(&fixture, 0.5);
    change_and_save(&fixture, 1);
    board_read_eeprom(fixture.board, descriptions->eeprom);
    change_and_save(&fixture, 2);
    uint8_t twice[BOARD_EEPROM_SIZE];
    board_read_eeprom(fixture.board, twice);
    fixture_close(&fixture);
    boot_and_describe(&fixture, descriptions->eeprom, &descriptions->first);
    fixture_close(&fixture);
    memcpy(descriptions->eeprom, twice, sizeof twice);
    boot_and_describe(&fixture, descriptions->eeprom, &descriptions->second);
    fixture_close(&fixture);
    assert_string_equal(descriptions->first.source, "stored");
    assert_string_equal(descriptions->second.source, "stored");
    assert_string_not_equal(descriptions->first.text, descriptions->second.text);
    assert_string_not_equal(descriptions->first.text, descriptions->fresh.text);
}

/* Boot a chip with this EEPROM and check the settings that it reports. True if it loads the latest save. */
static bool expect_one_description(const struct descriptions *descriptions, const uint8_t *eeprom)
{
    struct board_fixture fixture;
    struct description description;
    boot_and_describe(&fixture, eeprom, &description);
    fixture_close(&fixture);
    if (strcmp(description.source, "corrupt") == 0) {
        assert_string_equal(description.text, descriptions->fresh.text);
        return false;
    }
    /* The roller cannot know whether the damaged slot was the newer one. */
    assert_string_equal(description.source, "older");
    bool latest = strcmp(description.text, descriptions->second.text) == 0;
    assert_true(latest || strcmp(description.text, descriptions->first.text) == 0);
    return latest;
}

static void a_damaged_byte_never_causes_a_wrong_calibration(void **state)
{
    (void)state;
    struct descriptions descriptions;
    make_descriptions(&descriptions);
    unsigned latest = 0;
    for (unsigned i = 0; i < SLOT_SIZE; i++) {
        uint8_t damaged[BOARD_EEPROM_SIZE];
        static const uint8_t FLIPS[] = {0x01, 0x80, 0xFF};
        uint8_t flip = FLIPS[i % sizeof FLIPS];
        memcpy(damaged, descriptions.eeprom, sizeof damaged);
        damaged[SLOT_A + i] ^= flip;
        unsigned latest_after_a = expect_one_description(&descriptions, damaged);
        memcpy(damaged, descriptions.eeprom, sizeof damaged);
        damaged[SLOT_B + i] ^= flip;
        unsigned latest_after_b = expect_one_description(&descriptions, damaged);
        assert_int_equal(latest_after_a + latest_after_b, 1); /* the damaged slot is never loaded */
        latest += latest_after_a + latest_after_b;
        damaged[SLOT_A + (i * 7) % SLOT_SIZE] ^= 0x10;
        assert_false(expect_one_description(&descriptions, damaged)); /* both slots are damaged: the defaults */
    }
    printf("figure: %u boots with a damaged EEPROM loaded one of the two saves or the defaults, and reported which\n",
           3 * SLOT_SIZE);
    assert_int_equal(latest, SLOT_SIZE);
}

/* The device id and the count of boots have their own checksums, separate from the settings. */
static void a_damaged_identity_leaves_the_settings_intact(void **state)
{
    (void)state;
    struct descriptions descriptions;
    make_descriptions(&descriptions);
    for (unsigned i = 0; i < 12; i++) {
        struct board_fixture fixture;
        struct description description;
        uint8_t damaged[BOARD_EEPROM_SIZE];
        memcpy(damaged, descriptions.eeprom, sizeof damaged);
        damaged[i] ^= 0x21;
        boot_and_describe(&fixture, damaged, &description);
        fixture_close(&fixture);
        assert_string_equal(description.source, "stored");
        assert_string_equal(description.text, descriptions.second.text);
    }
}

/* A board whose EEPROM another program has used starts with the defaults, and does not call them damaged. */
static void a_foreign_eeprom_is_blank(void **state)
{
    (void)state;
    struct board_fixture fixture;
    uint8_t foreign[BOARD_EEPROM_SIZE];
    for (unsigned i = 0; i < sizeof foreign; i++)
        foreign[i] = (uint8_t)(i * 37 + 11);
    for (int boot = 0; boot < 2; boot++) {
        fixture_open(&fixture, "uno.elf", true);
        board_write_eeprom(fixture.board, foreign);
        fixture_run_s(&fixture, 0.5);
        assert_int_equal(fixture_count_with(&fixture, 'H', ",settings=default"), 1);
        board_read_eeprom(fixture.board, foreign); /* the identity was written */
        fixture_close(&fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_damaged_byte_never_causes_a_wrong_calibration),
        cmocka_unit_test(a_damaged_identity_leaves_the_settings_intact),
        cmocka_unit_test(a_foreign_eeprom_is_blank),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
