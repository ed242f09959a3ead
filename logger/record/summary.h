/* SPDX-License-Identifier: MIT */
/* What a recording came to, in a few lines of plain words. */
#ifndef SUMMARY_H
#define SUMMARY_H

#include "decode/recorder.h"
#include "record/byte_queue.h"
#include "storage/session_writer.h"

#include <stddef.h>

#define SUMMARY_SIZE 8192

/* Rows, duration, size; losses, and what of them this computer was too slow for (`overrun`); rejected lines
 * by reason; restarts; the command that makes the report, with the folder of the programs before it ("" or
 * "build/"). Lines end with a newline; safe on a terminal. */
void summary_text(char *text, size_t size, const struct recorder *recorder,
                  const struct session_writer *writer, const struct byte_queue_counts *overrun,
                  const char *programs);

/* The command that shows two sessions side by side, in the same way. */
void summary_both_legs(char *text, size_t size, const char *programs, const char *first, const char *second);

#endif
