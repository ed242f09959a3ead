/* SPDX-License-Identifier: MIT */
/* SipHash-2-4 (Aumasson, Bernstein: "SipHash: a fast short-input PRF", 2012): a number that cannot be computed or
 * checked without the key. 30 lines are less than another library to install. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define KEYED_HASH_KEY_BYTES 16

uint64_t keyed_hash(const unsigned char key[KEYED_HASH_KEY_BYTES], const void *bytes, size_t length);
