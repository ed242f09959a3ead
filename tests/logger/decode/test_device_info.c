/* SPDX-License-Identifier: MIT */
/* What is reported of a roller from its H line, and which changes of it need another file. */

#include "logger/support/decoded_session.h"
#include "support/cmocka_includes.h"

static void a_relative_of_the_mpu_6050_is_reported(void **state)
{
    struct session *session = *state;
    static const char *const ids[] = {"68", "70", "71", "75", "98"};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        wire_add(&session->wire, "H,proto=1,boot=%zu,strips=8,imu=mpu6050,imu_id=%s,settings=stored", i, ids[i]);
        feed(session, 1000);
        const char *warning = device_info_warning(&session->decoder.device, 0);
        assert_true(i == 0 ? warning == NULL : warning && strstr(warning, "a relative or a copy") != NULL);
    }
}

/* The rows before a late H line have the default radius, which may be wrong. */
static void a_late_radius_counts_unless_it_is_the_default(void **state)
{
    (void)state;
    static const double radii_mm[] = {0, SESSION_DEFAULT_RADIUS_MM, 70};
    struct device_info recorded, after;
    device_info_init(&recorded);
    after = recorded;
    after.known = true;
    snprintf(after.id, sizeof after.id, "5A3C21F0");
    for (size_t i = 0; i < sizeof radii_mm / sizeof radii_mm[0]; i++) {
        after.rolling_radius_mm = radii_mm[i];
        assert_int_equal(device_info_changes(&recorded, &after), i == 2 ? DEVICE_CHANGE_RADIUS : 0);
    }
}

static void old_firmware_is_reported(void **state)
{
    struct session *session = *state;
    struct device_info *device = &session->decoder.device;
    static const char *const versions[] = {"0.0.9", "0.0", ROLLER_VERSION, "99.0.0", "mine", ""}; /* two are old */
    for (size_t i = 0; i < sizeof versions / sizeof versions[0]; i++) {
        snprintf(device->firmware, sizeof device->firmware, "%s", versions[i]);
        assert_true((device_info_warning(device, 0) != NULL) == (i < 2));
    }
}

static void a_sensor_that_the_firmware_does_not_use_is_reported(void **state)
{
    struct session *session = *state;
    wire_add(&session->wire, "H,proto=1,boot=1,strips=8,imu=none,imu_id=70,settings=stored");
    wire_add_frames(&session->wire, 0, 2, 20000);
    feed(session, 1000);
    end_session(session, 2, 0);
    assert_false(session->decoder.device.has_imu);
    assert_false(session->decoder.device.imu_is_relative);
    assert_non_null(strstr(device_info_warning(&session->decoder.device, 0), "firmware does not use"));
    assert_null(device_info_warning(&session->decoder.device, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DECODER_TEST(a_relative_of_the_mpu_6050_is_reported),
        cmocka_unit_test(a_late_radius_counts_unless_it_is_the_default),
        DECODER_TEST(old_firmware_is_reported),
        DECODER_TEST(a_sensor_that_the_firmware_does_not_use_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
