/* SPDX-License-Identifier: MIT */
/* Links over files, FIFOs and pseudo-terminals. */

#include "logger/support/device_pty.h"
#include "serial/link_backend.h"
#include "support/cmocka_includes.h"
#include "support/fault.h"
#include "support/temp_dir.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#define NO_STOP (-1)
#define BAUD 250000

/* The mode in which a shell leaves a terminal: it edits lines, translates CR and handles Ctrl-C. */
static void make_cooked(int fd)
{
    struct termios settings;
    assert_int_equal(tcgetattr(fd, &settings), 0);
    settings.c_iflag |= ICRNL | IXON | BRKINT;
    settings.c_oflag |= OPOST | ONLCR;
    settings.c_lflag |= ICANON | ECHO | ISIG;
    assert_int_equal(tcsetattr(fd, TCSANOW, &settings), 0);
}

static void a_pty_passes_every_byte_unchanged(void **state)
{
    (void)state;
    struct device_pty pty;
    struct link link;
    struct failure failure;
    unsigned char all[256], received[256];
    for (unsigned i = 0; i < sizeof all; i++)
        all[i] = (unsigned char)i;
    device_pty_open(&pty);
    make_cooked(pty.host_fd);
    assert_true(link_open(&link, pty.path, BAUD, &failure));
    assert_true(link_may_be_mid_stream(&link));
    device_pty_send(&pty, all, sizeof all);
    size_t used = 0, count;
    while (used < sizeof all &&
           link_read(&link, NO_STOP, received + used, sizeof received - used, &count, 5000, &failure) == LINK_DATA)
        used += count;
    assert_int_equal(used, sizeof all);
    assert_memory_equal(received, all, sizeof all);
    assert_int_equal(link_read(&link, NO_STOP, received, sizeof received, &count, 10, &failure), LINK_IDLE);
    assert_true(link_write(&link, "?\n", 2));
    assert_true(device_pty_expect(&pty, "?\n", 5));
    device_pty_close(&pty);
    assert_int_equal(link_read(&link, NO_STOP, received, sizeof received, &count, 5000, &failure), LINK_ENDED);
    link_close(&link);
}

static void a_pty_ends_when_its_other_end_closes(void **state)
{
    (void)state;
    struct device_pty pty;
    struct link link;
    struct failure failure;
    char bytes[16];
    size_t count;
    device_pty_open(&pty);
    assert_true(link_open(&link, pty.path, BAUD, &failure));
    device_pty_close(&pty);
    assert_int_equal(link_read(&link, NO_STOP, bytes, sizeof bytes, &count, 5000, &failure), LINK_ENDED);
    assert_int_equal(count, 0);
    link_close(&link);
}

static void a_stop_has_priority_over_bytes(void **state)
{
    (void)state;
    struct link link;
    struct failure failure;
    int ends[2];
    char bytes[16];
    size_t count;
    assert_int_equal(pipe(ends), 0);
    struct device_pty pty;
    device_pty_open(&pty);
    assert_true(link_open(&link, pty.path, BAUD, &failure));
    device_pty_send(&pty, "x", 1);
    assert_int_equal(write(ends[1], "!", 1), 1);
    assert_int_equal(link_read(&link, ends[0], bytes, sizeof bytes, &count, 5000, &failure), LINK_STOPPED);
    assert_int_equal(count, 0);
    link_close(&link);
    device_pty_close(&pty);
    close(ends[0]);
    close(ends[1]);
}

static void a_fifo_ends_only_when_its_writer_closes(void **state)
{
    (void)state;
    struct temp_dir dir;
    struct link link;
    struct failure failure;
    char path[512], bytes[LINK_READ_SIZE_MIN];
    size_t count;
    temp_dir_make(&dir);
    temp_dir_join(&dir, "fifo", path, sizeof path);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_true(link_open(&link, path, BAUD, &failure));
    assert_false(link_write(&link, "?\n", 2)); /* a FIFO is read-only */
    assert_int_equal(link_read(&link, NO_STOP, bytes, sizeof bytes, &count, 10, &failure), LINK_IDLE);
    int writer = open(path, O_WRONLY);
    assert_int_equal(write(writer, "abc\nde", 6), 6);
    assert_int_equal(link_read(&link, NO_STOP, bytes, sizeof bytes, &count, 5000, &failure), LINK_DATA);
    assert_int_equal(count, 4); /* an incomplete line waits for its end */
    assert_int_equal(link_read(&link, NO_STOP, bytes, sizeof bytes, &count, 10, &failure), LINK_IDLE);
    close(writer);
    assert_int_equal(link_read(&link, NO_STOP, bytes, sizeof bytes, &count, 5000, &failure), LINK_DATA);
    assert_int_equal(count, 2);
    assert_int_equal(link_read(&link, NO_STOP, bytes, sizeof bytes, &count, 5000, &failure), LINK_ENDED);
    link_close(&link);
    temp_dir_remove(&dir);
}

static void folders_and_other_devices_are_rejected(void **state)
{
    (void)state;
    struct link link;
    struct failure failure = {0};
    size_t count;
    char bytes[LINK_READ_SIZE_MIN];
    bool opened = link_open(&link, "/tmp", BAUD, &failure);
    if (opened) { /* a folder can be opened, but not read */
        assert_int_equal(link_read(&link, NO_STOP, bytes, sizeof bytes, &count, 100, &failure), LINK_FAILED);
        link_close(&link);
    }
    assert_int_not_equal(failure.message[0], '\0');
    assert_false(link_open(&link, "/dev/null", BAUD, &failure)); /* a device, but not a serial port */
    assert_int_equal(failure.status, EXIT_STATUS_DEVICE);
}

static void a_missing_permission_is_reported_with_the_group(void **state)
{
    (void)state;
    struct temp_dir dir;
    struct failure failure;
    struct stat info;
    char path[512], expected[128];
    temp_dir_make(&dir);
    temp_dir_join(&dir, "port", path, sizeof path);
    temp_file_write(path, "", 0);
    assert_int_equal(stat(path, &info), 0);
    const struct group *group = getgrgid(info.st_gid);
    if (info.st_gid == 0)
        snprintf(expected, sizeof expected, "it belongs to root");
    else
        snprintf(expected, sizeof expected, "usermod -a -G %s $USER", group ? group->gr_name : "dialout");
    assert_false(link_report_open_error(path, EACCES, &failure));
    assert_int_equal(failure.status, EXIT_STATUS_DEVICE);
    assert_non_null(strstr(failure.message, expected));
    assert_non_null(strstr(failure.message, "60-foam-roller.rules"));
    if (geteuid() == 0 && chown(path, 0, 20) == 0) { /* the group of serial ports on Debian; its name may differ here */
        group = getgrgid(20);
        snprintf(expected, sizeof expected, "usermod -a -G %s $USER", group ? group->gr_name : "dialout");
        assert_false(link_report_open_error(path, EACCES, &failure));
        assert_non_null(strstr(failure.message, expected));
    }
    temp_dir_remove(&dir);
    fault_held("25", "no permission", 1, "the group to join is named");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pty_passes_every_byte_unchanged),
        cmocka_unit_test(a_pty_ends_when_its_other_end_closes),
        cmocka_unit_test(a_stop_has_priority_over_bytes),
        cmocka_unit_test(a_fifo_ends_only_when_its_writer_closes),
        cmocka_unit_test(folders_and_other_devices_are_rejected),
        cmocka_unit_test(a_missing_permission_is_reported_with_the_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
