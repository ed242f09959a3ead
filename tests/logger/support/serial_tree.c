/* SPDX-License-Identifier: MIT */

#include "serial_tree.h"
#include "support/cmocka_includes.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

void serial_tree_make(struct serial_tree *tree)
{
    char path[512];
    static const char *const folders[] = {"sys", "sys/class", "sys/class/tty", "sys/devices", "dev", "baud"};
    *tree = (struct serial_tree){0};
    temp_dir_make(&tree->dir);
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        assert_int_equal(mkdir(temp_dir_join(&tree->dir, folders[i], path, sizeof path), 0700), 0);
    snprintf(tree->env, sizeof tree->env, "SERIAL_SHIM_ROOT=%s", tree->dir.path);
}

static void put(const char *folder, const char *name, const char *text)
{
    char path[1100];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    temp_file_write(path, text, strlen(text));
}

unsigned serial_tree_plug(struct serial_tree *tree, const char *name, const char *vendor, const char *product_id,
                          const char *product, int baud)
{
    char device[512], path[1024], target[1024], text[32];
    assert_true(tree->count < SERIAL_TREE_LIMIT);
    unsigned number = tree->count++;
    device_pty_open(&tree->pty[number]);
    snprintf(path, sizeof path, "%s/dev/%s", tree->dir.path, name);
    assert_int_equal(symlink(tree->pty[number].path, path), 0);
    /* devices/usb-NAME is the USB device, and its interface's folder the serial device */
    snprintf(device, sizeof device, "%s/sys/devices/%s%s", tree->dir.path, vendor ? "usb-" : "platform-", name);
    assert_int_equal(mkdir(device, 0700), 0);
    snprintf(path, sizeof path, "%s/interface", device);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/interface/device", device);
    assert_int_equal(symlink(".", path), 0);
    snprintf(path, sizeof path, "%s/interface/driver", device);
    assert_int_equal(symlink("../../bus/usb/drivers/cdc_acm", path), 0);
    if (vendor) {
        put(device, "idVendor", vendor);
        put(device, "idProduct", product_id);
        put(device, "busnum", "1\n");
        put(device, "devnum", "7\n");
        put(device, "product", product);
    }
    snprintf(path, sizeof path, "%s/sys/class/tty/%s", tree->dir.path, name);
    snprintf(target, sizeof target, "../../devices/%s%s/interface", vendor ? "usb-" : "platform-", name);
    assert_int_equal(symlink(target, path), 0);
    if (baud > 0) {
        snprintf(path, sizeof path, "%s/baud", tree->dir.path);
        snprintf(text, sizeof text, "%d\n", baud);
        put(path, name, text);
    }
    return number;
}

struct program serial_tree_hold(struct serial_tree *tree, unsigned number)
{
    static const char *const argv[] = {"sleep", "1000", NULL};
    struct program_options options = {.input_fd = open(tree->pty[number].path, O_RDWR | O_NOCTTY)};
    assert_true(options.input_fd > 0);
    assert_int_equal(flock(options.input_fd, LOCK_EX | LOCK_NB), 0); /* the program inherits the lock */
    struct program program = program_start(argv, &options);
    close(options.input_fd);
    return program;
}

void serial_tree_release(struct program *holder)
{
    kill(holder->pid, SIGTERM);
    struct program_result result = program_wait(holder, 10);
    program_result_free(&result);
}

void serial_tree_remove(struct serial_tree *tree)
{
    for (unsigned i = 0; i < tree->count; i++)
        device_pty_close(&tree->pty[i]);
    temp_dir_remove(&tree->dir);
}
