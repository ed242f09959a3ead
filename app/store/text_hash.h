/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

/* Return the 64-bit FNV-1a hash of a text: a short name for it. Not for secrets. */
uint64_t text_hash(const char *text);
