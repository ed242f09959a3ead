/* SPDX-License-Identifier: MIT */
/* The summary of a recording, in a few lines of plain words. Lines end with a newline and are safe on a
 * terminal. */
#ifndef SUMMARY_H
#define SUMMARY_H

#include "decode/recorder.h"
#include "record/byte_queue.h"
#include "storage/session_writer.h"

#include <stddef.h>

#define SUMMARY_SIZE 8192

/* Rows, duration, size; losses, including those because this computer was too slow (`overrun`); rejected
 * lines by reason; restarts; the command for the report, in `program_folder` ("" or "build/"). */
void summary_text(char *text, size_t size, const struct recorder *recorder,
                  const struct session_writer *writer, const struct byte_queue_counts *overrun,
                  const char *program_folder);

/* The command that compares two sessions. */
void summary_both_legs(char *text, size_t size, const char *program_folder, const char *first,
                       const char *second);

#endif
