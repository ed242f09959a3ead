/* SPDX-License-Identifier: MIT */
#include "chip/chip.h"

#include <errno.h>
#include <gelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sim_avr.h>

#define FILE_MAX 0x200000u /* bytes; an image with debug information is smaller */

/* Addresses of RAM and EEPROM in the single address space of avr-gcc. */
#define RAM_BASE 0x800000u
#define EEPROM_BASE 0x810000u

/* Flags of the ELF header: the family of chips (EF_AVR_MACH). */
#define MACHINE_MASK 0x7Fu
#define MACHINE_AVR5 5u /* ATmega328P */
#define MACHINE_AVR6 6u /* ATmega2560 */

#define STABLE_REPEATS 3u /* a stack pointer repeated this often has lasted for 4 instructions, so it is valid */

/* ---- The image ---- */

/* Read a complete file, which the caller frees. NULL with errno set on failure; EFBIG if it is too large for
 * an image. */
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
        int read_error = errno;
        (void)fclose(file);
        errno = read_error;
    }
    return bytes;
}

/* Load a segment of the file `bytes`; false if the segment is damaged. */
static bool load_segment(struct image *image, const uint8_t *bytes, size_t length, const GElf_Phdr *segment)
{
    if (segment->p_type != PT_LOAD || segment->p_vaddr >= EEPROM_BASE)
        return true;
    uint64_t size = segment->p_filesz; /* a size_t of 32 bits could hide damage */
    if (segment->p_offset > length || size > length - segment->p_offset || segment->p_memsz > IMAGE_FLASH_MAX)
        return false;
    if (segment->p_vaddr >= RAM_BASE)
        image->static_data += (size_t)segment->p_memsz;
    if (size > 0) {
        if (segment->p_paddr > IMAGE_FLASH_MAX || size > IMAGE_FLASH_MAX - segment->p_paddr)
            return false;
        memcpy(image->flash + segment->p_paddr, bytes + segment->p_offset, (size_t)size);
        size_t end = (size_t)(segment->p_paddr + size);
        image->flash_end = end > image->flash_end ? end : image->flash_end;
    }
    return true;
}

/* Load the file `bytes`; false if it is not an image or is damaged. simavr's elf_read_firmware is not used, because it
 * crashes on damaged files and reports neither the family of chips nor the size of .noinit. */
static bool load_image(struct image *image, uint8_t *bytes, size_t length)
{
    (void)elf_version(EV_CURRENT);
    Elf *elf = elf_memory((char *)bytes, length);
    GElf_Ehdr header;
    size_t count = 0;
    bool is_valid = gelf_getclass(elf) == ELFCLASS32 && gelf_getehdr(elf, &header) != NULL &&
                    header.e_ident[EI_DATA] == ELFDATA2LSB && header.e_machine == EM_AVR &&
                    header.e_phentsize == sizeof(Elf32_Phdr) && elf_getphdrnum(elf, &count) == 0;
    for (size_t i = 0; is_valid && i < count; i++) {
        GElf_Phdr segment; /* a copy: in a damaged image the table may be misaligned */
        is_valid = gelf_getphdr(elf, (int)i, &segment) != NULL && load_segment(image, bytes, length, &segment);
    }
    if (is_valid)
        image->machine = header.e_flags & MACHINE_MASK;
    (void)elf_end(elf);
    return is_valid && image->flash_end > 0;
}

bool image_read(struct image *image, const char *path, struct failure *failure)
{
    *image = (struct image){0};
    size_t length = 0;
    uint8_t *bytes = read_file(path, &length);
    image->flash = bytes != NULL ? malloc(IMAGE_FLASH_MAX) : NULL;
    if (image->flash == NULL) {
        failure_set(failure, EXIT_STATUS_INPUT,
                    "cannot read the firmware %s: %s; build it with 'make firmware' or choose "
                    "one with --firmware",
                    path, strerror(errno));
        free(bytes);
        return false;
    }
    memset(image->flash, 0xFF, IMAGE_FLASH_MAX);
    bool loaded = load_image(image, bytes, length);
    free(bytes);
    if (!loaded) {
        image_free(image);
        return failure_set(failure, EXIT_STATUS_INPUT, "%s is not a firmware image (ELF for AVR), or it is damaged",
                           path);
    }
    return true;
}

void image_free(struct image *image)
{
    free(image->flash);
    *image = (struct image){0};
}

/* ---- The chip ---- */

static const struct wiring UNO = {
    .mcu = "atmega328p",
    .mux_port = 'B',
    .mux_shift = 2,
    .button_port = 'D',
    .button_bit = 2,
    .twi_port = 'C',
    .sda_bit = 4,
    .scl_bit = 5,
};
static const struct wiring MEGA = {
    .mcu = "atmega2560",
    .mux_port = 'B',
    .mux_shift = 4,
    .button_port = 'E',
    .button_bit = 4,
    .twi_port = 'D',
    .sda_bit = 1,
    .scl_bit = 0,
};

const struct wiring *wiring_find(unsigned machine)
{
    switch (machine) {
    case MACHINE_AVR5: return &UNO;
    case MACHINE_AVR6: return &MEGA;
    default: return NULL;
    }
}

/* Discard simavr's messages, which would mix with the data on standard output. Errors are return values. */
static void discard_message(avr_t *avr, const int level, const char *format, va_list arguments)
{
    (void)avr;
    (void)level;
    (void)format;
    (void)arguments;
}

/* Sleep without waiting in real time: the caller of board_run sets the pace. */
static void skip_sleep(avr_t *avr, avr_cycle_count_t cycles)
{
    (void)avr;
    (void)cycles;
}

avr_t *chip_open(const char *mcu, const struct image *image, const char *path, struct chip_memory *memory,
                 struct failure *failure)
{
    avr_global_logger_set(discard_message);
    avr_t *avr = avr_make_mcu_by_name(mcu);
    if (avr == NULL || avr_init(avr) != 0) {
        free(avr);
        failure_set(failure, EXIT_STATUS_INPUT, "simavr cannot simulate the %s, which %s is built for", mcu, path);
        return NULL;
    }
    *memory = (struct chip_memory){.flash = (unsigned)image->flash_end,
                                   .flash_size = avr->flashend + 1,
                                   .static_data = (unsigned)image->static_data,
                                   .ram_size = (unsigned)avr->ramend - avr->ioend};
    if (memory->flash > memory->flash_size || memory->static_data > memory->ram_size) {
        chip_close(avr);
        failure_set(failure, EXIT_STATUS_INPUT, "%s does not fit into the %s, which it is built for", path, mcu);
        return NULL;
    }
    avr->frequency = CHIP_HZ;
    avr->vcc = avr->avcc = avr->aref = CHIP_SUPPLY_MV;
    avr_loadcode(avr, image->flash, memory->flash, 0);
    avr->codeend = memory->flash;
    avr->sleep = skip_sleep;
    return avr;
}

/* Free the signals of registers and interrupts, which avr_terminate of simavr 1.6 leaks. */
static void free_signals(avr_t *avr)
{
    const uint32_t register_signals = 9; /* as in avr_iomem_getirq: one per bit, and one for the byte */
    for (size_t i = 0; i < MAX_IOs; i++)
        if (avr->io[i].irq != NULL)
            avr_free_irq(avr->io[i].irq, register_signals);
    for (int i = 0; i < avr->irq_pool.count; i++)
        if (avr->irq_pool.irq[i] != NULL)
            avr_free_irq(avr->irq_pool.irq[i], 1);
    free(avr->irq_pool.irq);
}

void chip_close(avr_t *avr)
{
    if (avr != NULL) {
        avr_terminate(avr);
        free_signals(avr);
        free(avr);
    }
}

/* ---- The stack ---- */

void stack_watch_init(struct stack_watch *watch, unsigned empty_address)
{
    *watch = (struct stack_watch){
        .empty_address = empty_address, .lowest_address = empty_address, .last_address = empty_address};
}

void stack_watch_update(struct stack_watch *watch, unsigned address)
{
    if (address != watch->last_address) {
        watch->last_address = address;
        watch->repeats = 0;
        return;
    }
    watch->repeats++;
    if (watch->repeats >= STABLE_REPEATS && address < watch->lowest_address)
        watch->lowest_address = address;
}
