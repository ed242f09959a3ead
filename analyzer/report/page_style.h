/* SPDX-License-Identifier: MIT */
/* How the page looks. */
#ifndef PAGE_STYLE_H
#define PAGE_STYLE_H

/* The style sheet. It holds no '<' or '&', so that it can stand in a page that is XML too. */
extern const char PAGE_STYLE[];

#endif
