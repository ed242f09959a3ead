/* SPDX-License-Identifier: MIT */
/* image_read accepts the built images and safely rejects truncated or damaged ones. */
#include "chip/chip.h"
#include "support/cmocka_includes.h"
#include "support/temp_dir.h"

#include <stdlib.h>
#include <string.h>

static void the_built_images_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        unsigned machine;
    } IMAGES[] = {{FIRMWARE_DIR "/uno.elf", 5}, {FIRMWARE_DIR "/nano.elf", 5}, {FIRMWARE_DIR "/mega.elf", 6}};
    for (size_t i = 0; i < sizeof IMAGES / sizeof IMAGES[0]; i++) {
        struct image image;
        struct failure failure;
        assert_true(image_read(&image, IMAGES[i].path, &failure));
        assert_int_equal(image.machine, IMAGES[i].machine);
        assert_true(image.flash_end > 4000 && image.flash_end < 32768);
        assert_true(image.static_data > 300 && image.static_data < 2048);
        /* The reset vector: jmp, or rjmp where the linker shortened it. */
        assert_true((image.flash[0] == 0x0C && image.flash[1] == 0x94) || image.flash[1] >> 4 == 0x0C);
        assert_int_equal(image.flash[image.flash_end], 0xFF);
        image_free(&image);
    }
}

/* Read `length` bytes as an image; true if they are accepted. */
static bool try_bytes(const char *path, const char *bytes, size_t length)
{
    struct image image;
    struct failure failure = {.status = EXIT_STATUS_DONE};
    temp_file_write(path, bytes, length);
    bool accepted = image_read(&image, path, &failure);
    assert_true(accepted || (failure.status == EXIT_STATUS_INPUT && strstr(failure.message, path) != NULL));
    assert_true(accepted || image.flash == NULL);
    image_free(&image);
    return accepted;
}

static void truncated_and_damaged_images_are_handled_safely(void **state)
{
    (void)state;
    struct temp_dir dir;
    temp_dir_make(&dir);
    char path[512];
    (void)temp_dir_join(&dir, "cut.elf", path, sizeof path);
    size_t length;
    char *bytes = temp_file_read(FIRMWARE_DIR "/uno.elf", &length);
    assert_non_null(bytes);
    for (size_t cut = 0; cut < 300; cut++)
        assert_false(try_bytes(path, bytes, cut));
    assert_false(try_bytes(path, bytes, 4000));
    assert_true(try_bytes(path, bytes, length));
    /* An image with a wrong byte in its headers is accepted or rejected, but never causes a crash. */
    for (size_t i = 0; i < 212; i++) {
        bytes[i] = (char)~bytes[i];
        bool accepted = try_bytes(path, bytes, length);
        assert_false(accepted && i < 6);
        bytes[i] = (char)~bytes[i];
    }
    free(bytes);
    temp_dir_remove(&dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_built_images_are_read),
        cmocka_unit_test(truncated_and_damaged_images_are_handled_safely),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
