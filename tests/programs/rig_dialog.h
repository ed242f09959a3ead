/* SPDX-License-Identifier: MIT */
/* The real firmware on the simulator's bench, calibrated by roller-logger: who lays loads on it, and who
 * types. */
#ifndef RIG_DIALOG_H
#define RIG_DIALOG_H

#include "support/run_program.h"
#include "support/temp_dir.h"

#define RIG_DIALOG_LIMIT_S 60.0 /* a bench at full speed on a loaded machine */

struct bench_talk {
    struct temp_dir dir;
    struct program bench;
    struct program logger;
    size_t heard;  /* what the logger said up to there has been waited for */
    int orders_fd; /* to the bench */
    int typing_fd; /* to the logger; -1 = nobody types any more */
};

/* Start the bench in a folder of its own, with options more, as words of one text. */
void bench_talk_open(struct bench_talk *talk, const char *options);
/* Start the logger on it with the words of `line`, such as "calibrate radius". */
void bench_talk_start(struct bench_talk *talk, const char *line);
/* Give the bench an order; type a line. */
void rig_dialog_command(struct bench_talk *talk, const char *format, ...) __attribute__((format(printf, 2, 3)));
void bench_talk_type(struct bench_talk *talk, const char *text);
/* Nothing will be typed any more. */
void bench_talk_end_typing(struct bench_talk *talk);
/* Fail unless the logger says it, behind what was expected before. */
void bench_talk_expect(struct bench_talk *talk, const char *text);
/* The logger's end; fails unless it exits so. Free the result. */
struct program_result bench_talk_wait(struct bench_talk *talk, int status);
/* End the bench; its truth is in t.json. */
void bench_talk_end_bench(struct bench_talk *talk);
void bench_talk_close(struct bench_talk *talk);

#endif
