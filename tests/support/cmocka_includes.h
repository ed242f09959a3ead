/* SPDX-License-Identifier: MIT */
/* Include cmocka, the headers that it requires first, and those that nearly every test needs. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
