/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "fake_hal.h"
#include "settings.h"
#include "support/cmocka_includes.h"

static struct settings settings;

static int start(void **state)
{
    (void)state;
    fake_hal_power_on();
    return 0;
}

static void expect_defaults(enum settings_source source)
{
    settings_load(&settings);
    assert_int_equal(settings.source, source);
    for (unsigned i = 0; i < HAL_STRIPS; i++) {
        assert_int_equal(settings.strip[i].angle_deg, 45 * i);
        assert_int_equal(settings.strip[i].k_tenth_n, 1000);
        assert_int_equal(settings.strip[i].p_milli, 1000);
        assert_int_equal(settings.strip[i].measured_on, SETTINGS_NOT_MEASURED);
    }
    assert_int_equal(settings.radius_tenth_mm, 0);
    assert_int_equal(settings.scans_per_frame, 6);
    assert_int_equal(settings_baud(&settings), 250000);
    assert_false(settings.bias_resistors);
}

/* Give each field a value that differs from those of the other fields and of the other rounds. */
static void fill_settings(unsigned round)
{
    for (unsigned i = 0; i < HAL_STRIPS; i++) {
        settings.strip[i].angle_deg = (uint16_t)(300 + i + 8 * round);
        settings.strip[i].k_tenth_n = (uint16_t)(40000 + i + 8 * round);
        settings.strip[i].p_milli = (uint16_t)(1300 + i + 8 * round);
        settings.strip[i].measured_on = i % 2 == 1 ? SETTINGS_DATE(2026u + i, 12u, 24u + i) : SETTINGS_NOT_MEASURED;
    }
    settings.radius_tenth_mm = (uint16_t)(725 + round);
    settings.scans_per_frame = (uint8_t)(1 + round % SAMPLER_SCANS_MAX);
    settings_set_baud(&settings, round % 2 == 0 ? 1000000 : 500000);
    settings.bias_resistors = round % 2 == 0;
}

static void expect_filled(unsigned round, enum settings_source source)
{
    settings_load(&settings);
    assert_int_equal(settings.source, source);
    for (unsigned i = 0; i < HAL_STRIPS; i++) {
        assert_int_equal(settings.strip[i].angle_deg, 300 + i + 8 * round);
        assert_int_equal(settings.strip[i].k_tenth_n, 40000 + i + 8 * round);
        assert_int_equal(settings.strip[i].p_milli, 1300 + i + 8 * round);
        assert_int_equal(settings.strip[i].measured_on,
                         i % 2 == 1 ? SETTINGS_DATE(2026u + i, 12u, 24u + i) : SETTINGS_NOT_MEASURED);
    }
    assert_int_equal(settings.radius_tenth_mm, 725 + round);
    assert_int_equal(settings.scans_per_frame, 1 + round % SAMPLER_SCANS_MAX);
    assert_int_equal(settings_baud(&settings), round % 2 == 0 ? 1000000 : 500000);
    assert_int_equal(settings.bias_resistors, round % 2 == 0);
}

static void save(void)
{
    unsigned polls = 0;
    settings_save(&settings);
    while (!settings_poll(&settings)) {
        assert_true(settings_is_saving(&settings));
        polls++;
    }
    assert_false(settings_is_saving(&settings));
    assert_int_equal(polls, SETTINGS_SLOT_SIZE);
    assert_int_equal(settings.source, SETTINGS_STORED);
}

static void an_erased_eeprom_means_defaults(void **state)
{
    (void)state;
    expect_defaults(SETTINGS_DEFAULT);
}

/* What another program left in the EEPROM is no damage of ours. */
static void a_foreign_eeprom_means_defaults(void **state)
{
    (void)state;
    memset(fake.eeprom, 0, sizeof fake.eeprom);
    expect_defaults(SETTINGS_DEFAULT);
    for (unsigned i = 0; i < sizeof fake.eeprom; i++)
        fake.eeprom[i] = (uint8_t)("Hello, world! "[i % 14]);
    expect_defaults(SETTINGS_DEFAULT);
    /* Settings are saved beside it, and it stays no damage. */
    settings_load(&settings);
    fill_settings(0);
    save();
    expect_filled(0, SETTINGS_STORED);
}

static void saved_settings_are_loaded_from_either_slot(void **state)
{
    (void)state;
    settings_load(&settings);
    for (unsigned round = 0; round < 6; round++) {
        fill_settings(round);
        save();
        expect_filled(round, SETTINGS_STORED);
    }
    assert_int_equal(fake.eeprom[SETTINGS_ADDRESS_SLOT_A], 0xF0);
    assert_int_equal(fake.eeprom[SETTINGS_ADDRESS_SLOT_B], 0xF0);
}

static void the_slot_has_the_documented_layout(void **state)
{
    (void)state;
    settings_load(&settings);
    fill_settings(0);
    save();
    const uint8_t *slot = &fake.eeprom[SETTINGS_ADDRESS_SLOT_B];
    static const uint8_t HEAD[] = {0xF0, 3, 1, 0, 300 - 256, 1, 40000 & 0xFF, 40000 >> 8, 1300 & 0xFF, 1300 >> 8, 0, 0};
    assert_memory_equal(slot, HEAD, sizeof HEAD);
    assert_int_equal(slot[4 + 8 + 6], (12 << 5 | 25) & 0xFF); /* strip 1: 2027-12-25 */
    assert_int_equal(slot[4 + 8 + 7], 27 << 1 | 12 >> 3);
    static const uint8_t TAIL[] = {725 & 0xFF, 725 >> 8, 1, 100, 1};
    assert_memory_equal(slot + 4 + 8 * HAL_STRIPS, TAIL, sizeof TAIL);
    assert_int_equal(fake.eeprom[SETTINGS_ADDRESS_SLOT_B + SETTINGS_SLOT_SIZE], 0xFF);
    assert_int_equal(fake.eeprom[SETTINGS_ADDRESS_SLOT_B - 1], 0xFF);
}

static void the_sequence_may_wrap(void **state)
{
    (void)state;
    settings_load(&settings);
    settings.sequence = 0xFFFD;
    for (unsigned round = 0; round < 6; round++) {
        fill_settings(round);
        save();
        expect_filled(round, SETTINGS_STORED);
    }
}

static void saving_waits_for_the_eeprom(void **state)
{
    (void)state;
    settings_load(&settings);
    settings_save(&settings);
    fake.eeprom_busy = true;
    assert_false(settings_poll(&settings));
    assert_int_equal(fake.eeprom_writes, 0);
    fake.eeprom_busy = false;
    assert_false(settings_poll(&settings));
    assert_int_equal(fake.eeprom_writes, 1);
}

static void a_power_loss_during_a_save_leaves_the_previous_settings(void **state)
{
    (void)state;
    uint8_t before[HAL_EEPROM_SIZE];
    settings_load(&settings);
    for (unsigned round = 0; round < 2; round++) {
        fill_settings(round);
        save();
    }
    memcpy(before, fake.eeprom, sizeof before);
    for (unsigned cut = 0; cut <= SETTINGS_SLOT_SIZE; cut++) {
        memcpy(fake.eeprom, before, sizeof before);
        settings_load(&settings);
        fill_settings(2);
        settings_save(&settings);
        for (unsigned i = 0; i < cut; i++)
            settings_poll(&settings);
        /* Both slots are valid until the first byte that differs is written. */
        settings_load(&settings);
        unsigned round = cut == SETTINGS_SLOT_SIZE ? 2 : 1;
        expect_filled(round, cut <= 2 || cut == SETTINGS_SLOT_SIZE ? SETTINGS_STORED : SETTINGS_OLDER);
    }
}

static void damaged_settings_are_never_loaded(void **state)
{
    (void)state;
    settings_load(&settings);
    fill_settings(0);
    save();
    for (unsigned i = 0; i < SETTINGS_SLOT_SIZE; i++) {
        uint8_t *byte = &fake.eeprom[SETTINGS_ADDRESS_SLOT_B + i];
        uint8_t intact = *byte;
        for (unsigned bit = 0; bit < 8; bit++) {
            *byte = (uint8_t)(intact ^ 1u << bit);
            expect_defaults(SETTINGS_CORRUPT);
        }
        *byte = intact;
    }
    settings_load(&settings);
    fill_settings(1);
    save();
    fake.eeprom[SETTINGS_ADDRESS_SLOT_A + 30] ^= 0x10;
    expect_filled(0, SETTINGS_OLDER);
    fake.eeprom[SETTINGS_ADDRESS_SLOT_B + 30] ^= 0x10;
    expect_defaults(SETTINGS_CORRUPT);
}

static void the_id_is_created_once_and_kept(void **state)
{
    (void)state;
    struct identity first;
    struct identity second;
    identity_load(&first);
    assert_int_equal(first.id, 0x12345678);
    fake.entropy = 0xDEADBEEF;
    identity_load(&second);
    assert_int_equal(second.id, 0x12345678);
    fake.eeprom[SETTINGS_ADDRESS_ID + 2] ^= 1;
    identity_load(&second);
    assert_int_equal(second.id, 0xDEADBEEF);
}

static void every_boot_has_a_different_id(void **state)
{
    (void)state;
    static bool seen[65536];
    struct identity identity;
    memset(seen, 0, sizeof seen);
    for (unsigned i = 0; i < 65536; i++) {
        identity_load(&identity);
        assert_false(seen[identity.boot]);
        seen[identity.boot] = true;
    }
}

static void identity_and_settings_do_not_affect_each_other(void **state)
{
    (void)state;
    struct identity identity;
    settings_load(&settings);
    for (unsigned round = 0; round < 2; round++) {
        fill_settings(round);
        save();
    }
    identity_load(&identity);
    expect_filled(1, SETTINGS_STORED);
    uint32_t id = identity.id;
    fake.entropy = 1;
    settings_load(&settings);
    save();
    identity_load(&identity);
    assert_int_equal(identity.id, id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(an_erased_eeprom_means_defaults, start),
        cmocka_unit_test_setup(a_foreign_eeprom_means_defaults, start),
        cmocka_unit_test_setup(saved_settings_are_loaded_from_either_slot, start),
        cmocka_unit_test_setup(the_slot_has_the_documented_layout, start),
        cmocka_unit_test_setup(the_sequence_may_wrap, start),
        cmocka_unit_test_setup(saving_waits_for_the_eeprom, start),
        cmocka_unit_test_setup(a_power_loss_during_a_save_leaves_the_previous_settings, start),
        cmocka_unit_test_setup(damaged_settings_are_never_loaded, start),
        cmocka_unit_test_setup(the_id_is_created_once_and_kept, start),
        cmocka_unit_test_setup(every_boot_has_a_different_id, start),
        cmocka_unit_test_setup(identity_and_settings_do_not_affect_each_other, start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
