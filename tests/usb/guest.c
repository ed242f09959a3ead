/* SPDX-License-Identifier: MIT */

#include "guest.h"
#include "support/cmocka_includes.h"
#include "support/now.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define ANSWER_LIMIT_S 60
#define BOOT_LIMIT_S 120
#define SHOWN_BYTES 3000 /* bytes of the console shown if a test fails */

/* Connect to a socket that the emulator creates some time after its start. */
static int connect_to(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    assert_true(strlen(path) < sizeof address.sun_path);
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    for (double end_s = now_s() + ANSWER_LIMIT_S; now_s() < end_s; usleep(20000))
        if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
            return fd;
    fail_msg("the emulator does not answer at %s", path);
    return -1;
}

static char *read_file(int fd)
{
    struct stat info;
    assert_int_equal(fstat(fd, &info), 0);
    char *text = calloc(1, (size_t)info.st_size + 1);
    assert_non_null(text);
    assert_true(pread(fd, text, (size_t)info.st_size, 0) >= 0);
    return text;
}

static bool has_ended(const struct guest *guest, siginfo_t *info)
{
    *info = (siginfo_t){0};
    return waitid(P_PID, (id_t)guest->qemu.pid, info, WEXITED | WNOHANG | WNOWAIT) == 0 && info->si_pid != 0;
}

/* Fail the test, showing the end of the console. */
static void fail_with_console(struct guest *guest, const char *why)
{
    char *shown = read_file(guest->qemu.out_fd), *errors = read_file(guest->qemu.err_fd);
    size_t length = strlen(shown), from = length > SHOWN_BYTES ? length - SHOWN_BYTES : 0;
    fprintf(stderr, "%s\n%s\n", shown + from, errors);
    free(shown);
    free(errors);
    siginfo_t info;
    if (has_ended(guest, &info))
        fprintf(stderr, "the emulator ended: %s %d\n", info.si_code == CLD_EXITED ? "status" : "signal",
                info.si_status);
    fail_msg("%s", why);
}

/* ---- QMP: one JSON object per line; answers and events are mixed ---- */

static json_t *read_message(struct guest *guest)
{
    for (double end_s = now_s() + ANSWER_LIMIT_S; now_s() < end_s;) {
        char *newline = memchr(guest->pending, '\n', guest->pending_count);
        if (newline) {
            size_t length = (size_t)(newline + 1 - guest->pending);
            json_t *message = json_loadb(guest->pending, length, 0, NULL);
            guest->pending_count -= length;
            memmove(guest->pending, newline + 1, guest->pending_count);
            assert_non_null(message);
            return message;
        }
        struct pollfd polled = {.fd = guest->control_fd, .events = POLLIN};
        if (poll(&polled, 1, 100) <= 0)
            continue;
        ssize_t got = read(guest->control_fd, guest->pending + guest->pending_count,
                           sizeof guest->pending - guest->pending_count);
        if (got <= 0) {
            siginfo_t info;
            while (!has_ended(guest, &info) && now_s() < end_s)
                usleep(5000);
            fail_with_console(guest, "the emulator ended");
        }
        guest->pending_count += (size_t)got;
    }
    fail_msg("the emulator does not answer");
    return NULL;
}

/* Read messages until one has `key`, with the string `value` unless that is NULL. */
static void wait_for_message(struct guest *guest, const char *key, const char *value)
{
    for (bool found = false; !found;) {
        json_t *message = read_message(guest);
        const json_t *error = json_object_get(message, "error"), *member = json_object_get(message, key);
        if (error)
            fail_msg("the emulator refuses: %s", json_string_value(json_object_get(error, "desc")));
        found = member && (!value || (json_is_string(member) && strcmp(json_string_value(member), value) == 0));
        json_decref(message);
    }
}

static void send_command(struct guest *guest, const char *text)
{
    size_t length = strlen(text);
    assert_int_equal(write(guest->control_fd, text, length), length);
    wait_for_message(guest, "return", NULL);
}

void guest_pull_plug(struct guest *guest)
{
    const char text[] = "{\"execute\":\"device_del\",\"arguments\":{\"id\":\"roller\"}}\n";
    /* The event may precede the answer, so wait for the event only. */
    assert_int_equal(write(guest->control_fd, text, sizeof text - 1), sizeof text - 1);
    wait_for_message(guest, "event", "DEVICE_DELETED");
}

void guest_push_plug(struct guest *guest)
{
    send_command(guest, "{\"execute\":\"device_add\",\"arguments\":{\"driver\":\"usb-serial\",\"bus\":\"usb.0\","
                        "\"chardev\":\"chip\",\"id\":\"roller\"}}\n");
}

/* ---- */

void guest_boot(struct guest *guest, const char *image, const char *folder, const char *chip)
{
    char kernel[512], initramfs[512], control[512], serial[512], control_path[400], serial_path[400], chip_option[512];
    *guest = (struct guest){0};
    snprintf(kernel, sizeof kernel, "%s/vmlinuz", image);
    snprintf(initramfs, sizeof initramfs, "%s/initramfs", image);
    snprintf(control_path, sizeof control_path, "%s/control", folder);
    snprintf(serial_path, sizeof serial_path, "%s/serial", folder);
    snprintf(control, sizeof control, "unix:%s,server=on,wait=off", control_path);
    snprintf(serial, sizeof serial, "unix:%s,server=on,wait=off", serial_path);
    snprintf(chip_option, sizeof chip_option, "socket,id=chip,path=%s", chip);
    const char *const argv[] = {
        "qemu-system-x86_64", "-accel", "tcg", "-m", "256", "-display", "none", "-no-reboot", "-nodefaults", "-kernel",
        kernel, "-initrd", initramfs, "-append",
        /* no_timer_check: an emulator on a busy machine fails that check */
        "console=ttyS0 loglevel=7 printk.devkmsg=on panic=-1 random.trust_cpu=on no_timer_check", "-serial", "stdio",
        "-serial", serial, "-qmp", control, "-chardev", chip_option, "-device", "qemu-xhci,id=usb", "-device",
        "usb-serial,bus=usb.0,chardev=chip,id=roller", NULL};
    guest->qemu = program_start(argv, NULL);
    guest->control_fd = connect_to(control_path);
    guest->serial_fd = connect_to(serial_path);
    wait_for_message(guest, "QMP", NULL);
    send_command(guest, "{\"execute\":\"qmp_capabilities\"}\n");
}

static unsigned count_words(const char *text, const char *word)
{
    unsigned count = 0;
    for (const char *cursor = text; (cursor = strstr(cursor, word)); cursor++)
        count++;
    return count;
}

void guest_wait_for(struct guest *guest, const char *text, unsigned times, double limit_s)
{
    bool found = false;
    siginfo_t ended;
    for (double end_s = now_s() + limit_s; !found && now_s() < end_s && !has_ended(guest, &ended); usleep(5000)) {
        char *shown = read_file(guest->qemu.out_fd);
        found = count_words(shown, text) >= times;
        free(shown);
    }
    if (!found)
        fail_with_console(guest, text);
}

double guest_withheld_s(const struct guest *guest)
{
    char path[64];
    double sum_s = 0;
    snprintf(path, sizeof path, "/proc/%d/task", (int)guest->qemu.pid);
    DIR *tasks = opendir(path);
    assert_non_null(tasks);
    for (const struct dirent *task; (task = readdir(tasks));) {
        unsigned long long ran_ns, waited_ns;
        char stat_path[400];
        snprintf(stat_path, sizeof stat_path, "%s/%s/schedstat", path, task->d_name);
        FILE *file = fopen(stat_path, "r");
        if (file && fscanf(file, "%llu %llu", &ran_ns, &waited_ns) == 2)
            sum_s += (double)waited_ns / 1e9;
        if (file)
            fclose(file);
    }
    closedir(tasks);
    return sum_s;
}

char *guest_take_session(struct guest *guest)
{
    size_t used = 0, size = 1 << 16;
    char *bytes = malloc(size);
    assert_int_equal(write(guest->serial_fd, "stop\n", 5), 5);
    for (double end_s = now_s() + BOOT_LIMIT_S; now_s() < end_s;) {
        if (size - used < 4096)
            bytes = realloc(bytes, size *= 2);
        assert_non_null(bytes);
        struct pollfd polled = {.fd = guest->serial_fd, .events = POLLIN};
        if (poll(&polled, 1, 100) == 0)
            continue;
        ssize_t got = read(guest->serial_fd, bytes + used, size - used - 1);
        if (got <= 0) { /* the computer has switched itself off */
            bytes[used] = '\0';
            return bytes;
        }
        used += (size_t)got;
    }
    free(bytes);
    fail_with_console(guest, "the session did not arrive completely");
    return NULL;
}

void guest_kill(struct guest *guest)
{
    if (guest->qemu.pid <= 0)
        return;
    kill(guest->qemu.pid, SIGKILL);
    struct program_result result = program_wait(&guest->qemu, ANSWER_LIMIT_S);
    program_result_free(&result);
    guest->qemu.pid = 0;
}

char *guest_end(struct guest *guest)
{
    struct program_result result = program_wait(&guest->qemu, ANSWER_LIMIT_S);
    guest->qemu.pid = 0;
    close(guest->control_fd);
    close(guest->serial_fd);
    if (result.status != 0)
        fail_msg("the emulator ended with %d: %s", result.status, result.err);
    free(result.err);
    return result.out;
}
