/* SPDX-License-Identifier: MIT */

#include "support/cmocka_includes.h"
#include "support/now.h"
#include "fake_terminal.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

void fake_terminal_start(struct fake_terminal *terminal, const char *const argv[], const char *const *env,
                         unsigned columns, unsigned rows)
{
    struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
    *terminal = (struct fake_terminal){.columns = columns, .rows = rows};
    terminal->pid = forkpty(&terminal->fd, NULL, NULL, &size);
    assert_true(terminal->pid >= 0);
    if (terminal->pid > 0)
        return;
    setenv("TERM", "xterm", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    unsetenv("NO_COLOR");
    for (; env && *env; env++) {
        char *name = strdup(*env), *value = strchr(name, '=');
        if (value) {
            *value = '\0';
            setenv(name, value + 1, 1);
        }
    }
    union {
        const char *const *in;
        char *const *out;
    } arguments = {argv}; /* execv does not change them */
    execv(argv[0], arguments.out);
    _exit(127);
}

/* ---- What a terminal does with bytes ---- */

static void scroll(struct fake_terminal *terminal)
{
    memmove(terminal->cell[0], terminal->cell[1], (terminal->rows - 1) * sizeof terminal->cell[0]);
    memset(terminal->cell[terminal->rows - 1], 0, sizeof terminal->cell[0]);
}

static void go_down(struct fake_terminal *terminal)
{
    if (terminal->y + 1 < terminal->rows)
        terminal->y++;
    else
        scroll(terminal);
}

static void clear_from(struct fake_terminal *terminal, unsigned x, unsigned y)
{
    memset(&terminal->cell[y][x], 0, (FAKE_TERMINAL_COLUMNS_MAX - x) * sizeof terminal->cell[0][0]);
    for (unsigned row = y + 1; row < FAKE_TERMINAL_ROWS_MAX; row++)
        memset(terminal->cell[row], 0, sizeof terminal->cell[0]);
}

static void execute_escape(struct fake_terminal *terminal)
{
    const char *sequence = terminal->escape;
    char last = sequence[terminal->escape_length - 1];
    unsigned number = (unsigned)atoi(sequence + 2);
    if (last == 'm')
        terminal->styles++;
    else if (last == 'A')
        terminal->y -= number < terminal->y ? number : terminal->y;
    else if (last == 'J' && number == 0)
        clear_from(terminal, terminal->x, terminal->y);
    else if (last == 'J' && number == 2)
        clear_from(terminal, 0, 0);
    else if (strcmp(sequence, "\033[H") == 0)
        terminal->x = terminal->y = 0;
    else
        terminal->unknown = true;
}

static void put(struct fake_terminal *terminal, uint32_t code_point)
{
    if (terminal->x >= terminal->columns) { /* the next character goes to the next line */
        terminal->x = 0;
        go_down(terminal);
    }
    terminal->cell[terminal->y][terminal->x++] = code_point;
}

static void receive_byte(struct fake_terminal *terminal, unsigned char byte)
{
    if (terminal->escape_length > 0) {
        terminal->escape[terminal->escape_length++] = (char)byte;
        terminal->escape[terminal->escape_length] = '\0';
        bool is_complete = terminal->escape_length > 2 ? byte >= '@' : byte != '[';
        if (is_complete && terminal->escape_length > 2)
            execute_escape(terminal);
        terminal->unknown = terminal->unknown || (is_complete && terminal->escape_length == 2);
        if (is_complete || terminal->escape_length + 2 > sizeof terminal->escape)
            terminal->escape_length = 0;
    } else if (terminal->following > 0) {
        terminal->code_point = terminal->code_point << 6 | (byte & 0x3Fu);
        if (--terminal->following == 0)
            put(terminal, terminal->code_point);
    } else if (byte >= 0xC0) {
        terminal->following = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
        terminal->code_point = byte & (0x3Fu >> terminal->following);
    } else if (byte == '\033') {
        terminal->escape[0] = '\033';
        terminal->escape_length = 1;
    } else if (byte == '\a') {
        terminal->bells++;
    } else if (byte == '\r') {
        terminal->x = 0;
    } else if (byte == '\n') {
        go_down(terminal);
    } else {
        put(terminal, byte);
    }
}

/* ---- Reading the screen, typing ---- */

/* Read the program's output. False if the program closed the terminal. */
static bool pump(struct fake_terminal *terminal, int wait_ms)
{
    unsigned char bytes[4096];
    struct pollfd wanted = {.fd = terminal->fd, .events = POLLIN};
    if (poll(&wanted, 1, wait_ms) <= 0)
        return true;
    ssize_t count = read(terminal->fd, bytes, sizeof bytes);
    for (ssize_t i = 0; i < count; i++)
        receive_byte(terminal, bytes[i]);
    return count > 0;
}

static size_t put_utf8(char *out, uint32_t code_point)
{
    if (code_point < 0x80) {
        out[0] = code_point ? (char)code_point : ' ';
        return 1;
    }
    size_t length = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--, code_point >>= 6)
        out[i] = (char)(0x80 | (code_point & 0x3F));
    static const unsigned lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    out[0] = (char)(lead[length] | code_point);
    return length;
}

char *fake_terminal_text(const struct fake_terminal *terminal)
{
    char *text = malloc(FAKE_TERMINAL_ROWS_MAX * (FAKE_TERMINAL_COLUMNS_MAX * 4 + 1) + 1);
    assert_non_null(text);
    size_t used = 0;
    for (unsigned y = 0; y < terminal->rows; y++) {
        unsigned width = terminal->columns;
        while (width > 0 && (terminal->cell[y][width - 1] == 0 || terminal->cell[y][width - 1] == ' '))
            width--;
        for (unsigned x = 0; x < width; x++)
            used += put_utf8(text + used, terminal->cell[y][x]);
        text[used++] = '\n';
    }
    text[used] = '\0';
    return text;
}

bool fake_terminal_wait_for(struct fake_terminal *terminal, const char *text, double limit_s)
{
    bool is_open = true;
    for (double end_s = now_s() + limit_s;;) {
        char *shown = fake_terminal_text(terminal);
        bool is_shown = strstr(shown, text) != NULL;
        free(shown);
        if (is_shown || !is_open || now_s() > end_s)
            return is_shown;
        is_open = pump(terminal, 20);
    }
}

void fake_terminal_type(struct fake_terminal *terminal, const char *text)
{
    assert_int_equal(write(terminal->fd, text, strlen(text)), strlen(text));
}

void fake_terminal_resize(struct fake_terminal *terminal, unsigned columns, unsigned rows)
{
    struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
    while (terminal->y >= rows) { /* the lines around the cursor stay on the screen */
        scroll(terminal);
        terminal->y--;
    }
    terminal->columns = columns;
    terminal->rows = rows;
    assert_int_equal(ioctl(terminal->fd, TIOCSWINSZ, &size), 0);
}

int fake_terminal_end(struct fake_terminal *terminal, double limit_s)
{
    double end_s = now_s() + limit_s;
    int status = 0;
    while (pump(terminal, 20) && now_s() < end_s)
        ;
    while (waitpid(terminal->pid, &status, WNOHANG) == 0) {
        if (now_s() > end_s) {
            kill(terminal->pid, SIGKILL);
            waitpid(terminal->pid, &status, 0);
            close(terminal->fd);
            return -1;
        }
        usleep(5000);
    }
    close(terminal->fd);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
