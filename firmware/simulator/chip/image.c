/* SPDX-License-Identifier: MIT */
#include "chip/image.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX 0x200000u
#define HEADER_SIZE 52u
#define SEGMENT_SIZE 32u
#define MACHINE_AVR 83u
#define SEGMENT_LOAD 1u
/* avr-gcc gives RAM and EEPROM addresses of their own. */
#define RAM_BASE 0x800000u
#define EEPROM_BASE 0x810000u

/* Little-endian numbers; the caller has looked that they are there. */
static uint32_t word_at(const uint8_t *bytes, size_t offset)
{
    return bytes[offset] | (uint32_t)bytes[offset + 1] << 8 | (uint32_t)bytes[offset + 2] << 16 |
           (uint32_t)bytes[offset + 3] << 24;
}

static uint32_t half_at(const uint8_t *bytes, size_t offset)
{
    return bytes[offset] | (uint32_t)bytes[offset + 1] << 8;
}

/* The whole file, or NULL with errno set; EFBIG when no image is that large. */
static uint8_t *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = file != NULL ? malloc(FILE_MAX) : NULL;
    if (bytes != NULL) {
        *length = fread(bytes, 1, FILE_MAX, file);
        if (ferror(file) || *length == FILE_MAX) {
            errno = ferror(file) ? errno : EFBIG;
            free(bytes);
            bytes = NULL;
        }
    }
    if (file != NULL) {
        int reason = errno;
        (void)fclose(file);
        errno = reason;
    }
    return bytes;
}

static bool load_segment(struct image *image, const uint8_t *bytes, size_t length, size_t header)
{
    uint32_t offset = word_at(bytes, header + 4);
    uint32_t address = word_at(bytes, header + 8);
    uint32_t load_address = word_at(bytes, header + 12);
    uint32_t file_size = word_at(bytes, header + 16);
    uint32_t memory_size = word_at(bytes, header + 20);
    if (word_at(bytes, header) != SEGMENT_LOAD || address >= EEPROM_BASE) {
        return true;
    }
    if (offset > length || file_size > length - offset || memory_size > IMAGE_FLASH_MAX) {
        return false;
    }
    if (address >= RAM_BASE) {
        image->ram += memory_size;
    }
    if (file_size > 0) {
        if (load_address > IMAGE_FLASH_MAX || file_size > IMAGE_FLASH_MAX - load_address) {
            return false;
        }
        memcpy(image->flash + load_address, bytes + offset, file_size);
        size_t end = (size_t)load_address + file_size;
        image->flash_end = end > image->flash_end ? end : image->flash_end;
    }
    return true;
}

static bool load(struct image *image, const uint8_t *bytes, size_t length)
{
    if (length < HEADER_SIZE || memcmp(bytes, "\177ELF\1\1", 6) != 0 || half_at(bytes, 18) != MACHINE_AVR) {
        return false;
    }
    image->machine = word_at(bytes, 36) & 0x7Fu;
    size_t table = word_at(bytes, 28);
    size_t count = half_at(bytes, 44);
    if (half_at(bytes, 42) != SEGMENT_SIZE || table > length || count > (length - table) / SEGMENT_SIZE) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!load_segment(image, bytes, length, table + i * SEGMENT_SIZE)) {
            return false;
        }
    }
    return image->flash_end > 0;
}

bool image_read(struct image *image, const char *path, struct sim_failure *failure)
{
    *image = (struct image){0};
    size_t length = 0;
    uint8_t *bytes = read_file(path, &length);
    image->flash = bytes != NULL ? malloc(IMAGE_FLASH_MAX) : NULL;
    if (image->flash == NULL) {
        sim_failure_set(failure, SIM_INPUT,
                        "cannot read the firmware %s: %s; build it with 'make firmware' or choose "
                        "one with --firmware",
                        path, strerror(errno));
        free(bytes);
        return false;
    }
    memset(image->flash, 0xFF, IMAGE_FLASH_MAX);
    bool good = load(image, bytes, length);
    free(bytes);
    if (!good) {
        image_free(image);
        return sim_failure_set(failure, SIM_INPUT, "%s is no firmware image (ELF for AVR), or a damaged one",
                               path);
    }
    return true;
}

void image_free(struct image *image)
{
    free(image->flash);
    *image = (struct image){0};
}
