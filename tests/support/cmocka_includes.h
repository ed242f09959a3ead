/* SPDX-License-Identifier: MIT */
/* What cmocka.h wants before it. */
#ifndef CMOCKA_INCLUDES_H
#define CMOCKA_INCLUDES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#endif
